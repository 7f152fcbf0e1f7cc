package dev.drover.route;

import dev.drover.transfer.FoundFile;
import dev.drover.transfer.RelativePath;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The directories {@code .done} that routes put files into when they are done with them. A move keeps the time of a file, so
 * the day that the directory is named by tells since when it lies there: {@code .done/20260301/a.csv}.
 */
final class DoneArchives {
    static final RelativePath NAME = new RelativePath(List.of(".done"));

    private DoneArchives() {}

    /** Whether a path leads into one, or is one. */
    static boolean holds(RelativePath path) {
        return path.segments().contains(NAME.name());
    }

    /**
     * Since when a file has been in one, at the latest; empty when it is in none, or nothing tells.
     *
     * @param directory that it was found below, which may be one itself
     */
    static Optional<Instant> since(RelativePath directory, FoundFile file) {
        List<String> segments = directory.resolve(file.path()).segments();
        int done = segments.indexOf(NAME.name());
        if (file.isDirectory() || done < 0 || done == segments.size() - 1) {
            return Optional.empty();
        }
        Optional<Instant> day = done + 1 < segments.size() - 1 ? endOfDay(segments.get(done + 1)) : Optional.empty();
        return day.or(file::modified);
    }

    // In the zone of this machine, as Camel writes it.
    private static Optional<Instant> endOfDay(String name) {
        try {
            return Optional.of(LocalDate.parse(name, DateTimeFormatter.BASIC_ISO_DATE)
                    .plusDays(1)
                    .atStartOfDay(ZoneId.systemDefault())
                    .toInstant());
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }
}
