package dev.drover.ftp.client;

import java.time.Duration;

/**
 * How many sessions a client keeps, and for how long.
 *
 * @param maxSessions open at the same time; fewer when the server says that this is too many
 * @param maxWait for a session to come free
 * @param validateAfterIdle a session idle for longer is asked (NOOP) before it is lent again
 * @param closeAfterIdle a session idle for longer is closed rather than lent
 */
public record PoolLimits(int maxSessions, Duration maxWait, Duration validateAfterIdle, Duration closeAfterIdle) {
    /** Few enough sessions for the limits that most servers have. */
    public static final PoolLimits DEFAULT =
            new PoolLimits(8, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMinutes(2));

    /** Refuses a pool of no session. */
    public PoolLimits {
        if (maxSessions < 1) {
            throw new IllegalArgumentException("a pool holds at least one session, not " + maxSessions);
        }
    }

    /** The same, with another number of sessions at a time. */
    public PoolLimits withMaxSessions(int value) {
        return new PoolLimits(value, maxWait, validateAfterIdle, closeAfterIdle);
    }

    /** The same, with another limit for the wait for a free session. */
    public PoolLimits withMaxWait(Duration value) {
        return new PoolLimits(maxSessions, value, validateAfterIdle, closeAfterIdle);
    }

    /** The same, with another idle time after which the server is asked before a session is lent. */
    public PoolLimits withValidateAfterIdle(Duration value) {
        return new PoolLimits(maxSessions, maxWait, value, closeAfterIdle);
    }

    /** The same, with another idle time after which a session is closed. */
    public PoolLimits withCloseAfterIdle(Duration value) {
        return new PoolLimits(maxSessions, maxWait, validateAfterIdle, value);
    }
}
