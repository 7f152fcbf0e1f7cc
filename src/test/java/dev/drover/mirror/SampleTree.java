package dev.drover.mirror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tree of directories with files of known content and time, and every way in which a tree can change. */
final class SampleTree {
    /** Fixed times around both changes of the clocks in Europe in 2024, and one hour that exists twice. */
    static final Instant[] TIMES = {
        Instant.parse("2024-03-31T00:59:59Z"),
        Instant.parse("2024-03-31T01:00:01Z"),
        Instant.parse("2024-10-27T00:30:00Z"),
        Instant.parse("2024-10-27T01:30:00Z"),
        Instant.parse("2024-07-01T12:00:00Z"),
        Instant.parse("2023-12-31T23:59:59Z")
    };

    static final String[] ODD_NAMES = {
        "with space.txt",
        "  two leading spaces.txt",
        "\u00fcml\u00e4ut-nfc.txt",
        "cafe\u0301-nfd.txt",
        "\u65e5\u672c\u8a9e.txt",
        "-dash.txt",
        "[brackets].txt",
        "star*and?.txt",
        "{brace},comma.txt",
        "semi;colon=equals.txt",
        "100%.txt",
        "it's \"quoted\".txt",
        "#hash~tilde$dollar.txt",
        ".hidden"
    };

    private final Path root;

    SampleTree(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** So many directories, a few of them nested, with so many files in each. */
    SampleTree fill(int directories, int files) {
        for (int d = 0; d < directories; d++) {
            for (int f = 0; f < files; f++) {
                String path = directory(d) + "/" + file(f);
                write(path, content(path, d + f), TIMES[(d + f) % TIMES.length]);
            }
        }
        return this;
    }

    static String directory(int number) {
        String own = String.format(Locale.ROOT, "dir-%02d", number);
        return number % 5 == 4 ? directory(number - 1) + "/" + own : own;
    }

    static String file(int number) {
        return String.format(Locale.ROOT, "File-%02d.txt", number);
    }

    private static String content(String path, int length) {
        return path + "\n" + "x".repeat(length * 37) + "\n";
    }

    /** Added, removed, grown, shrunk, same size and new content, file to directory and back, case, odd names, times. */
    void changeInEveryWay() throws IOException {
        Instant changed = Instant.parse("2024-08-15T09:10:11Z");
        for (int f = 0; f < 10; f++) {
            write("dir-00/added-" + f + ".txt", "added " + f, changed);
            Files.delete(root.resolve("dir-01/" + file(f)));
            write("dir-02/" + file(f), "grown".repeat(500), changed);
            write("dir-03/" + file(f), "s", changed);
            String old = Files.readString(root.resolve("dir-05/" + file(f)));
            write("dir-05/" + file(f), old.replace('x', 'y').replace('F', 'G'), changed);
            Files.move(root.resolve("dir-06/" + file(f)), root.resolve("dir-06/" + file(f).toUpperCase(Locale.ROOT)));
        }
        Files.delete(root.resolve("dir-07/" + file(0)));
        write("dir-07/" + file(0) + "/inside/deep.txt", "a directory now", changed);
        deleteAll(root.resolve("dir-08"));
        write("dir-08", "a file now", changed);
        Files.move(root.resolve("dir-10"), root.resolve("DIR-10"));
        deleteAll(root.resolve("dir-11"));
        Files.createDirectories(root.resolve("empty/also empty"));
        for (String name : ODD_NAMES) {
            write("odd/" + name, "odd " + name, TIMES[0]);
        }
        write("odd/-directory [1] {2}/inner.txt", "inner", TIMES[1]);
        touch(root.resolve("dir-12/" + file(1)), TIMES[1].plus(1, ChronoUnit.HOURS));
        write("dir-12/empty.txt", "", changed);
    }

    void write(String path, String text, Instant time) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            touch(file, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void touch(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    /** What is there: for each path its content and its time in seconds, or that it is a directory. */
    static Map<String, String> state(Path root) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (!path.equals(root)) {
                    state.put(root.relativize(path).toString(), describe(path));
                }
            }
        }
        return state;
    }

    /** Paths that are not the same in both, shortly. */
    static List<String> differences(Path one, Path other) throws IOException {
        Map<String, String> first = state(one);
        Map<String, String> second = state(other);
        Set<String> all = new TreeSet<>(first.keySet());
        all.addAll(second.keySet());
        return all.stream()
                .filter(path -> !Objects.equals(first.get(path), second.get(path)))
                .map(path -> path + ": " + brief(first.get(path)) + " / " + brief(second.get(path)))
                .toList();
    }

    private static String brief(@Nullable String state) {
        return state == null ? "nothing" : state.substring(0, Math.min(60, state.length()));
    }

    private static String describe(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return "directory";
        }
        Instant time = Files.getLastModifiedTime(path).toInstant().truncatedTo(ChronoUnit.SECONDS);
        return time + " " + Files.readString(path);
    }

    static void deleteAll(Path path) throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
