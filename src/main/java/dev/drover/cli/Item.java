package dev.drover.cli;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.transfer.FoundFile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something in a directory.
 *
 * @param path below the directory that was listed
 * @param there on a server: where it stands, as the server calls it, which the text of the path need not give back
 * @param kind in small letters: file, directory, symlink
 */
record Item(
        String path,
        Optional<RemotePath> there,
        String kind,
        OptionalLong size,
        Optional<Instant> modified,
        Optional<String> permissions,
        Optional<String> owner,
        Optional<String> group,
        Optional<String> target) {

    static Item of(String path, RemoteEntry entry) {
        return new Item(
                path,
                Optional.of(entry.path()),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.isDirectory() ? OptionalLong.empty() : entry.size(),
                entry.modified().map(RemoteTime::instant),
                entry.permissions(),
                entry.owner(),
                entry.group(),
                entry.linkTarget().map(Object::toString));
    }

    static Item of(String path, FoundFile file) {
        return new Item(
                path,
                Optional.empty(),
                file.isDirectory() ? "directory" : "file",
                file.isDirectory() ? OptionalLong.empty() : file.size(),
                file.modified(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same thing, told with another path. */
    Item at(String other) {
        return new Item(other, there, kind, size, modified, permissions, owner, group, target);
    }

    boolean isFile() {
        return kind.equals("file");
    }

    boolean isDirectory() {
        return kind.equals("directory");
    }

    boolean isLink() {
        return kind.equals("symlink");
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Map<String, Object> row(boolean isLong) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", kind);
        if (isLong) {
            row.put("permissions", permissions);
            row.put("owner", owner);
            row.put("group", group);
        }
        row.put("size", size);
        row.put("modified", modified);
        row.put("path", path);
        if (isLong) {
            row.put("target", target);
        }
        return row;
    }
}
