package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a file by renaming it, and keeps it renamed until its exchange is done: of several nodes that see a file, only
 * the one whose rename succeeds has it. The exchange shows the name the file had. Claims that nobody holds any more, as
 * of a process that died, are given back by the poll that finds them.
 */
final class ClaimLock extends RemoteLock {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimLock.class);

    private final Claims claims = Claims.ofThisMachine();
    private final boolean givesBackOrphans;
    private final Map<String, String> claimedByPath = new ConcurrentHashMap<>();
    private volatile boolean removes;

    ClaimLock(LoggingLevel level, boolean givesBackOrphans) {
        super(level);
        this.givesBackOrphans = givesBackOrphans;
    }

    @Override
    public void prepareOnStartup(
            GenericFileOperations<RemoteEntry> operations, GenericFileEndpoint<RemoteEntry> endpoint) {
        removes = endpoint.isDelete() || (endpoint.getMove() != null && !endpoint.isNoop());
    }

    @Override
    boolean givesBackOrphans() {
        return givesBackOrphans;
    }

    @Override
    boolean isOrphan(String name) {
        return givesBackOrphans && claims.isOrphan(name);
    }

    @Override
    void giveBackOrphan(RemoteOperations operations, String path) {
        LOG.info("Giving back {}, which was claimed by a process that is gone.", Claims.original(path));
        WayBack.take(operations, path, Claims.original(path));
    }

    @Override
    boolean acquire(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        String path = file.getAbsoluteFilePath();
        // Where names that begin with a dot are listed. MLSD lists them; LIST of several servers does not.
        boolean hidden = operations.run(session -> session.features().has("MLST"));
        String claimed = claims.begin(path, hidden);
        claimedByPath.put(path, claimed);
        boolean renamed = false;
        try {
            operations.renameFile(path, claimed);
            renamed = true;
        } catch (GenericFileOperationFailedException e) {
            if (e.getCode() == 0) {
                throw e;
            }
            return refused(file, "it could not be claimed (" + e.getMessage() + ")");
        } finally {
            if (!renamed) {
                end(path);
            }
        }
        // From here on the file is asked for under its new name; the headers keep the old one.
        file.setAbsoluteFilePath(claimed);
        return true;
    }

    @Override
    void abort(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        giveBack(operations, file);
    }

    @Override
    void rollBack(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        giveBack(operations, file);
    }

    @Override
    void commit(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        // A file that is to go and is still there was routed, and its last step failed: nobody else shall take it.
        if (!removes) {
            giveBack(operations, file);
        }
    }

    @Override
    void end(String path) {
        String claimed = claimedByPath.remove(path);
        if (claimed != null) {
            claims.end(claimed);
        }
    }

    /** A file that was moved before it was routed has neither name any more. */
    private static void giveBack(RemoteOperations operations, GenericFile<RemoteEntry> file) {
        String now = file.getAbsoluteFilePath();
        if (Claims.isClaim(now)) {
            WayBack.take(operations, now, Claims.original(now));
        }
    }
}
