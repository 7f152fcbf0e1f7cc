package dev.drover.route;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures and names as a person reads them. */
public final class Quantities {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int KIBI = 1024;
    private static final List<Map.Entry<String, Long>> TIMES = List.of(
            Map.entry("d", 86_400_000L), Map.entry("h", 3_600_000L), Map.entry("min", 60_000L), Map.entry("s", 1_000L));

    private Quantities() {}

    /** A number of bytes with the unit that keeps it short. */
    public static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= KIBI && unit < UNITS.length - 1) {
            value /= KIBI;
            unit++;
        }
        return unit == 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** A length of time in the largest units that tell it: {@code 1 d}, {@code 90 min}, {@code 250 ms}. */
    public static String time(Duration length) {
        long millis = length.toMillis();
        for (Map.Entry<String, Long> unit : TIMES) {
            if (millis != 0 && millis % unit.getValue() == 0) {
                return millis / unit.getValue() + " " + unit.getKey();
            }
        }
        return millis + " ms";
    }

    /** A text that comes from elsewhere, on one line: control characters would let a file name write lines of its own. */
    public static String printable(String text) {
        return text.codePoints()
                .map(c -> isUnseen(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    // Control characters, and those that turn the direction of what follows: a name must not look like another.
    private static boolean isUnseen(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
    }
}
