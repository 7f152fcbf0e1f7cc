package dev.drover.camel;

import dev.drover.endpoint.UriText;
import dev.drover.ftp.FtpException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be so before a poll looks for files: the server is there, the starting directory was made if it shall be, and
 * not too many files wait for their last step. A server that is away is told once. Thread-safe for those who only look.
 */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final Unfinished unfinished;
    private final Supplier<String> route;
    private final AtomicLong skipped = new AtomicLong();
    private volatile @Nullable Throwable failure;
    private boolean directoryMade;

    /** @param route the id of the route, for messages */
    Readiness(FtpEndpoint endpoint, RemoteOperations operations, Unfinished unfinished, Supplier<String> route) {
        this.endpoint = endpoint;
        this.operations = operations;
        this.unfinished = unfinished;
        this.route = route;
    }

    /** Polls that were skipped since the last one that was not. */
    long skipped() {
        return skipped.get();
    }

    /** Why the last poll was skipped; null when it was not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /**
     * Makes all ready; false skips this poll.
     *
     * @throws GenericFileOperationFailedException instead of false, when the endpoint says so
     */
    boolean check() {
        try {
            operations.server().open().close();
            makeStartingDirectory();
            finishOthers();
        } catch (FtpException e) {
            return skip(Failures.wrap(e));
        } catch (GenericFileOperationFailedException e) {
            return skip(e);
        }
        if (skipped.getAndSet(0) > 0) {
            LOG.info("{} can be polled again.", place());
        }
        failure = null;
        return true;
    }

    private boolean skip(GenericFileOperationFailedException why) {
        if (endpoint.getConfiguration().isThrowExceptionOnConnectFailed()) {
            throw why;
        }
        if (skipped.getAndIncrement() == 0) {
            LOG.warn("{} cannot be polled; trying again with each poll: {}", place(), why.getMessage());
        }
        failure = why;
        return false;
    }

    // Without the options, which are many, and without a password, which a URI may hold.
    private String place() {
        return route.get() + " (" + UriText.shown(URISupport.sanitizeUri(endpoint.getEndpointUri())) + ")";
    }

    private void finishOthers() {
        unfinished.retry();
        if (unfinished.isFull()) {
            throw new GenericFileOperationFailedException(Unfinished.MOST + " files of " + place()
                    + " were routed and could not be deleted or moved; no more are taken until they can. Allow "
                    + endpoint.getConfiguration().remoteServerInformation() + " to delete and rename there.");
        }
    }

    private void makeStartingDirectory() {
        String directory = endpoint.getConfiguration().getDirectory();
        if (!directoryMade && endpoint.isAutoCreate() && !directory.isEmpty()) {
            operations.ensureDirectory(RemoteNames.withoutTrailingSlash(directory));
            directoryMade = true;
        }
    }
}
