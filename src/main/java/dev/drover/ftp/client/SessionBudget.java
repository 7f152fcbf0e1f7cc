package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.client.SessionPool.Lent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many sessions several clients of one server and user have together, whatever else they are told: as many as the one
 * that may have fewest, and fewer when the server refuses that. Waiting threads are served in the order they came. A session
 * that lies idle with one client is closed when another needs its place. Sessions that are held for long, while others are
 * needed, leave one place to the others. Thread-safe; needs no closing.
 */
public final class SessionBudget {
    private static final long RECOVERY = TimeUnit.MINUTES.toNanos(1);
    /** A limit that recovers tells nobody. */
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<SessionPool, Share> shares = new IdentityHashMap<>();
    /** Who waits, by the number drawn. */
    private final NavigableMap<Long, Waiting> queue = new TreeMap<>();

    private long numbers;
    private int taken;
    private int takenForLong;
    private int refusedAt = Integer.MAX_VALUE;
    private long refused;

    private record Waiting(SessionPool pool, boolean lasting) {}

    private static final class Share {
        private int most;
        private int taken;
        private boolean left;
    }

    /** The right to one session, until it is closed. */
    final class Place implements AutoCloseable {
        private final SessionPool pool;
        private final boolean lasting;

        private Place(SessionPool pool, boolean lasting) {
            this.pool = pool;
            this.lasting = lasting;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /** A budget of no client yet. */
    public SessionBudget() {}

    /** Whether all clients that shared it are closed, and all their sessions came back. */
    public boolean isUnused() {
        lock.lock();
        try {
            return shares.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void join(SessionPool pool, int most) {
        lock.lock();
        try {
            Share share = new Share();
            share.most = most;
            shares.put(pool, share);
        } finally {
            lock.unlock();
        }
    }

    /** The client is closed; what it has lent counts until it comes back. */
    void part(SessionPool pool) {
        lock.lock();
        try {
            Share share = shares.get(pool);
            if (share != null) {
                share.left = true;
                forgetIfGone(pool, share);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for its turn and for room.
     *
     * @param lasting for a session that is held while others are needed
     * @param deadline of {@link System#nanoTime}
     * @return empty when the deadline came first
     */
    Optional<Place> enter(SessionPool pool, boolean lasting, long deadline) throws InterruptedException {
        List<Lent> leaving;
        lock.lock();
        try {
            long number = numbers++;
            queue.put(number, new Waiting(pool, lasting));
            try {
                while (!isTurnOf(number) && !isOver(pool)) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    changed.awaitNanos(Math.min(left, LOOK_AGAIN));
                }
            } finally {
                queue.remove(number);
                changed.signalAll();
            }
            take(pool, lasting);
            leaving = makeRoom(pool);
        } finally {
            lock.unlock();
        }
        Farewells.say(leaving);
        return Optional.of(new Place(pool, lasting));
    }

    /** Whether a login was refused because of sessions of other clients, so that it is worth waiting for one of them. */
    boolean shrink(SessionPool pool, FtpException failure) {
        if (!SessionPool.saysTooMany(failure)) {
            return false;
        }
        lock.lock();
        try {
            int others = shares.keySet().stream()
                    .filter(each -> each != pool)
                    .map(SessionPool::snapshot)
                    .mapToInt(state -> state.lent() + state.idle())
                    .sum();
            if (others == 0) {
                return false;
            }
            refusedAt = Math.min(limit(), others);
            refused = System.nanoTime();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Threads that wait for a session of the pool. */
    int waiting(SessionPool pool) {
        lock.lock();
        try {
            return (int)
                    queue.values().stream().filter(each -> each.pool() == pool).count();
        } finally {
            lock.unlock();
        }
    }

    /** The limit that holds now. */
    int limit() {
        lock.lock();
        try {
            long now = System.nanoTime();
            while (refusedAt != Integer.MAX_VALUE && now - refused > RECOVERY) {
                refusedAt = refusedAt >= configured() ? Integer.MAX_VALUE : refusedAt + 1;
                refused += RECOVERY;
            }
            int least = Math.min(refusedAt, configured());
            for (Map.Entry<SessionPool, Share> each : shares.entrySet()) {
                if (!each.getValue().left) {
                    least = Math.min(least, each.getKey().snapshot().limit());
                }
            }
            return Math.max(1, least);
        } finally {
            lock.unlock();
        }
    }

    private int configured() {
        return shares.values().stream()
                .filter(share -> !share.left)
                .mapToInt(share -> share.most)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private boolean isOver(SessionPool pool) {
        Share share = shares.get(pool);
        return share == null || share.left;
    }

    /** Whoever is held up by others of his kind holds up nobody else. */
    private boolean isTurnOf(long number) {
        int limit = limit();
        boolean room = taken < limit;
        boolean roomForLong = room && takenForLong < Math.max(1, limit - 1);
        for (Map.Entry<Long, Waiting> each : queue.entrySet()) {
            if (each.getValue().lasting() ? roomForLong : room) {
                return each.getKey() == number;
            }
        }
        return false;
    }

    private void take(SessionPool pool, boolean lasting) {
        shares.computeIfAbsent(pool, gone -> {
                    Share share = new Share();
                    share.left = true;
                    return share;
                })
                .taken++;
        taken++;
        takenForLong += lasting ? 1 : 0;
    }

    private void leave(Place place) {
        lock.lock();
        try {
            Share share = shares.get(place.pool);
            if (share != null) {
                share.taken--;
                forgetIfGone(place.pool, share);
            }
            taken--;
            takenForLong -= place.lasting ? 1 : 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfGone(SessionPool pool, Share share) {
        if (share.left && share.taken == 0) {
            shares.remove(pool);
        }
    }

    /** Idle sessions that have to go, so that each who has a place may open a session where none lies ready. */
    private List<Lent> makeRoom(SessionPool taker) {
        List<Lent> leaving = new ArrayList<>();
        int limit = limit();
        for (SessionPool each : shares.keySet()) {
            while (projected() > limit && each != taker && hasToSpare(each)) {
                Optional<Lent> oldest = each.takeOldest();
                if (oldest.isEmpty()) {
                    break;
                }
                leaving.add(oldest.get());
            }
        }
        return leaving;
    }

    /** How many sessions there will be when everyone with a place has one. */
    private int projected() {
        int sum = 0;
        for (Map.Entry<SessionPool, Share> each : shares.entrySet()) {
            PoolSnapshot state = each.getKey().snapshot();
            sum += Math.max(state.lent() + state.idle(), each.getValue().taken);
        }
        return sum;
    }

    private boolean hasToSpare(SessionPool pool) {
        PoolSnapshot state = pool.snapshot();
        Share share = shares.get(pool);
        return state.idle() > 0 && share != null && state.lent() + state.idle() > share.taken;
    }
}
