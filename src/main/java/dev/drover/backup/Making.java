package dev.drover.backup;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpSession;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.Location;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RemoteLocation;
import dev.drover.transfer.Transfer;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one archive and brings it to the server, once more if that fails in a way that passes. When it fails for good, what
 * it left on the server is removed, as far as the server can be reached. One thread, one run.
 */
final class Making {
    private final Backup backup;
    private final String archive;
    private final TransferEngine transfers;
    /** Where pieces of this run lie, or lay, until they got their names. */
    private final List<RemotePath> partials = new ArrayList<>();
    /** Whether there may be something of this run on the server. */
    private boolean begun;
    /** What may have got its name already, though nobody told us. */
    private @Nullable Made sent;

    Making(Backup backup, String archive, TransferEngine transfers) {
        this.backup = backup;
        this.archive = archive;
        this.transfers = transfers;
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
        Map<String, RemotePath> arrived = new HashMap<>();
        Made made = pack(name -> {
            RemotePath partial = Shelf.partial(backup, name);
            partials.add(partial);
            arrived.put(name, partial);
            return shelf.open(name, partial);
        });
        putBeside(shelf, made);
        sent = made;
        for (String name : lastToFirst(made)) {
            shelf.publish(Objects.requireNonNull(arrived.get(name)), name);
        }
        return made;
    }

    private Made pack(Parting.Store store) throws IOException {
        Made made = new Made();
        try (Parting out = new Parting(archive, backup.partSize(), store)) {
            made.pack(backup, archive, out);
            out.finish();
            made.stored(archive, out);
        }
        return made;
    }

    /** The first part last: the archive is there when that is, and never in half. */
    private static List<String> lastToFirst(Made made) {
        List<String> names =
                new ArrayList<>(made.pieces().stream().map(Manifest.Part::name).toList());
        Collections.reverse(names);
        return names;
    }

    private Made spooled(Path directory) throws IOException {
        Path spool = Files.createDirectories(directory);
        Map<String, Path> files = new HashMap<>();
        try {
            Made made = pack(name -> {
                Path file = Leftovers.newSpoolFile(spool, name);
                files.put(name, file);
                return new Spooling(name, new NamedOutput(Files.newOutputStream(file), file));
            });
            // No second session while this one is lent: a pool of one would wait for itself.
            Again.run(
                    backup,
                    () -> onShelf(shelf -> {
                        begin(shelf);
                        putBeside(shelf, made);
                        return made;
                    }));
            sent = made;
            Map<String, String> digests =
                    made.pieces().stream().collect(Collectors.toMap(Manifest.Part::name, Manifest.Part::sha256));
            for (String name : lastToFirst(made)) {
                Path file = Objects.requireNonNull(files.get(name));
                send(spool, file, name, Objects.requireNonNull(digests.get(name)));
            }
            return made;
        } finally {
            for (Path file : files.values()) {
                Files.deleteIfExists(file);
            }
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

    private void send(Path spool, Path file, String name, String sha256) throws IOException {
        RemoteLocation to = new RemoteLocation(
                backup.target().place(),
                backup.target().client(),
                backup.target().root().resolve(name),
                backup.target().renameMode());
        RelativePath from = RelativePath.of(String.valueOf(file.getFileName()));
        transfers.transfer(Transfer.builder(Location.local(spool, from), to)
                .expected(Sha256.NAME, sha256)
                .retry(backup.retry())
                .cancellation(backup.cancellation())
                .listener(event -> backup.heard())
                .build());
    }

    private void putBeside(Shelf shelf, Made made) throws IOException {
        Manifest beside = backup.isEncrypted() ? made.manifest().seal() : made.manifest();
        shelf.storeSmall(archive + Archive.MANIFEST, beside.toBytes());
        shelf.storeSmall(archive + Archive.DIGEST, made.digests().getBytes(StandardCharsets.UTF_8));
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
        if (sent == null) {
            return false;
        }
        Manifest.Part first = sent.pieces().get(0);
        if (!shelf.session().exists(shelf.path(first.name()))) {
            return false;
        }
        OptionalLong size = shelf.session().size(shelf.path(first.name()));
        return size.isEmpty() || size.getAsLong() == first.size();
    }

    private Made sent() {
        if (sent == null) {
            throw new IllegalStateException("nothing was sent yet");
        }
        return sent;
    }

    private void removeOwn(Shelf shelf) throws IOException {
        for (RemotePath partial : partials) {
            shelf.remove(partial);
        }
        partials.clear();
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

    /** A piece of the archive on this machine. */
    private record Spooling(String name, OutputStream stream) implements Parting.Piece {
        @Override
        public void finish(long bytes, String sha256) throws IOException {
            stream.close();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Shelf shelf) throws IOException;
    }
}
