package dev.drover.mirror;

import dev.drover.ftp.RemoteTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A told time is a span as long as its last digit; two of them may be the same moment when the spans meet. */
final class Windows {
    /** "Mar 31 2024" is a day in a zone that nobody told: UTC+14 to UTC-12, and summer time. */
    private static final Duration ANY_ZONE = Duration.ofHours(15);

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration FARTHEST_ZONE = Duration.ofHours(26);

    private Windows() {}

    static boolean meet(RemoteTime one, RemoteTime other) {
        return start(one).isBefore(end(other)) && start(other).isBefore(end(one));
    }

    /** The same for two times that one place told of one file: where both are finer than seconds they have to be equal. */
    static boolean agree(RemoteTime now, RemoteTime then) {
        return isFine(now) && isFine(then) ? now.instant().equals(then.instant()) : meet(now, then);
    }

    /** Whether they differ as the same moment does in two time zones. */
    static boolean differByZone(RemoteTime one, RemoteTime other) {
        Duration apart = Duration.between(one.instant(), other.instant()).abs();
        Duration whole = nearestQuarter(apart);
        return apart.compareTo(FARTHEST_ZONE) <= 0
                && !whole.isZero()
                && apart.minus(whole).abs().compareTo(coarser(one, other)) <= 0;
    }

    static Duration nearestQuarter(Duration length) {
        long quarter = QUARTER.toSeconds();
        return Duration.ofSeconds(Math.floorDiv(length.toSeconds() + quarter / 2, quarter) * quarter);
    }

    static boolean isCoarse(RemoteTime time) {
        return time.precision().compareTo(ChronoUnit.SECONDS) > 0;
    }

    private static boolean isFine(RemoteTime time) {
        return time.precision().compareTo(ChronoUnit.SECONDS) < 0;
    }

    static boolean isDay(RemoteTime time) {
        return time.precision().compareTo(ChronoUnit.HOURS) > 0;
    }

    static Instant start(RemoteTime time) {
        return isDay(time) ? time.instant().minus(ANY_ZONE) : inSeconds(time);
    }

    static Instant end(RemoteTime time) {
        Instant end = inSeconds(time)
                .plus(coarser(time.precision(), ChronoUnit.SECONDS).getDuration());
        return isDay(time) ? end.plus(ANY_ZONE) : end;
    }

    // Some servers list fractions of seconds, but a copy is given whole ones: MFMT carries no more.
    private static Instant inSeconds(RemoteTime time) {
        return time.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static ChronoUnit coarser(ChronoUnit one, ChronoUnit other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration coarser(RemoteTime one, RemoteTime other) {
        Duration first = one.precision().getDuration();
        Duration second = other.precision().getDuration();
        return first.compareTo(second) >= 0 ? first : second;
    }
}
