package dev.drover.ftp.client;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That a session was lent and has to come back. When its borrower is forgotten without having been closed, the place in
 * the pool is freed and a warning written, with the stack of who opened it where debug logging is on.
 */
final class Loan implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FtpClient.class);
    private static final Cleaner CLEANER = Cleaner.create();

    private final PooledConnection pooled;
    private final SessionPool pool;
    private final SessionBudget.Place place;
    private final @Nullable Throwable opener = LOG.isDebugEnabled() ? new Throwable("It was opened here") : null;
    private final AtomicBoolean out = new AtomicBoolean(true);

    private Loan(PooledConnection pooled, SessionPool pool, SessionBudget.Place place) {
        this.pooled = pooled;
        this.pool = pool;
        this.place = place;
    }

    /** Watches over the borrower, which the loan must not know. */
    static Loan to(FtpSession borrower, PooledConnection pooled, SessionPool pool, SessionBudget.Place place) {
        Loan loan = new Loan(pooled, pool, place);
        CLEANER.register(borrower, loan);
        return loan;
    }

    /** Whether it has ended. */
    boolean isOver() {
        return !out.get();
    }

    /** Gives the session back, the first time it is called. */
    void end(boolean fitForOthers) {
        if (out.getAndSet(false)) {
            try (place) {
                pooled.starts().abandon();
                pool.giveBack(pooled, fitForOthers);
            }
        }
    }

    /** The borrower is gone. */
    @Override
    public void run() {
        if (out.get()) {
            LOG.warn(
                    "A session with {} was never closed; its connection is closed now. Close every session{}.",
                    pooled.connection().server(),
                    opener == null ? ", and turn on debug logging to see who opened it" : "",
                    opener);
            end(false);
        }
    }
}
