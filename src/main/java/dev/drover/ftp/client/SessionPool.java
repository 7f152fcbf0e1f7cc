package dev.drover.ftp.client;

import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one client: bounded, lent in the order of asking, most recently used first. Only sessions that are
 * ready lie in it; a broken one is dropped. When the server says that there are too many sessions, the limit shrinks to
 * those that stand. Thread-safe; logins happen outside the lock.
 */
final class SessionPool {
    /** How a session is made. */
    interface Factory {
        Lent create() throws FtpException;
    }

    /** What the pool needs of a session. */
    interface Lent {
        /** Looks for the end of the connection; asks the server when told to. */
        boolean isAlive(boolean askServer);

        void quit();

        void drop();
    }

    private record Idle(Lent session, long since) {}

    private static final Pattern TOO_MANY = Pattern.compile(
            "too many|maximum|max(imum)? .*(clients|connections|users|sessions)|connection limit|full",
            Pattern.CASE_INSENSITIVE);

    private final PoolLimits limits;
    private final Factory factory;
    private final String server;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Deque<Object> queue = new ArrayDeque<>();
    private int limit;
    private int lent;
    private long opened;
    private long discarded;
    private boolean closed;

    SessionPool(PoolLimits limits, Factory factory, String server) {
        this.limits = limits;
        this.factory = factory;
        this.server = server;
        this.limit = limits.maxSessions();
    }

    Lent borrow() throws FtpException {
        long deadline = System.nanoTime() + limits.maxWait().toNanos();
        while (true) {
            Idle ready = awaitPlace(deadline);
            try {
                Lent session = ready == null ? open() : validated(ready);
                if (session != null) {
                    return session;
                }
            } catch (FtpException e) {
                leavePlace();
                if (!shrink(e)) {
                    throw e;
                }
                continue;
            }
            leavePlace();
        }
    }

    /** Takes a session back; a broken one is closed instead. */
    void giveBack(Lent session, boolean ready) {
        lock.lock();
        boolean keep;
        try {
            keep = ready && !closed && lent + idle.size() <= limit;
            if (keep) {
                idle.push(new Idle(session, System.nanoTime()));
            } else if (!ready) {
                discarded++;
            }
            lent--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!keep && ready) {
            session.quit();
        } else if (!keep) {
            session.drop();
        }
    }

    PoolSnapshot snapshot() {
        lock.lock();
        try {
            return new PoolSnapshot(limit, lent, idle.size(), queue.size(), opened, discarded);
        } finally {
            lock.unlock();
        }
    }

    /** Closes what is idle; what is lent is closed when it comes back. */
    void close() {
        List<Idle> leaving;
        lock.lock();
        try {
            closed = true;
            leaving = new ArrayList<>(idle);
            idle.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        leaving.forEach(each -> each.session().quit());
    }

    /** Waits for its turn and for room; gives an idle session, or null for the right to open one. */
    private @Nullable Idle awaitPlace(long deadline) throws FtpConnectException {
        Object ticket = new Object();
        lock.lock();
        try {
            queue.add(ticket);
            while (!closed && (queue.peek() != ticket || lent >= limit)) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || changed.awaitNanos(left) <= 0) {
                    throw new FtpConnectException("No session with " + server + " came free within "
                            + limits.maxWait().toMillis() + " ms: all " + limit
                            + " are in use. Allow more sessions, or use fewer at a time.");
                }
            }
            if (closed) {
                throw new FtpConnectException("The client of " + server + " is closed.");
            }
            lent++;
            return idle.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FtpConnectException("Waiting for a session with " + server + " was interrupted.", e);
        } finally {
            queue.remove(ticket);
            changed.signalAll();
            lock.unlock();
        }
    }

    private void leavePlace() {
        lock.lock();
        try {
            lent--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Lent open() throws FtpException {
        Lent session = factory.create();
        lock.lock();
        try {
            opened++;
        } finally {
            lock.unlock();
        }
        return session;
    }

    private @Nullable Lent validated(Idle candidate) {
        Duration idleFor = Duration.ofNanos(System.nanoTime() - candidate.since());
        Lent session = candidate.session();
        if (idleFor.compareTo(limits.closeAfterIdle()) > 0) {
            session.quit();
            return null;
        }
        if (session.isAlive(idleFor.compareTo(limits.validateAfterIdle()) > 0)) {
            return session;
        }
        session.drop();
        return null;
    }

    /** Whether the failure means "too many", and others are open that can be waited for. */
    private boolean shrink(FtpException failure) {
        if (!(failure instanceof FtpReplyException refused)) {
            return false;
        }
        int code = refused.reply().code();
        boolean tooMany = code == 421
                || (code == 530 && TOO_MANY.matcher(refused.reply().text()).find());
        lock.lock();
        try {
            int standing = lent + idle.size();
            if (!tooMany || standing == 0 || closed) {
                return false;
            }
            limit = Math.max(1, Math.min(limit, standing));
            return true;
        } finally {
            lock.unlock();
        }
    }
}
