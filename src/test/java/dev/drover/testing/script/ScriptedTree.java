package dev.drover.testing.script;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The files a scripted server shows: in memory, by absolute name. Thread-safe, since connections share it. */
final class ScriptedTree {
    /** A file, or a directory when there are no bytes. */
    static final class Node {
        private final byte @org.jspecify.annotations.Nullable [] bytes;
        private final Instant modified;

        private Node(byte @org.jspecify.annotations.Nullable [] bytes, Instant modified) {
            this.bytes = bytes;
            this.modified = modified;
        }

        boolean isDirectory() {
            return bytes == null;
        }

        byte[] bytes() {
            return bytes == null ? new byte[0] : bytes.clone();
        }

        int size() {
            return bytes == null ? 4096 : bytes.length;
        }

        Instant modified() {
            return modified;
        }
    }

    /** Times are fixed, so that a listing can be compared as a whole. */
    static final Instant DEFAULT_TIME = Instant.parse("2024-05-06T07:08:09Z");

    private final NavigableMap<String, Node> nodes = new ConcurrentSkipListMap<>();

    ScriptedTree() {
        makeDirectory("/");
    }

    ScriptedTree copy() {
        ScriptedTree copy = new ScriptedTree();
        copy.nodes.putAll(nodes);
        return copy;
    }

    /** The absolute name without {@code .}, {@code ..} and a slash at the end. */
    static String resolve(String workingDirectory, String name) {
        Deque<String> parts = new ArrayDeque<>();
        String whole = name.startsWith("/") ? name : workingDirectory + "/" + name;
        for (String part : whole.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    static String parentOf(String path) {
        return resolve(path, "..");
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Optional<Node> find(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    Optional<Node> file(String path) {
        return find(path).filter(node -> !node.isDirectory());
    }

    boolean isDirectory(String path) {
        return find(path).filter(Node::isDirectory).isPresent();
    }

    /** Parents are made as needed. */
    void put(String path, byte[] bytes) {
        put(path, bytes, DEFAULT_TIME);
    }

    void put(String path, byte[] bytes, Instant modified) {
        makeDirectory(parentOf(path));
        nodes.put(path, new Node(bytes.clone(), modified));
    }

    void put(String path, String text) {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void makeDirectory(String path) {
        nodes.putIfAbsent(path, new Node(null, DEFAULT_TIME));
        if (!path.equals("/")) {
            makeDirectory(parentOf(path));
        }
    }

    void setModified(String path, Instant modified) {
        nodes.computeIfPresent(path, (p, node) -> new Node(node.bytes, modified));
    }

    boolean remove(String path) {
        return nodes.remove(path) != null;
    }

    /** A file or a whole directory; an existing file of the new name is replaced, as on Unix. */
    void rename(String from, String to) {
        Map<String, Node> below = Map.copyOf(nodes.subMap(from + "/", from + "0"));
        Node moved = nodes.remove(from);
        if (moved != null) {
            nodes.put(to, moved);
        }
        below.forEach((path, node) -> {
            nodes.remove(path);
            nodes.put(to + path.substring(from.length()), node);
        });
    }

    /** The entries of a directory by name, in order. */
    NavigableMap<String, Node> children(String directory) {
        NavigableMap<String, Node> children = new ConcurrentSkipListMap<>();
        nodes.forEach((path, node) -> {
            if (!path.equals("/") && parentOf(path).equals(directory)) {
                children.put(nameOf(path), node);
            }
        });
        return children;
    }
}
