package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A file or directory of a scanned tree. Immutable.
 *
 * @param path below the root, in the bytes of its place; empty for the root itself
 * @param kind what it is
 * @param size in bytes, of a file whose place tells
 * @param modified as exactly as the place tells
 * @param mode octal permissions, where the place tells
 * @param children of a directory, by normalised name
 * @param holdsUnseen whether the directory holds things that take no part, so that it must stay
 */
record TreeEntry(
        RemotePath path,
        Kind kind,
        OptionalLong size,
        Optional<RemoteTime> modified,
        Optional<String> mode,
        NavigableMap<String, TreeEntry> children,
        boolean holdsUnseen) {
    enum Kind {
        FILE,
        DIRECTORY,
        /** A link, a device, a name we must not use, a directory we may not read: neither copied nor replaced. */
        UNTOUCHABLE
    }

    TreeEntry {
        children = Collections.unmodifiableNavigableMap(new TreeMap<>(children));
    }

    static TreeEntry file(RemotePath path, OptionalLong size, Optional<RemoteTime> modified, Optional<String> mode) {
        return new TreeEntry(path, Kind.FILE, size, modified, mode, Collections.emptyNavigableMap(), false);
    }

    static TreeEntry directory(RemotePath path, NavigableMap<String, TreeEntry> children, boolean holdsUnseen) {
        return new TreeEntry(
                path, Kind.DIRECTORY, OptionalLong.empty(), Optional.empty(), Optional.empty(), children, holdsUnseen);
    }

    static TreeEntry untouchable(RemotePath path) {
        return new TreeEntry(
                path,
                Kind.UNTOUCHABLE,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Collections.emptyNavigableMap(),
                false);
    }

    boolean isFile() {
        return kind == Kind.FILE;
    }

    boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Files in it, itself included. */
    long files() {
        return isFile()
                ? 1
                : children.values().stream().mapToLong(TreeEntry::files).sum();
    }

    /** Directories below it. */
    long directories() {
        return children.values().stream()
                .mapToLong(child -> child.isDirectory() ? 1 + child.directories() : 0)
                .sum();
    }
}
