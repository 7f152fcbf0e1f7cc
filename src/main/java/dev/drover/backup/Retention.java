package dev.drover.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which archives stay. One that any rule wants stays, and so does the newest complete one whatever the rules say. Without
 * any rule all stay. Immutable.
 *
 * @param maxAge everything younger stays
 * @param daily the newest archive of each of so many days stays; days without an archive do not count
 * @param weekly the same by ISO weeks, Monday to Sunday
 * @param monthly the same by months
 * @param zone that days begin in
 */
public record Retention(Optional<Duration> maxAge, int daily, int weekly, int monthly, ZoneId zone) {
    /** Nothing is ever deleted. */
    public static final Retention KEEP_ALL = new Retention(Optional.empty(), 0, 0, 0, ZoneOffset.UTC);

    public Retention {
        if (daily < 0 || weekly < 0 || monthly < 0) {
            throw new IllegalArgumentException("a retention keeps no negative number of archives");
        }
        if (maxAge.isPresent() && maxAge.get().isNegative()) {
            throw new IllegalArgumentException("an age is not negative: " + maxAge.get());
        }
    }

    /** Everything younger than this. */
    public static Retention youngerThan(Duration age) {
        return KEEP_ALL.withMaxAge(age);
    }

    /** The newest of so many days, weeks and months. */
    public static Retention keep(int daily, int weekly, int monthly) {
        return new Retention(Optional.empty(), daily, weekly, monthly, ZoneOffset.UTC);
    }

    public Retention withMaxAge(Duration age) {
        return new Retention(Optional.of(age), daily, weekly, monthly, zone);
    }

    public Retention withZone(ZoneId value) {
        return new Retention(maxAge, daily, weekly, monthly, value);
    }

    /** Whether there is no rule, so that nothing ever goes. */
    public boolean keepsAll() {
        return maxAge.isEmpty() && daily == 0 && weekly == 0 && monthly == 0;
    }

    /** The archives that may go, oldest first. */
    public List<Archive> obsolete(Collection<Archive> archives, Instant now) {
        if (keepsAll()) {
            return List.of();
        }
        List<Archive> newestFirst = archives.stream()
                .sorted(Comparator.comparing(Archive::time).reversed())
                .toList();
        Set<Archive> kept = new HashSet<>();
        newestFirst.stream().filter(Archive::complete).findFirst().ifPresent(kept::add);
        maxAge.ifPresent(age -> newestFirst.stream()
                .filter(archive -> archive.time().isAfter(now.minus(age)))
                .forEach(kept::add));
        keepNewest(newestFirst, daily, Retention::day, kept);
        keepNewest(newestFirst, weekly, Retention::week, kept);
        keepNewest(newestFirst, monthly, Retention::month, kept);
        return newestFirst.stream()
                .filter(archive -> !kept.contains(archive))
                .sorted(Comparator.comparing(Archive::time))
                .toList();
    }

    /** Broken archives do not use up the count: a week of failures must not push out the last good month. */
    private void keepNewest(
            List<Archive> newestFirst, int count, Function<ZonedDateTime, String> period, Set<Archive> kept) {
        Map<String, Archive> best = new LinkedHashMap<>();
        for (Archive archive : newestFirst) {
            best.merge(
                    period.apply(archive.time().atZone(zone)),
                    archive,
                    (newer, older) -> !newer.complete() && older.complete() ? older : newer);
        }
        int left = count;
        for (Archive archive : best.values()) {
            if (left == 0) {
                return;
            }
            kept.add(archive);
            left -= archive.complete() ? 1 : 0;
        }
    }

    private static String day(ZonedDateTime time) {
        return time.toLocalDate().toString();
    }

    private static String week(ZonedDateTime time) {
        return time.get(IsoFields.WEEK_BASED_YEAR) + "-" + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    private static String month(ZonedDateTime time) {
        return YearMonth.from(time).toString();
    }
}
