package dev.drover.backup;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Checksum;
import dev.drover.ftp.client.Download;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.TransferOptions;
import dev.drover.ftp.client.Upload;
import dev.drover.mirror.RemoteTree;
import dev.drover.transfer.RenameMode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The directory on the server that archives lie in, used through one session. One thread. */
final class Shelf {
    /** A manifest larger than this has some million entries; reading it whole would be unkind. */
    private static final int LARGEST_MANIFEST = 512 * 1024 * 1024;

    /** A line for each part. */
    private static final int LARGEST_DIGESTS = 4 * 1024 * 1024;

    private final Backup backup;
    private final RemoteTree target;
    private final FtpSession session;

    Shelf(Backup backup, FtpSession session) {
        this.backup = backup;
        this.target = backup.target();
        this.session = session;
    }

    FtpSession session() {
        return session;
    }

    RemotePath path(String name) {
        return target.root().resolve(RemotePath.of(name));
    }

    /** Makes the directory if it is missing, and makes sure that nobody has the name. */
    void prepare(String archive) throws IOException {
        if (!session.exists(target.root())) {
            session.makeDirectories(target.root());
        }
        if (session.exists(path(Parting.first(archive, backup.partSize())))) {
            throw new IOException("There is an archive " + target + "/" + archive
                    + " already; use a name pattern with seconds, or wait for the next one");
        }
    }

    /** The archives of this backup, oldest first; other files are none of our business. */
    List<Archive> list() throws IOException {
        if (!session.exists(target.root())) {
            return List.of();
        }
        Map<String, RemoteEntry> files = files();
        List<Archive> archives = new ArrayList<>();
        for (RemoteEntry entry : files.values()) {
            Optional<String> cut = Parts.archiveOf(entry.name())
                    .filter(archive -> entry.name().equals(Parts.first(archive)))
                    .filter(archive -> !files.containsKey(archive));
            String archive = cut.orElse(entry.name());
            Optional<Instant> time = backup.names().timeOf(archive);
            if (entry.isFile() && time.isPresent()) {
                Map<String, OptionalLong> pieces =
                        sizes(cut.isPresent() ? Parts.of(archive, files.keySet()) : List.of(archive), files);
                boolean isComplete = isComplete(archive, cut.isPresent(), pieces, files);
                List<String> names = List.copyOf(pieces.keySet());
                archives.add(new Archive(archive, time.get(), sum(pieces.values()), isComplete, names));
            }
        }
        archives.sort(Comparator.comparing(Archive::time));
        return archives;
    }

    private Map<String, OptionalLong> sizes(List<String> names, Map<String, RemoteEntry> files) throws IOException {
        Map<String, OptionalLong> sizes = new LinkedHashMap<>();
        for (String name : names) {
            OptionalLong listed = Objects.requireNonNull(files.get(name)).size();
            sizes.put(name, listed.isPresent() ? listed : session.size(path(name)));
        }
        return sizes;
    }

    private static OptionalLong sum(Collection<OptionalLong> sizes) {
        return sizes.stream().allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(
                        sizes.stream().mapToLong(size -> size.orElse(0)).sum())
                : OptionalLong.empty();
    }

    /** Everything in the directory, by name. */
    Map<String, RemoteEntry> files() throws IOException {
        Map<String, RemoteEntry> files = new HashMap<>();
        for (RemoteEntry entry : session.list(target.root())) {
            files.put(entry.name(), entry);
        }
        return files;
    }

    private boolean isComplete(
            String archive, boolean isCut, Map<String, OptionalLong> pieces, Map<String, RemoteEntry> files)
            throws IOException {
        RemoteEntry manifest = files.get(archive + Archive.MANIFEST);
        if (manifest == null
                || !files.containsKey(archive + Archive.DIGEST)
                || files.containsKey(archive + Archive.INCOMPLETE)) {
            return false;
        }
        try {
            return Manifest.end(end(manifest))
                    .map(made -> isCut == made.parts() > 0 && hasAll(archive, made, pieces))
                    .orElse(false);
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            // An account that may only write is told no more than that the files are there.
            return !isCut
                    || IntStream.rangeClosed(1, pieces.size())
                            .allMatch(number -> pieces.containsKey(Parts.name(archive, number)));
        }
    }

    private static boolean hasAll(String archive, Manifest.End made, Map<String, OptionalLong> pieces) {
        if (made.parts() == 0) {
            return isOf(made.archiveSize(), pieces.get(archive));
        }
        return IntStream.rangeClosed(1, made.parts())
                .allMatch(
                        number -> isOf(OptionalLong.of(made.sizeOf(number)), pieces.get(Parts.name(archive, number))));
    }

    /** Whether something is there and has this size, where both are known. */
    private static boolean isOf(OptionalLong made, @Nullable OptionalLong there) {
        return there != null && (made.isEmpty() || there.isEmpty() || made.equals(there));
    }

    /** Not all of it: a manifest has a line for each entry. */
    private byte[] end(RemoteEntry manifest) throws IOException {
        long size = manifest.size().orElse(0);
        TransferOptions from = TransferOptions.BINARY.withOffset(Math.max(0, size - Manifest.LAST_LINE));
        try (Download download = session.openDownload(path(manifest.name()), from)) {
            byte[] end = download.stream().readAllBytes();
            download.finish();
            return end;
        }
    }

    /** Begins to send a file under another name, where it stays after it was checked until {@link #publish}. */
    Parting.Piece open(String name, RemotePath partial) throws IOException {
        return new Sending(this, name, partial, session.openUpload(partial));
    }

    /** Gives a file that arrived its name. */
    void publish(RemotePath partial, String name) throws IOException {
        if (!partial.equals(path(name))) {
            session.rename(partial, path(name));
        }
    }

    /** A small file, whole or not at all. */
    void storeSmall(String name, byte[] bytes) throws IOException {
        RemotePath partial = partial(backup, name);
        try (Parting out = new Parting(name, OptionalLong.empty(), piece -> open(piece, partial))) {
            out.write(bytes);
            out.finish();
        }
        publish(partial, name);
    }

    /** Says beside an archive why it does not count as good. */
    void mark(String archive, List<String> problems) throws IOException {
        StringBuilder lines = new StringBuilder();
        // Problems name files, which are as secret as what is in them.
        List<String> told = Archive.isEncrypted(archive)
                ? List.of("problems: " + problems.size() + "; not told here, since the archive is encrypted")
                : problems;
        told.forEach(
                problem -> lines.append(problem.replaceAll("\\p{Cntrl}", "?")).append('\n'));
        storeSmall(archive + Archive.INCOMPLETE, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    Manifest manifest(String archive) throws IOException {
        return Manifest.parse(beside(archive, Archive.MANIFEST, LARGEST_MANIFEST));
    }

    private byte[] beside(String archive, String ending, int most) throws IOException {
        RemotePath file = path(archive + ending);
        try {
            return session.downloadBytes(file, most);
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable() || session.exists(file)) {
                throw refused;
            }
            boolean isThere = session.exists(path(archive)) || session.exists(path(Parts.first(archive)));
            String text = isThere
                    ? "There is no " + archive + ending + " beside the archive in " + target
                            + ", so it cannot be compared with what was put in, and is neither verified nor restored;"
                            + " --without-manifest takes it as it is"
                    : "There is no archive " + archive + " in " + target;
            NoSuchFileException absent = new NoSuchFileException(file.toString());
            absent.initCause(refused);
            throw new IOException(text, absent);
        }
    }

    /** The manifest of an archive; empty when it or the digest is not there, or not usable. */
    Optional<Manifest> manifestIfUsable(String archive) throws IOException {
        return ifUsable(() -> {
            Manifest manifest = manifest(archive);
            sha256(archive, Pieces.names(manifest, archive).size());
            return manifest;
        });
    }

    /** The same of the digests alone. */
    Optional<List<String>> sha256IfThere(String archive, int files) throws IOException {
        return ifUsable(() -> sha256(archive, files));
    }

    private static <T> Optional<T> ifUsable(Again.Attempt<T> reading) throws IOException {
        try {
            return Optional.of(reading.run());
        } catch (DamagedException unusable) {
            return Optional.empty();
        } catch (IOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The files that an archive is in, by what is in the directory. */
    List<String> pieces(String archive) throws IOException {
        if (session.exists(path(archive))) {
            return List.of(archive);
        }
        List<String> parts = session.exists(target.root()) ? Parts.of(archive, files().keySet()) : List.of();
        boolean isWhole = IntStream.rangeClosed(1, parts.size())
                .allMatch(number -> parts.get(number - 1).equals(Parts.name(archive, number)));
        if (parts.isEmpty() || !isWhole) {
            String text = parts.isEmpty()
                    ? "There is no archive " + archive + " in " + target
                    : "Of the archive " + archive + " in " + target + " there are only the parts "
                            + String.join(", ", parts);
            IOException absent = new NoSuchFileException(path(archive).toString());
            throw new IOException(text, absent);
        }
        return parts;
    }

    /** Of all of them together, in bytes. */
    long sizeOf(List<String> names) throws IOException {
        long sum = 0;
        for (String name : names) {
            sum += session.size(path(name)).orElse(0);
        }
        return sum;
    }

    /** What the digests of so many files are, as noted beside the archive. */
    List<String> sha256(String archive, int files) throws IOException {
        String text = new String(beside(archive, Archive.DIGEST, LARGEST_DIGESTS), StandardCharsets.UTF_8);
        List<String> digests =
                text.lines().map(line -> line.split("\\s", 2)[0]).limit(files).toList();
        if (digests.size() < files || !digests.stream().allMatch(hex -> hex.matches("[0-9a-fA-F]{64}"))) {
            throw new DamagedException("The file " + archive + Archive.DIGEST + " holds no SHA-256 digest"
                    + (files > 1 ? " for each of " + files + " parts" : ""));
        }
        return digests.stream().map(hex -> hex.toLowerCase(Locale.ROOT)).toList();
    }

    /** The archive, or its first part, first: what is left then misleads nobody. */
    void delete(Archive archive) throws IOException {
        for (String file : archive.files()) {
            remove(path(file));
        }
        for (String ending : Archive.BESIDE) {
            remove(path(archive.name() + ending));
        }
    }

    /** That it is gone already is fine. */
    void remove(RemotePath file) throws IOException {
        try {
            session.delete(file);
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable() || session.exists(file)) {
                throw refused;
            }
        }
    }

    private void check(RemotePath file, long bytes, String sha256) throws IOException {
        OptionalLong size = session.size(file);
        if (size.isPresent() && size.getAsLong() != bytes) {
            throw new IOException(
                    "The server has " + size.getAsLong() + " bytes of " + file + ", but " + bytes + " were sent");
        }
        Optional<Checksum> digest = session.hash(file, Sha256.NAME);
        if (digest.isPresent() && !digest.get().value().equals(sha256)) {
            throw new IOException("The digest that the server calculates of " + file + " is not that of what was sent");
        }
    }

    /** Where a file lies until it is whole; under its own name where the server cannot rename. */
    static RemotePath partial(Backup backup, String name) {
        RemoteTree target = backup.target();
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        boolean renames = target.renameMode() != RenameMode.UNSUPPORTED;
        return target.root()
                .resolve(RemotePath.of(renames ? "." + name + "." + Leftovers.TOKEN + "-" + random + ".part" : name));
    }

    /** A file on its way to the server. */
    private record Sending(Shelf shelf, String name, RemotePath partial, Upload upload) implements Parting.Piece {
        @Override
        public OutputStream stream() {
            return upload.stream();
        }

        @Override
        public void finish(long bytes, String sha256) throws IOException {
            upload.finish();
            upload.close();
            shelf.check(partial, bytes, sha256);
        }

        @Override
        public void close() throws IOException {
            upload.close();
        }
    }
}
