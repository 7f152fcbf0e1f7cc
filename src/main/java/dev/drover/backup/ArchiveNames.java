package dev.drover.backup;

import dev.drover.ftp.RemotePath;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the archives of one backup: made from a time, and read back to it. A name is of this backup only when the
 * time in it makes the very same name again. Immutable.
 */
public final class ArchiveNames {
    /** {@code site-20260301-020000.tar.gz} for a backup called {@code site}. */
    public static final String DEFAULT_PATTERN = "{name}-{yyyyMMdd-HHmmss}";

    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");

    private final String prefix;
    private final String suffix;
    private final DateTimeFormatter time;
    private final ZoneId zone;
    /** Of the encryption; one that is empty means that there is none. New archives get the first. */
    private final List<String> endings;

    private ArchiveNames(String prefix, String suffix, DateTimeFormatter time, ZoneId zone, List<String> endings) {
        this.prefix = prefix;
        this.suffix = suffix;
        this.time = time;
        this.zone = zone;
        this.endings = endings;
    }

    /** The same names for archives that are encrypted, with one of these behind the ending of the format. */
    ArchiveNames encrypted(List<String> with) {
        return new ArchiveNames(prefix, suffix, time, zone, List.copyOf(with));
    }

    /** By the default pattern, in UTC. */
    public static ArchiveNames of(String name, ArchiveFormat format) {
        return of(DEFAULT_PATTERN, name, format, ZoneOffset.UTC);
    }

    /**
     * By a pattern.
     *
     * @param pattern with {@code {name}}, so that backups in one directory never take each other's archives for their own, and the time in braces as {@link DateTimeFormatter} writes it, the
     *     day at least; the ending of the format is added
     * @param zone of the times in names; in a zone with summer time one hour a year has no name of its own
     * @throws IllegalArgumentException when the names would not be plain file names with a time
     */
    public static ArchiveNames of(String pattern, String name, ArchiveFormat format, ZoneId zone) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A backup needs a name, which its archives begin with");
        }
        if (!pattern.contains("{name}")) {
            throw new IllegalArgumentException("The name pattern \"" + pattern
                    + "\" has no {name}: another backup could take these archives for its own and let them go");
        }
        String before = "";
        String timePattern = "";
        StringBuilder literal = new StringBuilder();
        Matcher braces = BRACES.matcher(pattern);
        int end = 0;
        while (braces.find()) {
            literal.append(pattern, end, braces.start());
            end = braces.end();
            if (braces.group(1).equals("name")) {
                literal.append(name);
            } else if (timePattern.isEmpty()) {
                before = literal.toString();
                literal.setLength(0);
                timePattern = braces.group(1);
            } else {
                throw new IllegalArgumentException("The name pattern \"" + pattern + "\" has two times");
            }
        }
        literal.append(pattern.substring(end)).append(format.extension());
        if (timePattern.isEmpty()) {
            throw new IllegalArgumentException(
                    "The name pattern \"" + pattern + "\" has no time, such as {yyyyMMdd-HHmmss}");
        }
        ArchiveNames names =
                new ArchiveNames(before, literal.toString(), formatter(pattern, timePattern, zone), zone, List.of(""));
        names.requireUsable(pattern);
        return names;
    }

    /** The name of an archive that is made at this moment. */
    public String at(Instant moment) {
        return at(moment, endings.get(0));
    }

    private String at(Instant moment, String ending) {
        return prefix + time.format(moment) + suffix + ending;
    }

    /** When an archive of this name was made; empty for every name that is not one of ours. */
    public Optional<Instant> timeOf(String fileName) {
        return endings.stream()
                .flatMap(ending -> timeOf(fileName, ending).stream())
                .findFirst();
    }

    private Optional<Instant> timeOf(String fileName, String ending) {
        String last = suffix + ending;
        boolean fits = fileName.length() > prefix.length() + last.length()
                && fileName.startsWith(prefix)
                && fileName.endsWith(last);
        if (!fits) {
            return Optional.empty();
        }
        try {
            Instant moment =
                    instant(time.parse(fileName.substring(prefix.length(), fileName.length() - last.length())));
            return at(moment, ending).equals(fileName) ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    private Instant instant(TemporalAccessor parsed) {
        LocalDate day = parsed.query(TemporalQueries.localDate());
        if (day == null) {
            throw new DateTimeException("there is no day in it");
        }
        LocalTime hour = parsed.query(TemporalQueries.localTime());
        return day.atTime(hour == null ? LocalTime.MIDNIGHT : hour).atZone(zone).toInstant();
    }

    private void requireUsable(String pattern) {
        Instant some = Instant.parse("2024-11-12T13:14:15Z");
        String example = at(some);
        if (!RemotePath.of(example).isPlainName()) {
            throw new IllegalArgumentException(
                    "The name pattern \"" + pattern + "\" gives \"" + example + "\", which is no plain file name");
        }
        if (timeOf(example).isEmpty()) {
            throw new IllegalArgumentException("The name pattern \"" + pattern + "\" gives \"" + example
                    + "\", whose day cannot be read back; use year, month and day, such as {yyyyMMdd-HHmmss}");
        }
    }

    private static DateTimeFormatter formatter(String pattern, String time, ZoneId zone) {
        try {
            // With a strict reading "y" wants an era; everybody means the plain year.
            return DateTimeFormatter.ofPattern(time.replace('y', 'u'), Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withZone(zone);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "In the name pattern \"" + pattern + "\" the braces {" + time
                            + "} hold no time; times are written as {yyyyMMdd-HHmmss}, letters between them as {yyyy'at'MM}",
                    e);
        }
    }
}
