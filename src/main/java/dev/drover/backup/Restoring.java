package dev.drover.backup;

import dev.drover.transfer.ErrorClass;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive below a directory, and nowhere else: no path in it leads out, no link on the disk is written through,
 * and links are made last and point inside. Each file is compared with the manifest before it gets its name. One thread.
 */
final class Restoring {
    private final Backup backup;
    private final Manifest manifest;
    private final Path root;
    private final RestoreOptions options;
    private final List<String> restored = new ArrayList<>();
    private final List<String> existing = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<Path, Unpacker.Item> directories = new LinkedHashMap<>();
    private final Map<Path, Unpacker.Item> links = new LinkedHashMap<>();

    Restoring(Backup backup, Manifest manifest, Path root, RestoreOptions options) {
        this.backup = backup;
        this.manifest = manifest;
        this.root = root;
        this.options = options;
    }

    RestoreResult run(Shelf shelf, String archive) throws IOException {
        List<String> files = Pieces.names(manifest, archive);
        return run(shelf, archive, files, shelf.sha256(archive, files.size()), true);
    }

    /**
     * @param expected the digests of the files
     * @param isCompared whether the manifest is that of the archive, rather than what was just found in it
     */
    RestoreResult run(Shelf shelf, String archive, List<String> files, List<String> expected, boolean isCompared)
            throws IOException {
        try {
            ArchiveReading.Read read = new ArchiveReading(shelf, backup, archive, files).run(this::entryOrProblem);
            read.damage().ifPresent(problems::add);
            problems.addAll(0, Pieces.problems(manifest, expected, read.pieces()));
            tellAbsent(read.damage().isPresent());
            makeLinks();
            finishDirectories();
        } catch (UncheckedIOException local) {
            throw local.getCause();
        }
        return new RestoreResult(archive, restored, existing, isCompared, problems);
    }

    /** Who gets back a part of what was saved has to know that it is a part. */
    private void tellAbsent(boolean isCutOff) {
        List<String> wanted = manifest.entries().values().stream()
                .filter(entry -> isWanted(entry.path(), entry.kind()))
                .map(Manifest.Entry::path)
                .toList();
        List<String> absent =
                wanted.stream().filter(path -> !seen.contains(path)).toList();
        problems.addAll(Absent.problems(absent, wanted.size(), isCutOff));
    }

    /** What this machine does not take of one entry, such as its name, keeps no other from coming back. */
    private void entryOrProblem(Unpacker.Item item, InputStream body) throws IOException {
        try {
            entry(item, body);
        } catch (UncheckedIOException local) {
            refused(item, Objects.requireNonNull(local.getCause()));
        }
        // Not one that the damage begins in.
        seen.add(item.path());
    }

    /** Notes it, unless the disk is full: then all that follow would fail alike, and the same command may succeed later. */
    private void refused(Unpacker.Item item, IOException failure) {
        if (ErrorClass.of(failure) == ErrorClass.LOCAL_FULL) {
            throw new UncheckedIOException(failure);
        }
        problems.add(item.path() + " was not restored: " + Reasons.of(failure));
    }

    private void entry(Unpacker.Item item, InputStream body) throws IOException {
        boolean isRoot = item.path().isEmpty() && item.kind() == Manifest.Kind.DIRECTORY;
        if (isRoot || !isWanted(item.path(), item.kind())) {
            return;
        }
        Path file = place(item.path());
        if (file == null) {
            return;
        }
        if (item.kind() == null) {
            problems.add(item.path() + " is neither file nor directory nor symbolic link, so it was left out");
            return;
        }
        Manifest.Entry known = manifest.entries().get(item.path());
        if (known == null || known.kind() != item.kind()) {
            problems.add(item.path() + " is not in the manifest like this, so it was left out");
            return;
        }
        switch (item.kind()) {
            case DIRECTORY -> {
                if (makeParents(root.relativize(file).toString(), file)) {
                    directories.put(file, item);
                }
            }
            case LINK -> links.put(file, item);
            case FILE -> file(item, known, file, body);
        }
    }

    private boolean isWanted(String path, Manifest.@Nullable Kind kind) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            return true;
        }
        // Globs were written for what is below a source, and a source is the first segment here.
        String below = path.substring(slash + 1);
        return kind == Manifest.Kind.DIRECTORY
                ? options.selection().takesDirectory(below)
                : options.selection().takesFile(below);
    }

    /** Where an entry belongs; null, and a problem noted, when that is not below the root. */
    private @Nullable Path place(String name) {
        Path file = root;
        try {
            for (String segment : name.split("/", -1)) {
                boolean windows = File.separatorChar == '\\';
                boolean bad = segment.isEmpty()
                        || segment.equals(".")
                        || segment.equals("..")
                        || (windows && (segment.contains("\\") || segment.contains(":")));
                if (bad) {
                    problems.add(name + " would lead out of the directory, so it was left out");
                    return null;
                }
                file = file.resolve(segment);
            }
            return file;
        } catch (InvalidPathException e) {
            problems.add(name + " cannot be written on this system: " + e.getReason());
            return null;
        }
    }

    private void file(Unpacker.Item item, Manifest.Entry known, Path file, InputStream body) throws IOException {
        Path parent = file.getParent();
        if (parent == null || !makeParents(item.path(), parent)) {
            return;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !mayReplace(file)) {
            existing.add(item.path());
            return;
        }
        Path fresh = local(() -> Files.createTempFile(parent, ".restore-", ".part"));
        try {
            if (!unpack(body, fresh, file, known)) {
                problems.add(item.path() + " differs from what was put in, so it was left out");
                return;
            }
            local(() -> publish(item, fresh, file));
        } finally {
            local(() -> Files.deleteIfExists(fresh));
        }
    }

    private boolean mayReplace(Path file) {
        return options.overwrite() && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean unpack(InputStream body, Path fresh, Path file, Manifest.Entry known) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[64 * 1024];
        long left = known.size() + 1;
        try (OutputStream out = local(() -> new NamedOutput(Files.newOutputStream(fresh), file))) {
            while (left > 0) {
                int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    break;
                }
                digest.update(buffer, 0, count);
                left -= count;
                local(() -> {
                    out.write(buffer, 0, count);
                    return count;
                });
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(known.sha256());
    }

    private Path publish(Unpacker.Item item, Path fresh, Path file) throws IOException {
        applyMode(item, fresh);
        Files.setLastModifiedTime(fresh, FileTime.from(modified(item)));
        try {
            if (options.overwrite()) {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(fresh, file);
            }
            restored.add(item.path());
            backup.listener().entry(item.path(), Files.size(file));
        } catch (FileAlreadyExistsException meanwhile) {
            existing.add(item.path());
        }
        return file;
    }

    /** Makes a directory and what is missing above it, down from the root; false when something else is in the way. */
    private boolean makeParents(String name, Path directory) {
        Path at = root;
        for (Path segment : root.relativize(directory)) {
            at = segment.toString().isEmpty() ? at : at.resolve(segment);
            Path here = at;
            if (!Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
                local(() -> Files.createDirectory(here));
            } else if (!Files.isDirectory(here, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(name + " was left out: " + here + " is in the way and no directory");
                return false;
            }
        }
        return true;
    }

    // Last, so that nothing of this archive is written through one of its own links.
    private void makeLinks() {
        links.forEach((file, item) -> {
            try {
                makeLink(file, item);
            } catch (IOException e) {
                refused(item, e);
            } catch (UncheckedIOException e) {
                refused(item, Objects.requireNonNull(e.getCause()));
            }
        });
    }

    private void makeLink(Path file, Unpacker.Item item) throws IOException {
        String name = item.path();
        Path parent = file.getParent();
        if (parent == null || !makeParents(name, parent)) {
            return;
        }
        if (!options.allLinks() && !staysInside(parent, item.link())) {
            problems.add(name + " points out of the directory (" + item.link() + "), so it was left out");
        } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !mayReplace(file)) {
            existing.add(name);
        } else {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, Path.of(item.link()));
            restored.add(name);
        }
    }

    /** Upwards only at the beginning: after another link, ".." would lead who knows where. */
    private boolean staysInside(Path parent, String target) {
        try {
            Path to = Path.of(target);
            if (to.isAbsolute() || target.isEmpty() || target.startsWith("/")) {
                return false;
            }
            boolean down = false;
            for (Path segment : to) {
                boolean up = segment.toString().equals("..");
                if (up && down) {
                    return false;
                }
                down |= !up;
            }
            return parent.resolve(to).normalize().startsWith(root);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    // Innermost first, since what is made in a directory changes its time.
    private void finishDirectories() {
        List<Path> inside = new ArrayList<>(directories.keySet());
        inside.sort(Comparator.reverseOrder());
        for (Path directory : inside) {
            Unpacker.Item item = Objects.requireNonNull(directories.get(directory));
            try {
                applyMode(item, directory);
                Files.setLastModifiedTime(directory, FileTime.from(modified(item)));
            } catch (NoSuchFileException e) {
                problems.add(item.path() + " went away while it was restored");
            } catch (IOException e) {
                refused(item, e);
            }
        }
    }

    /** As exactly as it was; an archive tells seconds, or two of them. */
    private Instant modified(Unpacker.Item item) {
        return Objects.requireNonNull(manifest.entries().get(item.path())).modified();
    }

    private static void applyMode(Unpacker.Item item, Path file) throws IOException {
        if (item.mode().isEmpty() || Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((item.mode().getAsInt() & (0400 >> permission.ordinal())) != 0) {
                permissions.add(permission);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    /** A failure of this machine is no damage of the archive. */
    private static <T> T local(Deed<T> deed) {
        try {
            return deed.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Deed<T> {
        T run() throws IOException;
    }
}
