package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Trees written as lines: {@code a/b.txt 12 2024-05-06T07:08:09Z}, or {@code a/} for a directory. */
final class Trees {
    private Trees() {}

    static TreeScan scan(String... lines) {
        return new TreeScan(Tree.local(Path.of("tree")), tree(lines), true, List.of(), List.of(), List.of(), List.of());
    }

    static TreeScan unread(String directory, String... lines) {
        Problem problem = new Problem(Side.LEFT, RemotePath.of(directory), "550 Permission denied");
        return new TreeScan(
                Tree.local(Path.of("tree")), tree(lines), true, List.of(problem), List.of(), List.of(), List.of());
    }

    static TreeEntry tree(String... lines) {
        Node root = new Node();
        for (String line : lines) {
            String[] words = line.split(" ");
            Node node = root;
            for (String segment : words[0].split("/")) {
                node = node.children.computeIfAbsent(Names.key(segment), key -> new Node(segment));
            }
            if (words.length > 1) {
                node.size = Long.parseLong(words[1]);
                node.time = words.length > 2 ? time(words[2]) : time("2024-05-06T07:08:09Z");
            } else if (!words[0].endsWith("/")) {
                node.untouchable = true;
            }
        }
        return root.build(RemotePath.WORKING_DIRECTORY);
    }

    /** {@code 2024-05-06} is a day, {@code 2024-05-06T07:08Z} a minute. */
    static RemoteTime time(String text) {
        if (text.length() == 10) {
            return new RemoteTime(Instant.parse(text + "T00:00:00Z"), ChronoUnit.DAYS);
        }
        return text.length() == 17
                ? new RemoteTime(Instant.parse(text.replace("Z", ":00Z")), ChronoUnit.MINUTES)
                : new RemoteTime(Instant.parse(text), ChronoUnit.SECONDS);
    }

    static Sameness sameness(Comparison comparison, boolean targetKeepsTimes) {
        PlaceClock target = new PlaceClock.ThisMachine(targetKeepsTimes);
        return new Sameness(
                comparison,
                new PlaceClock.ThisMachine(true),
                target,
                (one, other) -> one.modified().equals(other.modified()),
                Instant.EPOCH,
                any -> false);
    }

    private static final class Node {
        private final String name;
        private final NavigableMap<String, Node> children = new TreeMap<>();
        private long size = -1;
        private RemoteTime time = new RemoteTime(Instant.EPOCH, ChronoUnit.SECONDS);
        private boolean untouchable;

        Node() {
            this("");
        }

        Node(String name) {
            this.name = name;
        }

        TreeEntry build(RemotePath parent) {
            RemotePath path = parent.resolve(name);
            if (untouchable) {
                return TreeEntry.untouchable(path);
            }
            if (size >= 0) {
                return TreeEntry.file(path, OptionalLong.of(size), Optional.of(time), Optional.empty());
            }
            NavigableMap<String, TreeEntry> built = new TreeMap<>();
            children.forEach((key, child) -> built.put(key, child.build(path)));
            boolean unseen = children.values().stream().anyMatch(child -> child.untouchable);
            return TreeEntry.directory(path, built, unseen);
        }
    }
}
