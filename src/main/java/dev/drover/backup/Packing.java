package dev.drover.backup;

import dev.drover.mirror.Selection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the sources into an archive. A file that cannot be read, or that changes meanwhile, is noted and the rest goes on:
 * a backup with a gap is better than none, as long as it says so. One thread.
 */
final class Packing {
    private static final int BUFFER = 64 * 1024;

    private final Backup backup;
    private final Packer packer;
    private final Selection selection;
    private final Map<String, Manifest.Entry> entries = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean whole = true;

    Packing(Backup backup, Packer packer) {
        this.backup = backup;
        this.packer = packer;
        this.selection = backup.selection();
    }

    /**
     * @throws IOException when a source as a whole cannot be read, or the archive cannot be written
     */
    void run() throws IOException {
        for (Path source : backup.sources()) {
            Path absolute = source.toAbsolutePath().normalize();
            String name = String.valueOf(absolute.getFileName());
            try {
                requireText(name);
                // What was asked for by name is followed when it is a link; what lies below it is not.
                add(absolute.toRealPath(), name, "");
            } catch (UnreadableException unreadable) {
                throw new IOException(
                        "The source " + source + " of the backup to " + backup.target() + " cannot be read: "
                                + unreadable.getMessage() + "; nothing was made",
                        unreadable);
            }
        }
    }

    Map<String, Manifest.Entry> entries() {
        return entries;
    }

    List<String> problems() {
        return problems;
    }

    /** Whether everything was read that was to be saved, though it may have changed meanwhile. */
    boolean isWhole() {
        return whole;
    }

    private void add(Path file, String name, String below) throws IOException {
        BasicFileAttributes attributes =
                reading(() -> Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        boolean isRoot = below.isEmpty();
        if (attributes.isDirectory()) {
            if (isRoot || selection.takesDirectory(below)) {
                addDirectory(file, name, below, attributes);
            }
        } else if (isRoot || selection.takesFile(below)) {
            addOther(file, name, attributes);
        }
    }

    private void addDirectory(Path directory, String name, String below, BasicFileAttributes attributes)
            throws IOException {
        List<Path> children = reading(() -> children(directory));
        put(entry(name, Manifest.Kind.DIRECTORY, 0, attributes, ""), reading(() -> mode(directory)));
        packer.end();
        for (Path child : children) {
            String childName = String.valueOf(child.getFileName());
            String childBelow = below.isEmpty() ? childName : below + "/" + childName;
            try {
                requireText(childName);
                add(child, name + "/" + childName, childBelow);
            } catch (UnreadableException unreadable) {
                lacks(name + "/" + childName + " could not be read: " + unreadable.getMessage());
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(null);
        return children;
    }

    // Two names that are no text may look the same, and neither could be opened by what it looks like.
    private static void requireText(String name) throws UnreadableException {
        if (name.indexOf('\uFFFD') >= 0) {
            throw new UnreadableException("its name is not text in the charset of this system;"
                    + " run with a UTF-8 locale, such as LC_ALL=C.UTF-8");
        }
    }

    private void addOther(Path file, String name, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile()) {
            addFile(file, name);
        } else if (attributes.isSymbolicLink() && packer.keepsLinks()) {
            String target = reading(() -> Files.readSymbolicLink(file).toString());
            put(entry(name, Manifest.Kind.LINK, 0, attributes, target), -1);
            packer.end();
        } else {
            String what = attributes.isSymbolicLink() ? "a symbolic link" : "no file and no directory";
            problems.add(name + " was left out: it is " + what);
        }
    }

    private void addFile(Path file, String name) throws IOException {
        try (FileChannel channel =
                reading(() -> FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            BasicFileAttributes before = reading(() -> Files.readAttributes(file, BasicFileAttributes.class));
            Manifest.Entry header = entry(name, Manifest.Kind.FILE, reading(channel::size), before, "");
            packer.begin(header, reading(() -> mode(file)));
            String sha256 = copy(channel, header);
            packer.end();
            entries.put(name, new Manifest.Entry(name, header.kind(), header.size(), header.modified(), sha256));
            noteChange(channel, file, before, header);
            backup.listener().entry(name, header.size());
        }
    }

    /** Exactly as many bytes as the header says: a file that grows is cut there, one that shrinks is filled with zeros. */
    private String copy(FileChannel from, Manifest.Entry header) throws IOException {
        MessageDigest digest = Sha256.digest();
        WritableByteChannel to = Channels.newChannel(packer.body());
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long left = header.size();
        while (left > 0) {
            buffer.clear().limit((int) Math.min(BUFFER, left));
            if (read(from, buffer, header) < 0) {
                lacks(header.path() + " became shorter while it was read");
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0);
                }
            }
            buffer.flip();
            left -= buffer.remaining();
            digest.update(buffer.duplicate());
            to.write(buffer);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private int read(FileChannel from, ByteBuffer buffer, Manifest.Entry header) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            lacks(header.path() + " could not be read to its end: " + Reasons.of(e));
            return -1;
        }
    }

    private void noteChange(FileChannel channel, Path file, BasicFileAttributes before, Manifest.Entry header) {
        boolean changed;
        try {
            changed = channel.size() > header.size()
                    || !Files.getLastModifiedTime(file).equals(before.lastModifiedTime());
        } catch (NoSuchFileException gone) {
            // All of it was read while it was still there.
            changed = false;
        } catch (IOException e) {
            changed = true;
        }
        if (changed) {
            problems.add(header.path() + " changed while it was read");
        }
    }

    private void lacks(String problem) {
        whole = false;
        problems.add(problem);
    }

    /** Tells a source that fails from an archive that does: the one is a gap, the other is the end. */
    private static <T> T reading(Look<T> look) throws UnreadableException {
        try {
            return look.at();
        } catch (IOException e) {
            throw new UnreadableException(Reasons.of(e), e);
        }
    }

    private void put(Manifest.Entry entry, int mode) throws IOException {
        packer.begin(entry, mode);
        entries.put(entry.path(), entry);
    }

    private static Manifest.Entry entry(
            String path, Manifest.Kind kind, long size, BasicFileAttributes attributes, String content) {
        return new Manifest.Entry(
                path, kind, size, attributes.lastModifiedTime().toInstant(), content);
    }

    private static int mode(Path file) throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            return -1;
        }
        int bits = 0;
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            bits |= 0400 >> permission.ordinal();
        }
        return bits;
    }

    @FunctionalInterface
    private interface Look<T> {
        T at() throws IOException;
    }

    /** Something of a source cannot be read. */
    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason);
        }

        UnreadableException(String reason, IOException cause) {
            super(reason, cause);
        }
    }
}
