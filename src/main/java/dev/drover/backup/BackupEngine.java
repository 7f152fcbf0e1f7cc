package dev.drover.backup;

import dev.drover.ftp.RemotePath;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes, lists, verifies, restores and lets go archives on a server. Thread-safe and without state.
 *
 * <p>What it promises: an archive is under its name only when all of it arrived and its digest and manifest lie beside it;
 * only files with a name of the backup's own pattern are deleted, and never the newest complete archive.
 */
public final class BackupEngine {
    private final TransferEngine transfers;
    private final Clock clock;

    public BackupEngine(TransferEngine transfers) {
        this(transfers, Clock.systemUTC());
    }

    public BackupEngine(TransferEngine transfers, Clock clock) {
        this.transfers = transfers;
        this.clock = clock;
    }

    /**
     * Makes an archive of the sources, reads it back if the backup says so, and lets go what the retention no longer wants:
     * in this order, so that an archive that cannot be used pushes out none that can. Streamed without a copy on this
     * machine unless the backup has a spool directory. What fails in a way that passes is tried again, as the backup says.
     * What killed runs of this backup left more than a day ago is removed.
     *
     * @throws IOException when a source is missing or the archive did not arrive; nothing is under its name then. What goes
     *     wrong afterwards is in the result
     */
    public BackupResult create(Backup backup) throws IOException {
        if (backup.sources().isEmpty()) {
            throw new IllegalArgumentException("The backup to " + backup.target() + " has no sources");
        }
        for (Path source : backup.sources()) {
            if (!Files.exists(source)) {
                String text = "The source " + source + " of the backup to " + backup.target()
                        + " does not exist; nothing was made";
                throw new IOException(text, new NoSuchFileException(source.toString()));
            }
        }
        Instant start = clock.instant();
        String archive = backup.names().at(start);
        Made made = new Making(backup, archive, transfers).run();
        Leftovers.removeOld(backup, start);
        List<String> problems = new ArrayList<>(made.problems());
        Optional<VerifyResult> check = backup.verifies() ? check(backup, archive, problems) : Optional.empty();
        boolean good = !backup.verifies() || check.map(VerifyResult::isGood).orElse(false);
        Pruning pruning = doubt(made, good)
                .map(reason -> Pruning.omitted(backup, reason))
                .orElseGet(() -> Pruning.run(backup, clock.instant()));
        return new BackupResult(
                archive,
                made.bytes(),
                made.sha256(),
                made.manifest(),
                problems,
                check,
                pruning.pruned(),
                pruning.problems(),
                Duration.between(start, clock.instant()));
    }

    /** Why the new archive must push out no other. */
    private static Optional<String> doubt(Made made, boolean good) {
        if (!good) {
            return Optional.of("the new one is not known to be good");
        }
        if (!made.isWhole()) {
            return Optional.of("files are missing in the new one");
        }
        // Most often a disk that was not mounted.
        return made.manifest().files() == 0 ? Optional.of("there is no file in the new one") : Optional.empty();
    }

    private Optional<VerifyResult> check(Backup backup, String archive, List<String> problems) {
        try {
            VerifyResult check = Again.run(backup, () -> verify(backup, archive));
            if (!check.isGood()) {
                mark(backup, check, problems);
            }
            return Optional.of(check);
        } catch (IOException e) {
            problems.add("The archive " + archive + " could not be read back: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** So that no later run takes it for a good one. */
    private static void mark(Backup backup, VerifyResult check, List<String> problems) {
        try {
            backup.target().client().call(session -> {
                new Shelf(backup, session).mark(check.archive(), check.problems());
                return check;
            });
        } catch (IOException e) {
            problems.add("The archive " + check.archive() + " could not be marked as damaged: " + e.getMessage());
        }
    }

    /** The archives of this backup, oldest first. */
    public List<Archive> list(Backup backup) throws IOException {
        return backup.target().client().call(session -> new Shelf(backup, session).list());
    }

    /** The archives that the retention would let go now, oldest first; deletes nothing. */
    public List<Archive> obsolete(Backup backup) throws IOException {
        return backup.retention().obsolete(list(backup), clock.instant());
    }

    /**
     * Deletes what the retention no longer wants, and gives the names.
     *
     * @throws IOException when not all of it could be deleted, with the names of both
     */
    public List<String> prune(Backup backup) throws IOException {
        Pruning pruning = Pruning.run(backup, clock.instant());
        if (!pruning.problems().isEmpty()) {
            String gone = pruning.pruned().isEmpty() ? "" : "; let go: " + String.join(", ", pruning.pruned());
            throw new IOException(String.join("; ", pruning.problems()) + gone);
        }
        return pruning.pruned();
    }

    /**
     * Reads an archive from the server to its last byte and compares it with its digest and manifest. Of an encrypted one
     * what is stored is compared with its digest, and with a decryption all of it is decrypted and unpacked too.
     *
     * @throws IOException when it, its digest or its manifest cannot be had; damage is in the result
     */
    public VerifyResult verify(Backup backup, String archive) throws IOException {
        requireArchive(backup, archive);
        return backup.target().client().call(session -> {
            Shelf shelf = new Shelf(backup, session);
            try {
                Manifest manifest = shelf.manifest(archive);
                return Archive.isEncrypted(archive)
                        ? new Opening(backup, manifest).run(shelf, archive)
                        : new Verifying(backup, manifest).run(shelf, archive);
            } catch (DamagedException damaged) {
                return new VerifyResult(archive, 0, 0, false, List.of(String.valueOf(damaged.getMessage())));
            }
        });
    }

    /**
     * Reads an archive that may have neither digest nor manifest beside it to its last byte, and unpacks it into nothing. That
     * tells whether its own checksums are right, and the digest beside it where there is one; not that it is what was put
     * in. An archive that has both is verified.
     *
     * @throws IOException when it cannot be had; damage is in the result
     */
    public VerifyResult inspect(Backup backup, String archive) throws IOException {
        requireArchive(backup, archive);
        Optional<VerifyResult> looked = backup.target().client().call(session -> {
            Shelf shelf = new Shelf(backup, session);
            return shelf.manifestIfUsable(archive).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Unlisted(backup, shelf, archive).look());
        });
        return looked.isPresent() ? looked.get() : verify(backup, archive);
    }

    /**
     * Unpacks an archive below a directory, which is made when missing. An encrypted one is read twice: once to its last
     * byte, and only if nothing is wrong with any of it once more to unpack it, each file being compared with what was found
     * the first time. Of one that has no usable digest and manifest beside it the same is done when the options say that it is
     * to be taken as it is.
     *
     * @throws IllegalArgumentException when the archive is encrypted and the backup has no decryption
     * @throws IOException when the archive cannot be had or the disk is full; single entries that are damaged, or that
     *     this machine does not take, are in the result
     */
    public RestoreResult restore(Backup backup, String archive, Path directory, RestoreOptions options)
            throws IOException {
        requireArchive(backup, archive);
        if (Archive.isEncrypted(archive) && backup.decryption().isEmpty()) {
            throw new IllegalArgumentException(
                    "The archive " + archive + " is encrypted: to restore it, name a transform"
                            + " of kind pgp-decrypt (drover.transforms.<name>.kind) with its secret key, as in --decrypt <name>");
        }
        Files.createDirectories(directory);
        Path root = directory.toRealPath();
        return backup.target().client().call(session -> {
            Shelf shelf = new Shelf(backup, session);
            Optional<Manifest> beside =
                    options.withoutManifest() ? shelf.manifestIfUsable(archive) : Optional.of(shelf.manifest(archive));
            if (beside.isEmpty()) {
                return asItIs(backup, shelf, archive, root, options);
            }
            Manifest manifest = beside.get();
            if (Archive.isEncrypted(archive)) {
                Opening opening = new Opening(backup, manifest);
                VerifyResult check = opening.run(shelf, archive);
                if (!check.isGood()) {
                    return nothing(check, "an encrypted archive can be relied on as a whole, or not at all");
                }
                manifest = opening.found();
            }
            return new Restoring(backup, manifest, root, options).run(shelf, archive);
        });
    }

    private static RestoreResult asItIs(Backup backup, Shelf shelf, String archive, Path root, RestoreOptions options)
            throws IOException {
        Unlisted unlisted = new Unlisted(backup, shelf, archive);
        VerifyResult check = unlisted.look();
        return check.isGood()
                ? unlisted.restore(new Restoring(backup, unlisted.manifest(), root, options))
                : nothing(check, "an archive without a manifest can be relied on as a whole, or not at all");
    }

    private static RestoreResult nothing(VerifyResult check, String reason) {
        List<String> problems = new ArrayList<>(check.problems());
        problems.add("Nothing was restored: " + reason);
        return new RestoreResult(check.archive(), List.of(), List.of(), false, problems);
    }

    /** Any archive of this format may be read, by whatever pattern it was named: digest and manifest lie beside it. */
    private static void requireArchive(Backup backup, String archive) {
        String ending = backup.format().extension() + (backup.isEncrypted() ? Archive.ENCRYPTED.get(0) : "");
        boolean fits =
                Archive.isOf(backup.format(), archive) && (Archive.isEncrypted(archive) || !backup.isEncrypted());
        if (!fits || !RemotePath.of(archive).isPlainName()) {
            throw new IllegalArgumentException("\"" + archive + "\" is no archive of this backup; its names end with "
                    + ending + ", as in \"" + backup.names().at(Instant.EPOCH) + "\"");
        }
    }
}
