package dev.drover.backup;

import dev.drover.transfer.Cancellation;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.RetryPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something with a server once more when it fails in a way that passes, as the policy of the backup says. */
final class Again {
    private static final Logger LOG = LoggerFactory.getLogger(Again.class);

    private Again() {}

    static <T> T run(Backup backup, Attempt<T> attempt) throws IOException {
        RetryPolicy policy = backup.retry();
        for (int failures = 1; ; failures++) {
            try {
                return attempt.run();
            } catch (IOException e) {
                ErrorClass kind = ErrorClass.of(e);
                backup.cancellation().check();
                // A disk of this machine that is full does not empty itself within minutes.
                boolean hopeless = kind == ErrorClass.LOCAL_FULL || !policy.retries(kind, ErrorClass.replyOf(e));
                if (hopeless || failures >= policy.attempts()) {
                    throw e;
                }
                Duration pause =
                        policy.pause(failures, kind, ThreadLocalRandom.current().nextDouble());
                LOG.info("The backup {} tries again in {} ms: {}", backup, pause.toMillis(), e.getMessage());
                rest(backup.cancellation(), pause, e);
            }
        }
    }

    private static void rest(Cancellation cancellation, Duration pause, IOException failure) throws IOException {
        try {
            cancellation.await(pause);
            cancellation.check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("The backup was interrupted");
            interrupted.addSuppressed(failure);
            throw interrupted;
        }
    }

    /** One try. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException;
    }
}
