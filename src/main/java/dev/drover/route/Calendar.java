package dev.drover.route;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Days on which nothing is to be expected, from a text file: a date or {@code from..to} a line, {@code #} and what follows for people. */
record Calendar(List<Range> ranges) {
    private static final int LARGEST = 1024 * 1024;
    private static final Pattern LINE =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:\\s*\\.\\.\\s*(\\d{4}-\\d{2}-\\d{2}))?");

    Calendar {
        ranges = List.copyOf(ranges);
    }

    /** From the first day to the last, both included. */
    record Range(LocalDate first, LocalDate last) {
        boolean has(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }

    /**
     * Reads the file.
     *
     * @throws IOException when it cannot be read, or one line of it is anything else: half a calendar is none
     */
    static Calendar read(Path file) throws IOException {
        List<String> lines = lines(file);
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                String where = "Line " + (i + 1) + " of the calendar " + file;
                ranges.add(range(text)
                        .orElseThrow(() -> new IOException(where + " is \"" + Quantities.printable(text)
                                + "\", neither a day such as 2026-12-25 nor a range such as 2026-12-24..2027-01-01")));
            }
        }
        return new Calendar(ranges);
    }

    boolean has(LocalDate day) {
        return ranges.stream().anyMatch(range -> range.has(day));
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("it is larger than " + Quantities.bytes(LARGEST));
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no calendar " + file.toAbsolutePath(), e);
        } catch (IOException e) {
            throw new IOException(
                    "The calendar " + file + " cannot be read: " + Failure.of(e).reason(), e);
        }
    }

    private static Optional<Range> range(String text) {
        Matcher form = LINE.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate first = LocalDate.parse(form.group(1));
            LocalDate last = form.group(2) == null ? first : LocalDate.parse(form.group(2));
            return last.isBefore(first) ? Optional.empty() : Optional.of(new Range(first, last));
        } catch (DateTimeException e) {
            // Such as the 31st of June; who calls says which line.
            return Optional.empty();
        }
    }
}
