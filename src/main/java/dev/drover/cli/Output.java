package dev.drover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Results on standard output: a table for people, or JSON for programs. One thread. */
final class Output {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final PrintWriter out;
    private final Format format;

    Output(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    /** What {@code -o} may say. */
    enum Format {
        TABLE,
        JSON
    }

    boolean isJson() {
        return format == Format.JSON;
    }

    /** A line for people; programs do not see it. */
    void say(String sentence) {
        if (!isJson()) {
            out.println(Texts.lines(sentence));
            out.flush();
        }
    }

    /** One thing with its properties. */
    void facts(Map<String, ?> facts) {
        if (isJson()) {
            json(plain(facts));
            return;
        }
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> {
            String text = text(value);
            if (!text.isEmpty()) {
                out.println(pad(name, width) + "  " + text);
            }
        });
        out.flush();
    }

    /**
     * Many things of a kind.
     *
     * @param rows in the order they are shown; all have the same keys
     */
    void rows(List<? extends Map<String, ?>> rows) {
        if (isJson()) {
            json(rows.stream().map(Output::plain).toList());
        } else if (!rows.isEmpty()) {
            table(rows);
        }
    }

    private void table(List<? extends Map<String, ?>> rows) {
        List<String> columns = List.copyOf(rows.get(0).keySet());
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(row.values().stream().map(Output::text).toList()));
        int[] widths = new int[columns.size()];
        lines.forEach(line -> {
            for (int i = 0; i < line.size(); i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                text.append(i == 0 ? "" : "  ").append(pad(line.get(i), widths[i]));
            }
            out.println(text.toString().stripTrailing());
        }
        out.flush();
    }

    private void json(Object value) {
        try {
            out.println(JSON.writeValueAsString(value));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists of plain values can be written as JSON", e);
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String text(Object value) {
        Object inside = unwrapped(value, Texts::time);
        if (inside instanceof List<?> list) {
            return Texts.printable(
                    String.join(", ", list.stream().map(Output::text).toList()));
        }
        return Texts.printable(String.valueOf(inside));
    }

    private static Map<String, Object> plain(Map<String, ?> facts) {
        Map<String, Object> plain = new LinkedHashMap<>();
        facts.forEach((name, value) -> {
            if (isThere(value)) {
                plain.put(name, unwrapped(value, Instant::toString));
            }
        });
        return plain;
    }

    private static boolean isThere(Object value) {
        return !(value instanceof Optional<?> optional && optional.isEmpty()
                || value instanceof OptionalLong number && number.isEmpty());
    }

    private static Object unwrapped(Object value, TimeForm times) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? unwrapped(optional.get(), times) : "";
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? (Object) number.getAsLong() : "";
        }
        return value instanceof Instant moment ? times.apply(moment) : value;
    }

    @FunctionalInterface
    private interface TimeForm {
        String apply(Instant moment);
    }
}
