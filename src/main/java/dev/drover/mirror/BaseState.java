package dev.drover.mirror;

import dev.drover.ftp.RemoteTime;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What both trees of a two-way mirror had in common after the last run, by normalised path. On the disk it is a text file
 * with a line for each path; names hold no tab and no line end, since such names take no part. One thread.
 */
final class BaseState {
    private static final String HEADER = "drover mirror state ";
    /** Without the last line, which tells how many paths there are: a file that was cut off could not be told. */
    private static final String OLD = HEADER + "1";

    private static final String CURRENT = HEADER + "2";
    private static final String END = "end\t";
    private static final String BEGIN_ANEW =
            "; move it away to begin anew: what is on both sides is then compared by its"
                    + " content, and nothing is deleted in that run";
    private static final int PLACES = 3;
    private static final int FILE_FIELDS = 8;

    private final NavigableMap<String, Common> entries = new TreeMap<>();
    private Instant stored = Instant.EPOCH;

    /** A directory when both versions are null. */
    private record Common(@Nullable Version left, @Nullable Version right) {}

    /**
     * Reads a state; a missing file is the state before the first run.
     *
     * @throws IOException when it belongs to other trees, was cut off or is damaged
     */
    static BaseState read(Path file, Mirror mirror) throws IOException {
        List<String> lines;
        try {
            // A character that was cut in two is no reason to fail with another message than a line that was.
            lines = List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1));
        } catch (NoSuchFileException firstRun) {
            return new BaseState();
        }
        List<String> whole = lines.subList(0, lines.size() - 1);
        String begun = lines.get(lines.size() - 1);
        requireHeader(file, whole, begun);
        requirePlaces(file, whole, mirror);
        boolean isEnded = whole.get(0).equals(OLD) || whole.stream().anyMatch(line -> line.startsWith(END));
        if (whole.size() < PLACES || !isEnded || !begun.isEmpty()) {
            throw cutOff(file, Math.max(0, whole.size() - PLACES));
        }
        boolean hasEnd = whole.get(0).equals(CURRENT);
        BaseState state = new BaseState();
        state.stored = Files.getLastModifiedTime(file).toInstant();
        for (String line : whole.subList(PLACES, whole.size() - (hasEnd ? 1 : 0))) {
            state.readLine(file, line);
        }
        if (hasEnd && !last(whole).equals(END + state.entries.size())) {
            throw damaged(file, last(whole), null);
        }
        return state;
    }

    private static void requireHeader(Path file, List<String> whole, String begun) throws IOException {
        String first = whole.isEmpty() ? begun : whole.get(0);
        if (whole.isEmpty() && (OLD.startsWith(begun) || CURRENT.startsWith(begun))) {
            throw cutOff(file, 0);
        }
        if (!first.equals(OLD) && !first.equals(CURRENT)) {
            String version = first.startsWith(HEADER) ? ", or that of a newer Drover" : "";
            throw new IOException("The file " + printable(file) + " is not the state of a mirror" + version
                    + "; give another name for the state");
        }
    }

    private static void requirePlaces(Path file, List<String> whole, Mirror mirror) throws IOException {
        boolean isOurs = (whole.size() < 2 || isPlace(whole.get(1), "left", mirror.left()))
                && (whole.size() < PLACES || isPlace(whole.get(2), "right", mirror.right()));
        if (!isOurs) {
            String others = whole.subList(1, Math.min(PLACES, whole.size())).stream()
                    .map(line -> Names.printable(line.substring(line.indexOf('\t') + 1)))
                    .collect(Collectors.joining(" <-> "));
            throw new IOException(
                    "The state in " + printable(file) + " belongs to another mirror (" + others + ") and not to "
                            + Names.printable(mirror.toString()) + "; give each mirror a state file of its own");
        }
    }

    private static boolean isPlace(String line, String name, Tree tree) {
        return line.equals(place(name, tree)) || line.equals(name + "\t" + tree);
    }

    private static String place(String name, Tree tree) {
        return name + "\t" + Names.printable(tree.toString());
    }

    private static String printable(Path file) {
        return Names.printable(file.toString());
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private static IOException cutOff(Path file, int paths) {
        return new IOException("The state in " + printable(file) + " was cut off after " + paths
                + " paths, perhaps by a full disk" + BEGIN_ANEW);
    }

    /** Replaces the file in one step. */
    void write(Path file, Mirror mirror) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path fresh = fresh(file);
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

    /** What it is called until it is whole. */
    static Path fresh(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private void writeAll(Path fresh, Mirror mirror) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                Writer out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
            out.write(CURRENT + "\n" + place("left", mirror.left()) + "\n" + place("right", mirror.right()) + "\n");
            for (Map.Entry<String, Common> entry : entries.entrySet()) {
                out.write(line(entry.getKey(), entry.getValue()));
            }
            out.write(END + entries.size() + "\n");
            out.flush();
            channel.force(true);
        }
    }

    /** When it was; long ago before the first run. */
    Instant stored() {
        return stored;
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
                "The state in " + printable(file) + " is damaged at \"" + Names.printable(line) + "\"" + BEGIN_ANEW,
                cause);
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
