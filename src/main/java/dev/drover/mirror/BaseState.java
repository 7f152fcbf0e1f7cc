package dev.drover.mirror;

import dev.drover.ftp.RemoteTime;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What both trees of a two-way mirror had in common after the last run, by normalised path. On the disk it is a text file
 * with a line for each path; names hold no tab and no line end, since such names take no part. One thread.
 */
final class BaseState {
    private static final String HEADER = "drover mirror state 1";
    private static final int FILE_FIELDS = 8;

    private final NavigableMap<String, Common> entries = new TreeMap<>();

    /** A directory when both versions are null. */
    private record Common(@Nullable Version left, @Nullable Version right) {}

    /**
     * Reads a state; a missing file is the state before the first run.
     *
     * @throws IOException when it belongs to other trees or is damaged
     */
    static BaseState read(Path file, Mirror mirror) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException firstRun) {
            return new BaseState();
        }
        if (lines.size() < 3 || !lines.get(0).equals(HEADER)) {
            throw new IOException("The file " + file + " is not the state of a mirror; move it away to begin anew");
        }
        if (!lines.get(1).equals("left\t" + mirror.left()) || !lines.get(2).equals("right\t" + mirror.right())) {
            throw new IOException("The state in " + file + " belongs to another mirror (" + lines.get(1) + ", "
                    + lines.get(2) + ") and not to " + mirror + "; give each mirror a state file of its own");
        }
        BaseState state = new BaseState();
        for (String line : lines.subList(3, lines.size())) {
            state.readLine(file, line);
        }
        return state;
    }

    /** Replaces the file in one step. */
    void write(Path file, Mirror mirror) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            writeAll(fresh, mirror);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
            FileSystemException named = new FileSystemException(file.toString(), null, reason);
            named.initCause(e);
            throw named;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void writeAll(Path fresh, Mirror mirror) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
            out.write(HEADER + "\nleft\t" + mirror.left() + "\nright\t" + mirror.right() + "\n");
            for (Map.Entry<String, Common> entry : entries.entrySet()) {
                out.write(line(entry.getKey(), entry.getValue()));
            }
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Set<String> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    boolean hasDirectory(String key) {
        Common common = entries.get(key);
        return common != null && common.left == null;
    }

    /** The version of a file on one side; empty when there was no such file. */
    Optional<Version> file(Side side, String key) {
        Common common = entries.get(key);
        return common == null ? Optional.empty() : Optional.ofNullable(side == Side.LEFT ? common.left : common.right);
    }

    void addDirectory(String key) {
        entries.put(key, new Common(null, null));
    }

    void addFile(String key, Version left, Version right) {
        entries.put(key, new Common(left, right));
    }

    void addAll(BaseState other) {
        entries.putAll(other.entries);
    }

    void remove(String key) {
        entries.remove(key);
    }

    /** Takes over what another state knows of a path and of all below it. */
    void keep(BaseState other, String key) {
        entries.putAll(other.entries.subMap(key + "/", key + "0"));
        Common own = other.entries.get(key);
        if (own != null) {
            entries.put(key, own);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BaseState that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    private void readLine(Path file, String line) throws IOException {
        String[] fields = line.split("\t", -1);
        try {
            if (fields[0].equals("D") && fields.length == 2) {
                addDirectory(fields[1]);
                return;
            }
            if (fields[0].equals("F") && fields.length == FILE_FIELDS) {
                addFile(fields[7], version(fields, 1), version(fields, 4));
                return;
            }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw damaged(file, line, e);
        }
        throw damaged(file, line, null);
    }

    private static IOException damaged(Path file, String line, @Nullable Exception cause) {
        return new IOException(
                "The state in " + file + " is damaged at \"" + line + "\"; move it away to begin anew", cause);
    }

    private static Version version(String[] fields, int from) {
        OptionalLong size =
                fields[from].equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields[from]));
        Optional<RemoteTime> time = fields[from + 1].equals("-")
                ? Optional.empty()
                : Optional.of(new RemoteTime(Instant.parse(fields[from + 1]), ChronoUnit.valueOf(fields[from + 2])));
        return new Version(size, time);
    }

    private static String line(String key, Common common) {
        if (common.left == null || common.right == null) {
            return "D\t" + key + "\n";
        }
        return "F\t" + text(common.left) + "\t" + text(common.right) + "\t" + key + "\n";
    }

    private static String text(Version version) {
        String size = version.size().isPresent() ? Long.toString(version.size().getAsLong()) : "-";
        return size + "\t"
                + version.modified()
                        .map(time -> time.instant() + "\t" + time.precision().name())
                        .orElse("-\t-");
    }
}
