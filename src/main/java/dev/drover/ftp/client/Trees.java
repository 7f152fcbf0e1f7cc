package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.PathPattern;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** What is done with a directory and all that is below it. */
final class Trees {
    private final Listings listings;
    private final Directories directories;

    Trees(Listings listings, Directories directories) {
        this.listings = listings;
        this.directories = directories;
    }

    Walk walk(RemotePath root) {
        return new Walk(listings, root);
    }

    List<RemoteEntry> find(RemotePath root, Predicate<RemoteEntry> wanted) throws FtpException {
        List<RemoteEntry> found = new ArrayList<>();
        for (Walk walk = walk(root); walk.hasNext(); ) {
            RemoteEntry entry = walk.next();
            if (wanted.test(entry)) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Lists no directory that the pattern cannot lead into. */
    List<RemoteEntry> glob(RemotePath root, String pattern) throws FtpException {
        List<RemoteEntry> found = new ArrayList<>();
        expand(root, PathPattern.of(pattern).segments(), found);
        return found;
    }

    private void expand(RemotePath directory, List<String> segments, List<RemoteEntry> found) throws FtpException {
        if (segments.get(0).equals(PathPattern.ANY_SEGMENTS)) {
            PathPattern below = PathPattern.of(String.join("/", segments));
            int prefix = directory.resolve("x").toString().length() - 1;
            found.addAll(find(
                    directory, entry -> below.matches(entry.path().toString().substring(prefix))));
            return;
        }
        PathPattern name = PathPattern.of(segments.get(0));
        List<String> rest = segments.subList(1, segments.size());
        boolean mayEndHere = rest.isEmpty() || rest.equals(List.of(PathPattern.ANY_SEGMENTS));
        for (RemoteEntry entry : listings.list(directory)) {
            boolean fits = name.matches(entry.name());
            if (fits && mayEndHere) {
                found.add(entry);
            }
            if (fits && !rest.isEmpty() && entry.isDirectory()) {
                expand(entry.path(), rest, found);
            }
        }
    }

    /** Files first, then directories from the bottom up. A link is removed, never what it points to. */
    long delete(RemotePath root) throws FtpException {
        requireDeletable(root);
        Deque<RemotePath> bottomUp = new ArrayDeque<>();
        bottomUp.push(root);
        List<RemotePath> files = new ArrayList<>();
        for (Walk walk = walk(root); walk.hasNext(); ) {
            RemoteEntry entry = walk.next();
            if (entry.isDirectory()) {
                bottomUp.push(entry.path());
            } else {
                files.add(entry.path());
            }
        }
        for (RemotePath file : files) {
            directories.delete(file);
        }
        for (RemotePath directory : bottomUp) {
            directories.remove(directory);
        }
        return files.size();
    }

    /** A path that came out empty or led upwards by mistake must not cost a whole server. */
    private static void requireDeletable(RemotePath root) {
        List<String> segments = Arrays.asList(root.toString().split("/", -1));
        boolean names = segments.stream().anyMatch(s -> !s.isEmpty() && !s.equals("."));
        if (!names || segments.contains("..")) {
            throw new IllegalArgumentException("\"" + root + "\" is not deleted with all that is below it: name a"
                    + " directory, without \"..\" in its path");
        }
    }
}
