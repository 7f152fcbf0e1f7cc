package dev.drover.ftp;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time that a server told, with how exactly it told it.
 *
 * @param instant the earliest moment that the server may mean
 * @param precision the unit of the last digit that was sent; a LIST line often tells days or minutes only
 */
public record RemoteTime(Instant instant, ChronoUnit precision) {
    /** Keeps the instant to the nanosecond. */
    public RemoteTime {
        instant = instant.truncatedTo(ChronoUnit.NANOS);
    }

    /** Whether both may be the same moment, as far as the coarser of the two can tell. */
    public boolean mayEqual(RemoteTime other) {
        Duration coarser = precision.getDuration().compareTo(other.precision.getDuration()) >= 0
                ? precision.getDuration()
                : other.precision.getDuration();
        return Duration.between(instant, other.instant).abs().compareTo(coarser) < 0;
    }
}
