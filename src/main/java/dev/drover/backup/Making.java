package dev.drover.backup;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpSession;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.Location;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RemoteLocation;
import dev.drover.transfer.Transfer;
import dev.drover.transfer.TransferEngine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes one archive and brings it to the server, once more if that fails in a way that passes. When it fails for good, what
 * it left on the server is removed, as far as the server can be reached. One thread, one run.
 */
final class Making {
    private final Backup backup;
    private final String archive;
    private final TransferEngine transfers;
    private final RemotePath partial;
    /** Whether there may be something of this run on the server. */
    private boolean begun;
    /** What may have got its name already, though nobody told us. */
    private @Nullable Made sent;

    Making(Backup backup, String archive, TransferEngine transfers) {
        this.backup = backup;
        this.archive = archive;
        this.transfers = transfers;
        this.partial = Shelf.partial(backup, archive);
    }

    Made run() throws IOException {
        try {
            return backup.spool().isPresent()
                    ? spooled(backup.spool().get())
                    : Again.run(backup, () -> onShelf(this::stream));
        } catch (IOException failure) {
            Optional<Made> published = begun ? settle(failure) : Optional.empty();
            return published.orElseThrow(() -> failure);
        }
    }

    private Made stream(Shelf shelf) throws IOException {
        if (begun && isPublished(shelf)) {
            return sent();
        }
        begin(shelf);
        Made made = new Made();
        Shelf.Content content = out -> made.pack(backup, archive, out);
        shelf.store(partial, archive, content, (bytes, sha256) -> {
            made.measured(bytes, sha256);
            putBeside(shelf, made);
            sent = made;
        });
        return made;
    }

    private Made spooled(Path directory) throws IOException {
        Path spool = Files.createDirectories(directory);
        Path file = Leftovers.newSpoolFile(spool, archive);
        try {
            Made made = new Made();
            try (Measured out = new Measured(new BufferedOutputStream(Files.newOutputStream(file)))) {
                made.pack(backup, archive, out);
                out.flush();
                made.measured(out.bytes(), out.sha256());
            }
            // No second session while this one is lent: a pool of one would wait for itself.
            Again.run(
                    backup,
                    () -> onShelf(shelf -> {
                        begin(shelf);
                        putBeside(shelf, made);
                        return made;
                    }));
            sent = made;
            send(spool, file, made);
            return made;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void begin(Shelf shelf) throws IOException {
        if (begun) {
            removeOwn(shelf);
        } else {
            shelf.prepare(archive);
            begun = true;
        }
    }

    private void send(Path spool, Path file, Made made) throws IOException {
        RemoteLocation to = new RemoteLocation(
                backup.target().place(),
                backup.target().client(),
                backup.target().root().resolve(archive),
                backup.target().renameMode());
        RelativePath from = RelativePath.of(String.valueOf(file.getFileName()));
        transfers.transfer(Transfer.builder(Location.local(spool, from), to)
                .expected(Sha256.NAME, made.sha256())
                .retry(backup.retry())
                .cancellation(backup.cancellation())
                .listener(event -> backup.heard())
                .build());
    }

    private void putBeside(Shelf shelf, Made made) throws IOException {
        String line = made.sha256() + "  " + archive + "\n";
        shelf.storeSmall(archive + Archive.MANIFEST, made.manifest().toBytes());
        shelf.storeSmall(archive + Archive.DIGEST, line.getBytes(StandardCharsets.UTF_8));
        if (!made.isWhole()) {
            shelf.mark(archive, made.problems());
        }
    }

    /** What was published after all; else everything of this run is removed. */
    private Optional<Made> settle(IOException failure) {
        try {
            // The session that failed may be closed, so this is another one.
            return backup.target().client().call(session -> {
                Shelf shelf = new Shelf(backup, session);
                if (isPublished(shelf)) {
                    return Optional.of(sent());
                }
                removeOwn(shelf);
                return Optional.empty();
            });
        } catch (IOException e) {
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }

    private boolean isPublished(Shelf shelf) throws IOException {
        if (sent == null || !shelf.session().exists(shelf.path(archive))) {
            return false;
        }
        OptionalLong size = shelf.session().size(shelf.path(archive));
        return size.isEmpty() || size.getAsLong() == sent.bytes();
    }

    private Made sent() {
        if (sent == null) {
            throw new IllegalStateException("nothing was sent yet");
        }
        return sent;
    }

    private void removeOwn(Shelf shelf) throws IOException {
        shelf.remove(partial);
        for (String left : Leftovers.of(archive, shelf.files().keySet())) {
            shelf.remove(shelf.path(left));
        }
    }

    private <T> T onShelf(Work<T> work) throws IOException {
        return backup.target().client().call(session -> {
            try (Cancellation.Hook hook = breakOff(session)) {
                return work.on(new Shelf(backup, session));
            }
        });
    }

    private Cancellation.Hook breakOff(FtpSession session) {
        return backup.cancellation().onCancel(session::breakOff);
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Shelf shelf) throws IOException;
    }
}
