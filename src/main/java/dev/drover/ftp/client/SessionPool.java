package dev.drover.ftp.client;

import dev.drover.ftp.FtpBusyException;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.net.Watch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sessions with one server, at most so many at a time. Waiting threads are served in the order they came. Only sessions
 * that are ready lie in it; a broken one is dropped. When the server says that there are too many sessions, the limit
 * shrinks to those that stand, and grows again by one a minute. Thread-safe; logins happen outside the lock.
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

    /** No word may stand far from another: the text is the server's, and it must not take long to look at. */
    private static final Pattern TOO_MANY = Pattern.compile(
            "too many|\\bmaximum\\b|\\bmax\\b[^\\n]{0,80}\\b(clients|connections|users|sessions)\\b"
                    + "|connection limit|\\bfull\\b",
            Pattern.CASE_INSENSITIVE);

    private static final int LOOKED_AT = 500;
    private static final long RECOVERY = TimeUnit.MINUTES.toNanos(1);
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final ScheduledThreadPoolExecutor SWEEPER = Watch.daemon("drover-ftp-idle");

    private final PoolLimits limits;
    private final Factory factory;
    private final String server;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Deque<Idle> idle = new ArrayDeque<>();
    /** Who waits, by the number drawn; a borrower keeps it until he has a session or gives up. */
    private final NavigableSet<Long> queue = new TreeSet<>();

    private long numbers;
    private int limit;
    private long limitChanged;
    private int lent;
    private long opened;
    private long discarded;
    private boolean sweeping;
    private boolean closed;

    SessionPool(PoolLimits limits, Factory factory, String server) {
        this(limits, factory, server, System::nanoTime);
    }

    SessionPool(PoolLimits limits, Factory factory, String server, LongSupplier nanoTime) {
        this.limits = limits;
        this.factory = factory;
        this.server = server;
        this.nanoTime = nanoTime;
        this.limit = limits.maxSessions();
    }

    Lent borrow() throws FtpException {
        return borrow(System.nanoTime() + nanos(limits.maxWait()));
    }

    /** @param deadline of {@link System#nanoTime} */
    Lent borrow(long deadline) throws FtpException {
        long number = queueUp();
        try {
            while (true) {
                Lent session = lend(awaitPlace(number, deadline), number);
                if (session != null) {
                    return session;
                }
            }
        } finally {
            leaveQueue(number);
        }
    }

    /** Null when the idle session was dead, or the server has room for fewer: the borrower is first again. */
    private @Nullable Lent lend(@Nullable Idle ready, long number) throws FtpException {
        Lent session = null;
        try {
            session = ready == null ? open() : validated(ready);
        } catch (FtpException e) {
            if (!shrink(e)) {
                throw e;
            }
        } finally {
            if (session == null) {
                leavePlace(number);
            }
        }
        return session;
    }

    private long queueUp() {
        lock.lock();
        try {
            long number = numbers++;
            queue.add(number);
            return number;
        } finally {
            lock.unlock();
        }
    }

    private void leaveQueue(long number) {
        lock.lock();
        try {
            queue.remove(number);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a session back; a broken one is closed instead. The limit is for those that would be opened: the server has
     * taken this one, and others may be counted that it has just refused.
     */
    void giveBack(Lent session, boolean ready) {
        lock.lock();
        boolean keep;
        try {
            keep = ready && !closed;
            if (keep) {
                idle.push(new Idle(session, nanoTime.getAsLong()));
                sweepAfter(nanos(limits.closeAfterIdle()));
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

    /** Gives away the session that was idle for longest, if there is one. */
    Optional<Lent> takeOldest() {
        lock.lock();
        try {
            return Optional.ofNullable(idle.pollLast()).map(Idle::session);
        } finally {
            lock.unlock();
        }
    }

    /** Closes what is idle; what is lent is closed when it comes back. Servers that hang are not waited for. */
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
        Farewells.say(sessions(leaving));
    }

    /** Waits for the number's turn and for room; gives an idle session, or null for the right to open one. */
    private @Nullable Idle awaitPlace(long number, long deadline) throws FtpException {
        lock.lock();
        try {
            while (!closed && (queue.first() != number || lent >= recovered())) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw noneFree();
                }
                changed.awaitNanos(left);
            }
            if (closed) {
                throw new FtpConnectException("The client of " + server + " is closed; build another one.");
            }
            queue.remove(number);
            lent++;
            changed.signalAll();
            return idle.poll();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    FtpConnectException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FtpConnectException("Waiting for a session with " + server + " was interrupted.", e);
    }

    private FtpBusyException noneFree() {
        return noneFree(limit, limits.maxWait());
    }

    FtpBusyException noneFree(int most, Duration waited) {
        String fewer = most < limits.maxSessions() ? " (the server refused more than that)" : "";
        return new FtpBusyException("No session with " + server + " came free within " + waited.toMillis() + " ms: all "
                + most + fewer + " are in use. Allow more sessions, or use fewer at a time.");
    }

    /** The limit; others may have left the server since it shrank. */
    private int recovered() {
        long now = nanoTime.getAsLong();
        if (limit < limits.maxSessions() && now - limitChanged > RECOVERY) {
            limit++;
            limitChanged = now;
        }
        return limit;
    }

    /** In one step: nobody who came later may slip into the place. */
    private void leavePlace(long number) {
        lock.lock();
        try {
            lent--;
            queue.add(number);
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
        long idleFor = nanoTime.getAsLong() - candidate.since();
        Lent session = candidate.session();
        if (idleFor > nanos(limits.closeAfterIdle())) {
            Farewells.sayAside(List.of(session));
            return null;
        }
        if (session.isAlive(idleFor > nanos(limits.validateAfterIdle()))) {
            return session;
        }
        session.drop();
        dropIdle();
        return null;
    }

    /** What lies below a dead session was idle for longer: each would cost its own wait to find that out. */
    private void dropIdle() {
        List<Idle> leaving;
        lock.lock();
        try {
            leaving = new ArrayList<>(idle);
            leaving.removeIf(each -> nanoTime.getAsLong() - each.since() <= nanos(limits.validateAfterIdle()));
            idle.removeAll(leaving);
        } finally {
            lock.unlock();
        }
        leaving.forEach(each -> each.session().drop());
    }

    private void sweepAfter(long delay) {
        if (!sweeping) {
            sweeping = true;
            SWEEPER.schedule(this::sweep, delay, TimeUnit.NANOSECONDS);
        }
    }

    /** Says goodbye to sessions that nobody has asked for in a long time. */
    private void sweep() {
        List<Idle> leaving = new ArrayList<>();
        lock.lock();
        try {
            sweeping = false;
            long now = nanoTime.getAsLong();
            long patience = nanos(limits.closeAfterIdle());
            for (Iterator<Idle> oldest = idle.descendingIterator(); oldest.hasNext(); ) {
                Idle each = oldest.next();
                if (now - each.since() < patience) {
                    sweepAfter(patience - (now - each.since()));
                    break;
                }
                oldest.remove();
                leaving.add(each);
            }
        } finally {
            lock.unlock();
        }
        Farewells.sayAside(sessions(leaving));
    }

    /** Whether the failure means "too many", and others are open that can be waited for. */
    private boolean shrink(FtpException failure) {
        if (!saysTooMany(failure)) {
            return false;
        }
        lock.lock();
        try {
            // Our own place is counted as lent still.
            int standing = lent - 1 + idle.size();
            if (standing == 0 || closed) {
                return false;
            }
            limit = Math.max(1, Math.min(limit, standing));
            limitChanged = nanoTime.getAsLong();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the server refused a login because there are sessions enough. */
    static boolean saysTooMany(FtpException failure) {
        if (!(failure instanceof FtpReplyException refused)) {
            return false;
        }
        FtpReply reply = refused.reply();
        if (reply.code() != 530) {
            return reply.code() == 421;
        }
        String text = reply.text();
        return TOO_MANY.matcher(text.substring(0, Math.min(text.length(), LOOKED_AT)))
                .find();
    }

    static long nanos(Duration duration) {
        return (duration.compareTo(FOREVER) < 0 ? duration : FOREVER).toNanos();
    }

    private static List<Lent> sessions(List<Idle> leaving) {
        return leaving.stream().map(Idle::session).toList();
    }
}
