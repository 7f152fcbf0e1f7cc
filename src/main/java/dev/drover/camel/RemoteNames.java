package dev.drover.camel;

import dev.drover.ftp.RemotePath;
import java.util.ArrayDeque;
import java.util.Deque;

/** Path arithmetic and the jail, both ways. Stateless. */
final class RemoteNames {
    private RemoteNames() {}

    /**
     * Whether a name from a listing may become a path below the directory that was listed, here and there. A backslash is
     * taken for a letter, unless the name would lead elsewhere where it is a separator.
     */
    static boolean isSafe(String name) {
        for (String part : name.split("\\\\", -1)) {
            if (!RemotePath.of(part).isPlainName()) {
                return false;
            }
        }
        return true;
    }

    /** {@code directory/name}; an empty directory is that of the login. */
    static String join(String directory, String name) {
        if (directory.isEmpty()) {
            return name;
        }
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /** What is left of a path behind a directory that it lies in. */
    static String relative(String directory, String path) {
        String base = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
        return path.startsWith(base) ? path.substring(base.length()) : path;
    }

    static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The path without {@code .}, doubled slashes, and {@code name/..} pairs. */
    static String compact(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }

    /**
     * Refuses a path to write to that leaves the starting directory, whichever separator the server may know.
     *
     * @throws IllegalArgumentException with the path and the directory
     */
    static void jail(String directory, String path) {
        if (!isBelow(directory, path)) {
            String base = compact(directory.replace('\\', '/'));
            String inside = compact(path.replace('\\', '/'));
            throw new IllegalArgumentException("Cannot write file with name: " + inside
                    + " as the filename is jailed to the starting directory: " + (base.isEmpty() ? "" : base + "/"));
        }
    }

    /** Whether the path leads below the directory, whichever separator the server may know. */
    static boolean isBelow(String directory, String path) {
        String base = compact(directory.replace('\\', '/'));
        String inside = compact(path.replace('\\', '/'));
        return base.isEmpty()
                ? !inside.startsWith("/") && !inside.equals("..") && !inside.startsWith("../")
                : inside.startsWith(base.equals("/") ? "/" : base + "/") && !inside.startsWith("/..");
    }
}
