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
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** The directory on the server that archives lie in, used through one session. One thread. */
final class Shelf {
    /** A manifest larger than this has some million entries; reading it whole would be unkind. */
    private static final int LARGEST_MANIFEST = 512 * 1024 * 1024;

    private static final int LARGEST_DIGEST = 4096;
    private static final int BUFFER = 128 * 1024;

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
        if (session.exists(path(archive))) {
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
            Optional<Instant> time = backup.names().timeOf(entry.name());
            if (entry.isFile() && time.isPresent()) {
                OptionalLong size = entry.size().isPresent() ? entry.size() : session.size(path(entry.name()));
                archives.add(new Archive(entry.name(), time.get(), size, isComplete(entry.name(), size, files)));
            }
        }
        archives.sort(Comparator.comparing(Archive::time));
        return archives;
    }

    /** Everything in the directory, by name. */
    Map<String, RemoteEntry> files() throws IOException {
        Map<String, RemoteEntry> files = new HashMap<>();
        for (RemoteEntry entry : session.list(target.root())) {
            files.put(entry.name(), entry);
        }
        return files;
    }

    private boolean isComplete(String archive, OptionalLong size, Map<String, RemoteEntry> files) throws IOException {
        RemoteEntry manifest = files.get(archive + Archive.MANIFEST);
        if (manifest == null
                || !files.containsKey(archive + Archive.DIGEST)
                || files.containsKey(archive + Archive.INCOMPLETE)) {
            return false;
        }
        try {
            Optional<OptionalLong> made = Manifest.archiveSizeAtEnd(end(manifest));
            boolean cut = made.isEmpty()
                    || (made.get().isPresent()
                            && size.isPresent()
                            && !made.get().equals(size));
            return !cut;
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            // An account that may only write is told no more than that the files are there.
            return true;
        }
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

    /** Sends a stream of bytes under another name, checks what arrived, and gives it its own name last of all. */
    void store(RemotePath partial, String name, Content content, Last last) throws IOException {
        Measured measured = send(partial, content);
        String sha256 = measured.sha256();
        check(partial, measured.bytes(), sha256);
        last.before(measured.bytes(), sha256);
        if (!partial.equals(path(name))) {
            session.rename(partial, path(name));
        }
    }

    /** A small file, whole or not at all. */
    void storeSmall(String name, byte[] bytes) throws IOException {
        store(partial(backup, name), name, out -> out.write(bytes), (size, sha256) -> {});
    }

    /** Says beside an archive why it does not count as good. */
    void mark(String archive, List<String> problems) throws IOException {
        StringBuilder lines = new StringBuilder();
        problems.forEach(
                problem -> lines.append(problem.replaceAll("\\p{Cntrl}", "?")).append('\n'));
        storeSmall(archive + Archive.INCOMPLETE, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    Manifest manifest(String archive) throws IOException {
        return Manifest.parse(session.downloadBytes(path(archive + Archive.MANIFEST), LARGEST_MANIFEST));
    }

    String sha256(String archive) throws IOException {
        String line = new String(
                session.downloadBytes(path(archive + Archive.DIGEST), LARGEST_DIGEST), StandardCharsets.UTF_8);
        String hex = line.split("\\s", 2)[0];
        if (!hex.matches("[0-9a-fA-F]{64}")) {
            throw new DamagedException("The file " + archive + Archive.DIGEST + " holds no SHA-256 digest");
        }
        return hex.toLowerCase(Locale.ROOT);
    }

    /** The archive first: a digest without an archive misleads nobody. */
    void delete(String archive) throws IOException {
        remove(path(archive));
        for (String ending : Archive.BESIDE) {
            remove(path(archive + ending));
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

    private Measured send(RemotePath file, Content content) throws IOException {
        try (Upload upload = session.openUpload(file)) {
            Measured measured = new Measured(new BufferedOutputStream(upload.stream(), BUFFER));
            content.writeTo(measured);
            measured.flush();
            upload.finish();
            return measured;
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

    /** Writes what is to be stored, and leaves the stream open. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What is done when all bytes have arrived, before they get their name. */
    @FunctionalInterface
    interface Last {
        void before(long bytes, String sha256) throws IOException;
    }
}
