package dev.drover.endpoint;

import dev.drover.transfer.ByteSize;
import dev.drover.transfer.TimeSpan;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words of property files. Each method says what it wants when it does not get it. */
final class Values {
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

    static long size(String text) {
        return ByteSize.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException("a number of bytes is wanted, such as " + ByteSize.EXAMPLES));
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
