package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes one plain name of what a server calls an entry, or refuses it. What stands before the first name of a listing
 * stands before all of them: two names of two directories never come out as one. Not thread-safe.
 */
final class EntryNames {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:/.*");

    /** No file of Windows is called so: it means one in whatever directory the drive stands in. */
    private static final Pattern DRIVE_RELATIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private final String directory;
    private final boolean absolute;
    private final boolean windows;
    private @Nullable String usual;

    EntryNames(ListingContext context) {
        this.windows = context.syst().contains("WINDOWS") || context.syst().contains("WIN32");
        String asked = slashes(context.directory().toString());
        this.directory = trimmed(asked);
        this.absolute = isAbsolute(asked);
    }

    /** Whether the entry is the listed directory or the one above it, told under the names that every system knows. */
    boolean isSelfOrParent(RemoteEntry entry) {
        String text = withoutTrailingSlash(entry);
        String last = text.substring(text.lastIndexOf('/') + 1);
        return (last.equals(".") || last.equals("..")) && isBelowDirectory(prefix(text));
    }

    /**
     * The entry under one plain name: a server may begin each name with the directory it was asked for. Empty when the
     * name has another prefix than that, or than the names before it, or may mean something else than a file in the
     * directory.
     */
    Optional<RemoteEntry> reduced(RemoteEntry entry) {
        String text = withoutTrailingSlash(entry);
        String prefix = prefix(text);
        if (!isBelowDirectory(prefix) || !isUsual(prefix)) {
            return Optional.empty();
        }
        RemotePath name = name(entry, text, prefix);
        if (!isPlain(name)) {
            return Optional.empty();
        }
        usual = prefix;
        return Optional.of(entry.toBuilder().path(name).build());
    }

    private boolean isUsual(String prefix) {
        return usual == null || usual.equals(prefix);
    }

    /** The same of an entry that nothing but control characters keeps from having a plain name. */
    Optional<RemoteEntry> unprintable(RemoteEntry entry) {
        String text = withoutTrailingSlash(entry);
        String prefix = prefix(text);
        StringBuilder shown = new StringBuilder(text.length());
        text.substring(prefix.length()).chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        if (!isBelowDirectory(prefix) || !isUsual(prefix) || !isPlain(RemotePath.of(shown.toString()))) {
            return Optional.empty();
        }
        return Optional.of(entry.toBuilder().path(name(entry, text, prefix)).build());
    }

    private static RemotePath name(RemoteEntry entry, String text, String prefix) {
        return prefix.isEmpty() && text.equals(entry.path().toString())
                ? entry.path()
                : renamed(entry.path(), text.substring(prefix.length()));
    }

    private boolean isPlain(RemotePath name) {
        return name.isPlainName()
                && !(windows && DRIVE_RELATIVE.matcher(name.toString()).matches());
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

    /**
     * The directory as it was asked for, or, as an absolute path, as the server sees it from another root than we do: the
     * shorter of the two has to end the longer.
     */
    private boolean isBelowDirectory(String prefix) {
        if (prefix.isEmpty() || prefix.equals("./")) {
            return true;
        }
        String told = trimmed(prefix);
        if (told.equalsIgnoreCase(directory)) {
            return !directory.isEmpty() || absolute && isAbsolute(prefix);
        }
        boolean climbs = Arrays.asList(told.split("/", -1)).contains("..");
        return !climbs && isAbsolute(prefix) && (endsPath(told, directory) || absolute && endsPath(directory, told));
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/") || DRIVE.matcher(path).matches();
    }

    private static boolean endsPath(String whole, String end) {
        int start = whole.length() - end.length();
        return !end.isEmpty()
                && start >= 0
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
