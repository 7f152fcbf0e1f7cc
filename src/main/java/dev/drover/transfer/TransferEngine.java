package dev.drover.transfer;

import dev.drover.ftp.client.FtpClient;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves one file at a time from one place to another, each on the calling thread, and comes back when it is there or when
 * its policy says to give up. Thread-safe; holds nothing open between two transfers.
 *
 * <p>What it promises: a file is under its final name only when all of it is there and verified; the source is never
 * touched; a partial file of ours is removed when nobody can continue it.
 */
public final class TransferEngine {
    private static final Logger LOG = LoggerFactory.getLogger(TransferEngine.class);

    /** A lost rename is looked after this often, also when the policy allows no further attempt. */
    private static final int LOOKS = 3;

    private final Clock clock;
    private final Pause pause;
    private final RandomGenerator random;
    private final KnownDirectories directories = new KnownDirectories();

    // Two relays that each hold one session of a small pool and wait for a second one would wait for each other.
    private final ReentrantLock pairs = new ReentrantLock(true);

    /** With the clock of this machine and real pauses. */
    public TransferEngine() {
        this(Clock.systemUTC(), Pause.REAL_TIME, new SecureRandom());
    }

    /** With time and chance of the caller's choice. */
    public TransferEngine(Clock clock, Pause pause, RandomGenerator random) {
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /**
     * Moves one file.
     *
     * @return what was done: the file is at its target, or was skipped
     * @throws TransferException after the last attempt
     */
    public TransferResult transfer(Transfer transfer) throws TransferException {
        Course course = new Course(transfer, HexFormat.of().toHexDigits(random.nextLong()));
        Instant start = clock.instant();
        tell(transfer, new TransferEvent.Started(transfer));
        for (int attempt = 1; ; attempt++) {
            try {
                TransferResult result = result(transfer, course, attempt(transfer, course), attempt, start);
                tell(transfer, new TransferEvent.Completed(transfer, result));
                return result;
            } catch (IOException e) {
                TransferException failure = judge(transfer, course, e, attempt);
                Optional<Duration> wait = waitAfter(transfer, course, failure, attempt);
                if (wait.isEmpty()) {
                    cleanUp(transfer, course, failure);
                    tell(transfer, new TransferEvent.Failed(transfer, failure));
                    throw failure;
                }
                LOG.info(
                        "{}; the next attempt comes in {} ms",
                        failure.getMessage(),
                        wait.get().toMillis());
                tell(transfer, new TransferEvent.RetryScheduled(transfer, attempt, failure, wait.get()));
                rest(transfer, wait.get());
            }
        }
    }

    private Attempt.Outcome attempt(Transfer transfer, Course course) throws IOException {
        Optional<Lease> reading = lease(transfer.from());
        Optional<Lease> writing = lease(transfer.to());
        Cancellation.Hook hook = transfer.cancellation().onCancel(() -> {
            reading.ifPresent(Lease::breakOff);
            writing.ifPresent(Lease::breakOff);
        });
        try {
            if (clientOf(transfer.from()).isPresent()
                    && clientOf(transfer.from()).equals(clientOf(transfer.to()))) {
                borrowBoth(reading.orElseThrow(), writing.orElseThrow());
            }
            return new Attempt(transfer, course, source(transfer, reading), target(transfer, writing), clock).run();
        } catch (IOException e) {
            course.isRefusedBy(reading.flatMap(lease -> lease.refusedWith(e))
                    .or(() -> writing.flatMap(lease -> lease.refusedWith(e))));
            throw e;
        } finally {
            hook.close();
            reading.ifPresent(Lease::close);
            writing.ifPresent(Lease::close);
        }
    }

    private void borrowBoth(Lease one, Lease other) throws IOException {
        pairs.lock();
        try {
            one.session();
            other.session();
        } finally {
            pairs.unlock();
        }
    }

    private TransferException judge(Transfer transfer, Course course, IOException failure, int attempts) {
        ErrorClass errorClass = ErrorClass.of(failure);
        if (transfer.cancellation().isCancelled() || failure instanceof ClosedByInterruptException) {
            errorClass = ErrorClass.CANCELLED;
        } else if (course.isTouched() && course.mayBePublished() && leavesOpen(errorClass)) {
            errorClass = ErrorClass.AMBIGUOUS;
        } else if (errorClass == ErrorClass.INTEGRITY) {
            course.beginAnew();
        }
        String times = attempts == 1 ? "" : " (attempt " + attempts + ")";
        String message = transfer.from() + " was not copied to " + transfer.to() + times + ": " + reason(failure);
        return new TransferException(errorClass, message, failure, attempts, course.refusedBy());
    }

    /** What a file system refuses without saying why, it tells with the name of the file alone. */
    static String reason(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (!(failure instanceof FileSystemException told) || told.getReason() != null) {
            return message;
        }
        if (failure instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return message + ": there is no such file or directory";
        }
        return failure instanceof FileAlreadyExistsException ? message + ": exists already" : message;
    }

    // A refused login or certificate on the way to look leaves it open too, but must not be tried again.
    private static boolean leavesOpen(ErrorClass errorClass) {
        return errorClass.retryable() || errorClass == ErrorClass.PERMANENT_REMOTE;
    }

    private Optional<Duration> waitAfter(Transfer transfer, Course course, TransferException failure, int failures) {
        RetryPolicy policy = transfer.retry();
        int allowed =
                switch (failure.errorClass()) {
                    case INTEGRITY -> course.begunAnew() > 1 ? 0 : policy.attempts();
                    case AMBIGUOUS -> Math.max(LOOKS, policy.attempts());
                    case CANCELLED -> 0;
                    case LOCAL_FULL -> transfer.waitsForSpace() ? policy.attempts() : 0;
                    default -> policy.attempts();
                };
        boolean again = failures < allowed && policy.retries(failure.errorClass(), failure.reply());
        return again
                ? Optional.of(policy.pause(failures, failure.errorClass(), random.nextDouble()))
                : Optional.empty();
    }

    private void rest(Transfer transfer, Duration length) {
        try {
            pause.pause(length, transfer.cancellation());
        } catch (InterruptedException e) {
            transfer.cancellation().suspend();
            Thread.currentThread().interrupt();
        }
    }

    private void cleanUp(Transfer transfer, Course course, TransferException failure) {
        boolean somebodyGoesOn = transfer.token().isPresent()
                && !course.isDirect()
                && (failure.retryable() || transfer.cancellation().isSuspended());
        if (!course.isTouched() || course.keepsPartial() || somebodyGoesOn) {
            return;
        }
        Optional<Lease> writing = lease(transfer.to());
        try {
            target(transfer, writing).remove(course.partial());
        } catch (IOException e) {
            failure.addSuppressed(e);
            LOG.warn(
                    "The partial file {} of {} could not be removed: {}",
                    course.partial(),
                    transfer.to(),
                    e.toString());
        } finally {
            writing.ifPresent(Lease::close);
        }
    }

    private TransferResult result(
            Transfer transfer, Course course, Attempt.Outcome outcome, int attempts, Instant start)
            throws PathRefusedException {
        return new TransferResult(
                outcome.skipped() ? TransferResult.Status.SKIPPED : TransferResult.Status.COMPLETED,
                transfer.to().withName(course.finalName()),
                outcome.skipped() ? 0 : course.arrived(),
                course.moved(),
                course.digest(Digests.SHA_256),
                course.resumedFrom(),
                attempts,
                outcome.verified(),
                course.sourceFile(),
                Duration.between(start, clock.instant()));
    }

    private Source source(Transfer transfer, Optional<Lease> lease) {
        return transfer.from() instanceof RemoteLocation remote
                ? new RemoteSource(remote, lease.orElseThrow())
                : new LocalSource((LocalLocation) transfer.from());
    }

    private Target target(Transfer transfer, Optional<Lease> lease) {
        return transfer.to() instanceof RemoteLocation remote
                ? new RemoteTarget(remote, lease.orElseThrow(), directories)
                : new LocalTarget((LocalLocation) transfer.to());
    }

    private static Optional<Lease> lease(Location location) {
        return location instanceof RemoteLocation remote ? Optional.of(new Lease(remote)) : Optional.empty();
    }

    private static Optional<FtpClient> clientOf(Location location) {
        return location instanceof RemoteLocation remote ? Optional.of(remote.client()) : Optional.empty();
    }

    private static void tell(Transfer transfer, TransferEvent event) {
        try {
            transfer.listener().on(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed on {}", event, e);
        }
    }
}
