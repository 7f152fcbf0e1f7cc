package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A read lock of this component: camel-file's interface cut down to what such a lock does. Thread-safe. */
abstract class RemoteLock implements GenericFileExclusiveReadLockStrategy<RemoteEntry> {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLock.class);

    private final LoggingLevel level;

    RemoteLock(LoggingLevel level) {
        this.level = level;
    }

    /** A poll has found these files and will ask for their locks one by one. */
    void beginBatch(RemoteOperations operations, List<GenericFile<RemoteEntry>> files) {}

    /** Whether the file may be taken. */
    abstract boolean acquire(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange);

    /** The file was not begun, although the lock may be held. */
    void abort(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {}

    /** The exchange failed. */
    void rollBack(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {}

    /** The exchange is done, and the file was deleted or moved if that was wanted. */
    void commit(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {}

    /** Nobody works any more on the file that was found under this path, whatever became of it. */
    void end(String path) {}

    /** Whether a poll shall look for what {@link #isOrphan} tells. */
    boolean givesBackOrphans() {
        return false;
    }

    /** Whether a name that was listed is that of a file which a lock hides, and which nobody works on any more. */
    boolean isOrphan(String name) {
        return false;
    }

    /** Lets others see such a file again. */
    void giveBackOrphan(RemoteOperations operations, String path) {}

    /** Says, at the level of the option, why a file is passed over. */
    final boolean refused(GenericFile<RemoteEntry> file, String why) {
        CamelLogger.log(LOG, level, "Cannot acquire read lock: " + why + ". Will skip the file: " + file);
        return false;
    }

    @Override
    public void prepareOnStartup(
            GenericFileOperations<RemoteEntry> operations, GenericFileEndpoint<RemoteEntry> endpoint)
            throws Exception {}

    @Override
    public final boolean acquireExclusiveReadLock(
            GenericFileOperations<RemoteEntry> operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        return acquire((RemoteOperations) operations, file, exchange);
    }

    @Override
    public final void releaseExclusiveReadLockOnAbort(
            GenericFileOperations<RemoteEntry> operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        abort((RemoteOperations) operations, file, exchange);
    }

    @Override
    public final void releaseExclusiveReadLockOnRollback(
            GenericFileOperations<RemoteEntry> operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        rollBack((RemoteOperations) operations, file, exchange);
    }

    @Override
    public final void releaseExclusiveReadLockOnCommit(
            GenericFileOperations<RemoteEntry> operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        commit((RemoteOperations) operations, file, exchange);
    }

    // Options reach the locks through their constructors.

    @Override
    public final void setTimeout(long timeout) {}

    @Override
    public final void setCheckInterval(long checkInterval) {}

    @Override
    public final void setReadLockLoggingLevel(LoggingLevel readLockLoggingLevel) {}

    @Override
    public final void setMarkerFiler(boolean markerFile) {}

    @Override
    public final void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {}
}
