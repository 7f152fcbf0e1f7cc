package dev.drover.app;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a properties file, in its order. {@link Properties} reads the same, but forgets lines, order and what is given
 * twice, and people look for their mistakes by line.
 */
record PropertyFile(List<Entry> entries) {
    private static final Pattern LINE = Pattern.compile("(.*?)(?:\\r\\n|\\r|\\n|\\z)", Pattern.DOTALL);
    private static final Pattern NOTHING = Pattern.compile("[ \\t\\f]*(?:[#!].*)?", Pattern.DOTALL);
    private static final Pattern GOES_ON = Pattern.compile(".*(?<!\\\\)(?:\\\\\\\\)*\\\\", Pattern.DOTALL);

    PropertyFile {
        entries = List.copyOf(entries);
    }

    /**
     * One property.
     *
     * @param line where it begins, from 1
     */
    record Entry(int line, String key, String value) {}

    /**
     * Reads a file in UTF-8.
     *
     * @throws IOException when it cannot be read as one, with the line
     */
    static PropertyFile read(Path file) throws IOException {
        return of(text(Files.readAllBytes(file)));
    }

    static PropertyFile of(String text) throws IOException {
        List<Entry> entries = new ArrayList<>();
        StringBuilder logical = new StringBuilder();
        int number = 0;
        int begin = 1;
        Matcher lines = LINE.matcher(text);
        while (lines.find() && (lines.end() > lines.start() || lines.start() < text.length())) {
            number++;
            String line = lines.group(1);
            if (logical.isEmpty()) {
                begin = number;
            }
            if (!logical.isEmpty() || !NOTHING.matcher(line).matches()) {
                logical.append(line).append('\n');
                if (!GOES_ON.matcher(line).matches()) {
                    add(begin, logical, entries);
                }
            }
        }
        add(begin, logical, entries);
        return new PropertyFile(entries);
    }

    private static void add(int begin, StringBuilder logical, List<Entry> entries) throws IOException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical.toString()));
        } catch (IllegalArgumentException e) {
            throw new IOException("line " + begin + " has \\u without four digits; write \\\\ for a backslash", e);
        }
        for (Map.Entry<Object, Object> entry : one.entrySet()) {
            entries.add(new Entry(begin, String.valueOf(entry.getKey()), String.valueOf(entry.getValue())));
        }
        logical.setLength(0);
    }

    private static String text(byte[] bytes) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            long line = text.chars().filter(c -> c == '\n').count() + 1;
            throw new IOException("line " + line + " is not in UTF-8; save the file in that charset");
        }
        return text.toString();
    }
}
