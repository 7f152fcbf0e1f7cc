package dev.drover.endpoint;

import dev.drover.transfer.TimeSpan;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of property files. Each method says what it wants when it does not get it. */
final class Values {
    private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]{1,3})");
    private static final Map<String, Long> SIZES =
            Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);

    private Values() {}

    static int number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number from " + least + " to " + most + " is wanted", e);
        }
        throw new IllegalArgumentException("a number from " + least + " to " + most + " is wanted");
    }

    /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}. */
    static Duration duration(String text) {
        Duration duration = TimeSpan.parse(text.toLowerCase(Locale.ROOT))
                .orElseThrow(() ->
                        new IllegalArgumentException("a time with its unit is wanted, such as " + TimeSpan.EXAMPLES));
        if (duration.isZero()) {
            throw new IllegalArgumentException("a time longer than zero is wanted");
        }
        return duration;
    }

    /** {@code 512KB}, {@code 10MB}, {@code 2GB}: powers of 1024. */
    static long size(String text) {
        Matcher parts = WITH_UNIT.matcher(text);
        Long unit = parts.matches() ? SIZES.get(parts.group(2).toUpperCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("a size with its unit is wanted, such as 512KB, 10MB or 2GB");
        }
        try {
            return Math.multiplyExact(unit, Long.parseLong(parts.group(1)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("that is larger than any file", e);
        }
    }

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is wanted");
        };
    }

    static double part(String text) {
        try {
            double part = Double.parseDouble(text);
            if (part >= 0 && part <= 1) {
                return part;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number from 0 to 1 is wanted", e);
        }
        throw new IllegalArgumentException("a number from 0 to 1 is wanted");
    }

    static <E extends Enum<E>> E choice(String text, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (word(value).equals(text)) {
                return value;
            }
        }
        String words = Arrays.stream(type.getEnumConstants()).map(Values::word).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("one of " + words + " is wanted");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
