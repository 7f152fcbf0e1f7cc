package dev.drover.request;

import dev.drover.journal.Claim;
import dev.drover.journal.JournalException;
import dev.drover.journal.LostClaimException;
import dev.drover.journal.Requests;
import dev.drover.transfer.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claim while a request is carried out: renewed by a timer, shown with every write. While the journal is away work goes
 * on and writes wait, as long as nobody else can take the request; then, or when somebody has taken it, the run is
 * suspended, and nothing of it is written any more. Thread-safe.
 */
final class RequestLease {
    private static final Logger log = LoggerFactory.getLogger(RequestLease.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Requests journal;
    private final Duration length;
    private final Cancellation cancellation;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Claim claim;
    private volatile long goodUntil;
    private volatile boolean lost;
    private volatile boolean cancelled;

    /** A step that shows the claim. */
    @FunctionalInterface
    interface Step<T> {
        T with(Claim claim) throws JournalException;
    }

    /**
     * Begins with a claim.
     *
     * @param asked when the claim was asked for, as {@link System#nanoTime} tells it
     */
    RequestLease(Requests journal, Claim claim, Duration length, long asked, Cancellation cancellation) {
        this.journal = journal;
        this.length = length;
        this.cancellation = cancellation;
        this.claim = claim;
        prolong(asked);
    }

    Claim claim() {
        return claim;
    }

    /** Whether the request is somebody else's now, or may be. */
    boolean isLost() {
        return lost;
    }

    /** Whether the journal told that somebody wants the request to end. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Goes on for another while. Never throws. */
    void renew() {
        if (lost || over.getCount() == 0) {
            return;
        }
        long asked = System.nanoTime();
        try {
            claim = journal.renew(claim, length);
            prolong(asked);
            if (claim.cancelRequested()) {
                cancelled = true;
                cancellation.cancel();
            }
        } catch (LostClaimException e) {
            // Ended by ourselves between the timer's look and now, it is nobody else's.
            if (over.getCount() != 0) {
                lose(e);
            }
        } catch (JournalException e) {
            log.warn("{}; the transfer goes on for now", e.getMessage());
            if (isLate()) {
                lose(e);
            }
        }
    }

    /**
     * Writes to the journal, and waits for it if need be.
     *
     * @throws JournalException when the request was lost
     */
    <T> T write(Step<T> step) throws JournalException {
        while (true) {
            try {
                return step.with(claim);
            } catch (LostClaimException e) {
                lose(e);
                throw e;
            } catch (JournalException e) {
                if (!e.retryable() || isLate() || !pause()) {
                    lose(e);
                    throw e;
                }
                log.warn("{}; trying again", e.getMessage());
            }
        }
    }

    /** The timer need not come any more. */
    void end() {
        over.countDown();
    }

    private void prolong(long asked) {
        // The database began to count after we asked; a quarter is for clocks that run apart and for work to stop.
        goodUntil = asked + length.toNanos() * 3 / 4;
    }

    private boolean isLate() {
        return System.nanoTime() - goodUntil >= 0;
    }

    private void lose(JournalException why) {
        lost = true;
        log.warn("The request {} is let go: {}", claim.requestId(), why.getMessage());
        cancellation.suspend();
    }

    private boolean pause() {
        try {
            return !over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
