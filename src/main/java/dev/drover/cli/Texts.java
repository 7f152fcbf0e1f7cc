package dev.drover.cli;

import dev.drover.transfer.ByteSize;
import dev.drover.transfer.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values as people write and read them. */
final class Texts {
    private static final String UNITS = "BKMGT";
    private static final long STEP = 1024;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Texts() {}

    /** Without anything that a terminal would obey: names come from servers. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The same, but with its line ends. */
    static String lines(String text) {
        return String.join(
                System.lineSeparator(), text.lines().map(Texts::printable).toList());
    }

    /** {@code 1.5 MB}, in powers of 1024. */
    static String bytes(double count) {
        double rest = count;
        int unit = 0;
        while (rest >= STEP && unit < UNITS.length() - 1) {
            rest /= STEP;
            unit++;
        }
        return unit == 0
                ? String.format(Locale.ROOT, "%.0f B", rest)
                : String.format(Locale.ROOT, "%.1f %cB", rest, UNITS.charAt(unit));
    }

    /** {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
    static String clock(Duration length) {
        return length.toHours() > 0
                ? String.format(
                        Locale.ROOT, "%d:%02d:%02d", length.toHours(), length.toMinutesPart(), length.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", length.toMinutes(), length.toSecondsPart());
    }

    /** In the zone of this machine. */
    static String time(Instant moment) {
        return TIME.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** Reads {@code 300}, {@code 10K}, {@code 5MB}. */
    static long parseBytes(String text) throws CommandException {
        return ByteSize.parse(text)
                .orElseThrow(() ->
                        CommandException.usage("\"" + text + "\" is no size; sizes look like " + ByteSize.EXAMPLES));
    }

    /** Reads {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}, {@code 4w}. */
    static Duration parseDuration(String text) throws CommandException {
        return TimeSpan.parse(text)
                .orElseThrow(() -> CommandException.usage(
                        "\"" + text + "\" is no length of time; those look like " + TimeSpan.EXAMPLES));
    }
}
