package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Collects what a scan comes across and makes a tree of it. One thread. */
final class Findings {
    private final Tree tree;
    private final Side side;
    private final Map<RemotePath, NavigableMap<String, TreeEntry>> found = new HashMap<>();
    private final Map<RemotePath, Boolean> unseen = new HashMap<>();
    private final List<Problem> unread = new ArrayList<>();
    private final List<Problem> refused = new ArrayList<>();
    private final List<RemotePath> leftovers = new ArrayList<>();
    private final List<Problem> skippedLinks = new ArrayList<>();

    Findings(Tree tree, Side side) {
        this.tree = tree;
        this.side = side;
    }

    void add(RemotePath directory, TreeEntry entry) {
        NavigableMap<String, TreeEntry> siblings = found.computeIfAbsent(directory, d -> new TreeMap<>());
        String key = Names.key(entry.path().name());
        TreeEntry twin = siblings.putIfAbsent(key, entry);
        if (twin != null) {
            siblings.put(key, TreeEntry.untouchable(twin.path()));
            refuse(directory, entry.path(), "two names look the same and differ only in how their accents are written");
        }
    }

    /** Something is there that takes no part. */
    void pass(RemotePath directory) {
        unseen.put(directory, true);
    }

    /** Something is there that cannot be mirrored, and whoever asked should know. */
    void refuse(RemotePath directory, RemotePath path, String reason) {
        protect(directory, path);
        refused.add(new Problem(side, path, reason));
    }

    /** A file of the mirror itself is there, or its place: its counterpart is left alone too. */
    void own(RemotePath directory, RemotePath path) {
        protect(directory, path);
    }

    /** A symbolic link is there, and nobody wants to have such: its counterpart is left alone too. */
    void skipLink(RemotePath directory, RemotePath path) {
        protect(directory, path);
        skippedLinks.add(new Problem(side, path, "it is a symbolic link"));
    }

    private void protect(RemotePath directory, RemotePath path) {
        pass(directory);
        found.computeIfAbsent(directory, d -> new TreeMap<>()).put(Names.key(path.name()), TreeEntry.untouchable(path));
    }

    /** A directory could not be read: it stays as it is on both sides, and nothing at all is deleted. */
    void unread(RemotePath directory, String reason) {
        found.remove(directory);
        unread.add(new Problem(side, directory, reason));
        protect(directory.parent(), directory);
    }

    void leftover(RemotePath path) {
        leftovers.add(path);
    }

    TreeScan toScan(boolean exists) {
        TreeEntry root = build(RemotePath.WORKING_DIRECTORY);
        return new TreeScan(tree, root, exists, unread, refused, leftovers, skippedLinks);
    }

    private TreeEntry build(RemotePath directory) {
        NavigableMap<String, TreeEntry> children = new TreeMap<>();
        found.getOrDefault(directory, new TreeMap<>())
                .forEach((key, child) -> children.put(key, child.isDirectory() ? build(child.path()) : child));
        return TreeEntry.directory(directory, children, unseen.getOrDefault(directory, false));
    }
}
