package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.util.HostUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a file by renaming it, and keeps it renamed until its exchange is done: of several nodes that see a file, only
 * the one whose rename succeeds has it. The exchange shows the name the file had. Claims that this node left behind when
 * it died are given back when it starts again.
 */
final class ClaimLock extends RemoteLock {
    /** The end of the name of a claimed file. Polls pass over such names. */
    static final String SUFFIX = ".camelExclusiveReadLock";

    private static final Logger LOG = LoggerFactory.getLogger(ClaimLock.class);
    private static final String CLAIM = "DroverReadLockClaim";

    private final boolean givesBackOrphans;
    private volatile String node = "";
    private volatile boolean removes;

    /** A file under its two names. */
    private record Claim(String original, String claimed) {}

    ClaimLock(LoggingLevel level, boolean givesBackOrphans) {
        super(level);
        this.givesBackOrphans = givesBackOrphans;
    }

    @Override
    public void prepareOnStartup(
            GenericFileOperations<RemoteEntry> operations, GenericFileEndpoint<RemoteEntry> endpoint) throws Exception {
        CamelContext context = endpoint.getCamelContext();
        removes = endpoint.isDelete() || (endpoint.getMove() != null && !endpoint.isNoop());
        node = "." + (HostUtils.getLocalHostName() + "-" + context.getName()).replaceAll("[^A-Za-z0-9-]", "_");
        if (givesBackOrphans) {
            giveBackOrphans(
                    (RemoteOperations) operations, endpoint.getConfiguration().getDirectory());
        }
    }

    private void giveBackOrphans(RemoteOperations operations, String directory) {
        List<String> orphans = new ArrayList<>();
        operations.forEach(directory, entry -> {
            if (entry.name().endsWith(node + SUFFIX)) {
                orphans.add(RemoteNames.join(directory, entry.name()));
            }
        });
        for (String orphan : orphans) {
            String original = orphan.substring(0, orphan.length() - (node + SUFFIX).length());
            LOG.info("Giving back {}, which this node had claimed before it stopped.", original);
            operations.renameFile(orphan, original);
        }
    }

    @Override
    boolean acquire(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        Claim claim = new Claim(file.getAbsoluteFilePath(), file.getAbsoluteFilePath() + node + SUFFIX);
        try {
            operations.renameFile(claim.original(), claim.claimed());
        } catch (GenericFileOperationFailedException e) {
            if (e.getCode() == 0) {
                throw e;
            }
            return refused(file, "it could not be claimed (" + e.getMessage() + ")");
        }
        exchange.setProperty(CLAIM, claim);
        // From here on the file is asked for under its new name; the headers keep the old one.
        file.setAbsoluteFilePath(claim.claimed());
        return true;
    }

    @Override
    void abort(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        giveBack(operations, exchange);
    }

    @Override
    void rollBack(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        giveBack(operations, exchange);
    }

    @Override
    void commit(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        // A file that is to go and is still there was routed, and its last step failed: nobody else shall take it.
        if (!removes) {
            giveBack(operations, exchange);
        }
    }

    /** Renames the file back, unless it was deleted or moved meanwhile. */
    private static void giveBack(RemoteOperations operations, Exchange exchange) {
        Claim claim = exchange.getProperty(CLAIM, Claim.class);
        if (claim != null) {
            exchange.removeProperty(CLAIM);
            WayBack.take(operations, claim.claimed(), claim.original());
        }
    }
}
