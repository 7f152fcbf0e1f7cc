package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.util.Arrays;
import java.util.Optional;

/** Makes one plain name of what a server calls an entry, or refuses it. */
final class EntryNames {
    private final String directory;
    private final boolean windows;

    EntryNames(ListingContext context) {
        this.windows = context.syst().contains("WINDOWS") || context.syst().contains("WIN32");
        this.directory = trimmed(slashes(context.directory().toString()));
    }

    /** Whether the entry is the listed directory or the one above it, told under the names that every system knows. */
    boolean isSelfOrParent(RemoteEntry entry) {
        String text = withoutTrailingSlash(entry);
        String last = text.substring(text.lastIndexOf('/') + 1);
        return (last.equals(".") || last.equals("..")) && isBelowDirectory(prefix(text));
    }

    /**
     * The entry under one plain name: a server may begin each name with the directory it was asked for. Empty when the
     * name has another prefix or may mean something else than a file in the directory.
     */
    Optional<RemoteEntry> reduced(RemoteEntry entry) {
        String text = withoutTrailingSlash(entry);
        String last = text.substring(text.lastIndexOf('/') + 1);
        if (!isBelowDirectory(prefix(text))) {
            return Optional.empty();
        }
        if (last.equals(entry.path().toString())) {
            return Optional.of(entry).filter(whole -> whole.path().isPlainName());
        }
        RemotePath name = renamed(entry.path(), last);
        return name.isPlainName() ? Optional.of(entry.toBuilder().path(name).build()) : Optional.empty();
    }

    /** Whether nothing but control characters keeps the entry from having a plain name. */
    boolean isUnprintable(RemoteEntry entry) {
        String text = withoutTrailingSlash(entry);
        String last = text.substring(text.lastIndexOf('/') + 1);
        StringBuilder shown = new StringBuilder(last.length());
        last.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return isBelowDirectory(prefix(text)) && RemotePath.of(shown.toString()).isPlainName();
    }

    /** The listing line gave one character a byte where it gave raw bytes at all, so they can be cut like the text. */
    private static RemotePath renamed(RemotePath path, String name) {
        return path.raw() == null ? RemotePath.of(name) : ListingLine.pathOfBytes(name);
    }

    private String withoutTrailingSlash(RemoteEntry entry) {
        String text = slashes(entry.path().toString());
        return entry.isDirectory() && text.length() > 1 && text.endsWith("/")
                ? text.substring(0, text.length() - 1)
                : text;
    }

    private static String prefix(String text) {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? "" : text.substring(0, slash + 1);
    }

    /** The server may see the directory from another root than we do, so the shorter of the two has to end the longer. */
    private boolean isBelowDirectory(String prefix) {
        if (prefix.isEmpty()) {
            return true;
        }
        String told = trimmed(prefix);
        if (Arrays.asList(told.split("/", -1)).contains("..")) {
            return told.equals(directory);
        }
        return directory.isEmpty() || told.isEmpty() || endsPath(directory, told) || endsPath(told, directory);
    }

    private static boolean endsPath(String whole, String end) {
        int start = whole.length() - end.length();
        return start >= 0
                && whole.regionMatches(true, start, end, 0, end.length())
                && (start == 0 || whole.charAt(start - 1) == '/');
    }

    private static String trimmed(String path) {
        String text = path.startsWith("./") ? path.substring(2) : path;
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == '/') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(start, end);
    }

    private String slashes(String path) {
        return windows ? path.replace('\\', '/') : path;
    }
}
