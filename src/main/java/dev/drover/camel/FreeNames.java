package dev.drover.camel;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names for a file that must not replace another one: the one that is wanted, then the same with the time before its
 * endings, {@code a-20261120-225901123.csv}, then with a number too. What it begins and ends with stays, so that patterns
 * which pass over such files still do. Counting alone would ask for each name before, at every file.
 */
final class FreeNames {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmssSSS");
    private static final int NUMBERS = 20;
    // File systems take 255 bytes.
    private static final int MOST_BYTES = 255 - "-yyyyMMdd-HHmmssSSS-20".length();

    private FreeNames() {}

    /** @param separator of the path */
    static List<String> of(String path, char separator, LocalDateTime now) {
        int begin = path.lastIndexOf(separator) + 1;
        int dot = path.indexOf('.', begin + 1);
        int end = dot < 0 ? path.length() : dot;
        String ending = path.substring(end);
        String stem = path.substring(0, begin) + fitting(path.substring(begin, end), ending) + "-" + TIME.format(now);
        Stream<String> numbered = IntStream.rangeClosed(1, NUMBERS).mapToObj(number -> stem + "-" + number + ending);
        return Stream.concat(Stream.of(path, stem + ending), numbered).toList();
    }

    private static String fitting(String stem, String ending) {
        String fitting = stem;
        while (fitting.length() > 1 && (fitting + ending).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -1));
        }
        return fitting;
    }
}
