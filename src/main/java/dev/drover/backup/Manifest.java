package dev.drover.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is in an archive, as it was put in. Beside the archive it is a text file with a line for each entry. Immutable.
 *
 * @param archive its name
 * @param archiveSize the bytes of the archive as it was made, where that was noted
 * @param parts the files that the archive was cut into, in order; none when it is in one piece
 * @param entries by path, in the order of the archive; none when they are sealed
 * @param sealed how much is in an encrypted archive, of which no more is told beside it
 */
public record Manifest(
        String archive,
        OptionalLong archiveSize,
        List<Part> parts,
        Map<String, Entry> entries,
        Optional<Totals> sealed) {
    /** The last line is shorter. */
    static final int LAST_LINE = 100;

    private static final String HEADER = "drover backup manifest 1";
    private static final String PART = "PART";
    private static final String ENCRYPTED = "ENCRYPTED";
    private static final Pattern END =
            Pattern.compile("end (\\d+)(?: of an archive of (\\d+) bytes(?: in (\\d{1,4}) parts of (\\d+) bytes)?)?");
    private static final int PART_FIELDS = 4;
    private static final int TOTALS_FIELDS = 4;
    private static final int FIELDS = 5;

    public Manifest {
        parts = List.copyOf(parts);
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Manifest(String archive, Map<String, Entry> entries) {
        this(archive, OptionalLong.empty(), List.of(), entries, Optional.empty());
    }

    Manifest of(long bytes, List<Part> files) {
        return new Manifest(archive, OptionalLong.of(bytes), files, entries, sealed);
    }

    /** With totals in place of entries, as it lies beside an encrypted archive. */
    Manifest seal() {
        return new Manifest(archive, archiveSize, parts, Map.of(), Optional.of(totals()));
    }

    /** With entries in place of totals, as they were found in the archive. */
    Manifest with(Map<String, Entry> found) {
        return new Manifest(archive, archiveSize, parts, found, Optional.empty());
    }

    /** What the end of a manifest tells: empty when it is not whole. */
    static Optional<End> end(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Matcher last = END.matcher(text.stripTrailing().replaceFirst("(?s).*\n", ""));
        if (!text.endsWith("\n") || !last.matches()) {
            return Optional.empty();
        }
        boolean isCut = last.group(3) != null;
        return Optional.of(new End(
                size(last), isCut ? Integer.parseInt(last.group(3)) : 0, isCut ? Long.parseLong(last.group(4)) : 0));
    }

    /**
     * What the last line tells.
     *
     * @param parts how many; 0 for an archive in one piece
     * @param partSize of all but the last, in bytes
     */
    record End(OptionalLong archiveSize, int parts, long partSize) {
        /** Of a part, in bytes; numbers from 1. */
        long sizeOf(int number) {
            return number < parts ? partSize : archiveSize.orElse(0) - (parts - 1) * partSize;
        }
    }

    private static OptionalLong size(Matcher end) {
        return end.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(end.group(2)));
    }

    /** What an entry is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    /**
     * One entry.
     *
     * @param path in the archive, with slashes
     * @param size in bytes; 0 for what is no file
     * @param sha256 of the content in hex; for a link, where it points
     */
    public record Entry(String path, Kind kind, long size, Instant modified, String sha256) {}

    /**
     * A part of an archive that was cut.
     *
     * @param name of the file
     * @param size in bytes
     * @param sha256 of it, in hex
     */
    public record Part(String name, long size, String sha256) {}

    /**
     * How much is in an archive.
     *
     * @param entries of all kinds
     * @param bytes of all files, unpacked
     */
    public record Totals(long entries, long files, long bytes) {
        @Override
        public String toString() {
            return entries + " entries with " + files + " files of " + bytes + " bytes";
        }
    }

    public Totals totals() {
        return sealed.orElseGet(() -> new Totals(
                entries.size(),
                entries.values().stream().filter(e -> e.kind() == Kind.FILE).count(),
                entries.values().stream().mapToLong(Entry::size).sum()));
    }

    public long files() {
        return totals().files();
    }

    /** Of all files, unpacked. */
    public long bytes() {
        return totals().bytes();
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder(HEADER + "\n" + escaped(archive) + "\n");
        for (Entry entry : entries.values()) {
            text.append(String.join(
                            "\t",
                            entry.kind().name(),
                            Long.toString(entry.size()),
                            entry.modified().toString(),
                            escaped(entry.sha256()),
                            escaped(entry.path())))
                    .append('\n');
        }
        sealed.ifPresent(totals -> text.append(String.join(
                        "\t",
                        ENCRYPTED,
                        Long.toString(totals.entries()),
                        Long.toString(totals.files()),
                        Long.toString(totals.bytes())))
                .append('\n'));
        for (Part part : parts) {
            text.append(String.join("\t", PART, Long.toString(part.size()), part.sha256(), escaped(part.name())))
                    .append('\n');
        }
        String cut = parts.isEmpty()
                ? ""
                : " in " + parts.size() + " parts of " + parts.get(0).size() + " bytes";
        return text.append("end ")
                .append(entries.size())
                .append(archiveSize.isPresent() ? " of an archive of " + archiveSize.getAsLong() + " bytes" + cut : "")
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IOException when it is damaged or not whole
     */
    static Manifest parse(byte[] bytes) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new StringReader(new String(bytes, StandardCharsets.UTF_8)))) {
            reader.lines().forEach(lines::add);
        }
        int last = lines.size() - 1;
        if (last < 2 || !lines.get(0).equals(HEADER)) {
            throw new DamagedException("This is no manifest of a backup");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        Optional<Totals> sealed = Optional.empty();
        for (String line : lines.subList(2, last)) {
            if (line.startsWith(PART + "\t")) {
                parts.add(part(line));
            } else if (line.startsWith(ENCRYPTED + "\t")) {
                sealed = Optional.of(totals(line));
            } else {
                Entry entry = entry(line);
                entries.put(entry.path(), entry);
            }
        }
        Matcher end = END.matcher(lines.get(last));
        boolean isWhole = end.matches()
                && end.group(1).equals(Integer.toString(entries.size()))
                && (end.group(3) == null ? 0 : Integer.parseInt(end.group(3))) == parts.size();
        if (!isWhole) {
            throw new DamagedException("The manifest is not whole: it ends with \"" + lines.get(last) + "\"");
        }
        return new Manifest(plain(lines.get(1)), size(end), parts, entries, sealed);
    }

    private static Part part(String line) throws IOException {
        String[] fields = line.split("\t", -1);
        if (fields.length != PART_FIELDS) {
            throw damaged(line, null);
        }
        try {
            return new Part(plain(fields[3]), Long.parseLong(fields[1]), fields[2]);
        } catch (NumberFormatException e) {
            throw damaged(line, e);
        }
    }

    private static Totals totals(String line) throws IOException {
        String[] fields = line.split("\t", -1);
        if (fields.length != TOTALS_FIELDS) {
            throw damaged(line, null);
        }
        try {
            return new Totals(Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]));
        } catch (NumberFormatException e) {
            throw damaged(line, e);
        }
    }

    private static Entry entry(String line) throws IOException {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw damaged(line, null);
        }
        try {
            return new Entry(
                    plain(fields[4]),
                    Kind.valueOf(fields[0]),
                    Long.parseLong(fields[1]),
                    Instant.parse(fields[2]),
                    plain(fields[3]));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged(line, e);
        }
    }

    private static IOException damaged(String line, @Nullable Exception cause) {
        return new DamagedException("The manifest is damaged at \"" + line + "\"", cause);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                plain.append(
                        switch (text.charAt(i)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> text.charAt(i);
                        });
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
