package dev.drover.backup;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs of a backup left that were killed: partial files, parts without the first, digests and manifests without an
 * archive, spooled archives.
 * They carry the name of their archive, and with it its time, so that those of a run that is still at work are left alone.
 */
final class Leftovers {
    /** In the name of partial files. */
    static final String TOKEN = "backup";

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    // With sixteen digits it was sent from the spool directory.
    private static final Pattern PARTIAL =
            Pattern.compile("\\.(.+)\\.(?:" + TOKEN + "-[0-9a-f]{8}|[0-9a-f]{16})\\.part");
    private static final Pattern SPOOLED = Pattern.compile("\\.(.+)\\.spool-[0-9]+\\.part");
    private static final Duration LONG = Duration.ofDays(1);

    private Leftovers() {}

    static Path newSpoolFile(Path spool, String archive) throws IOException {
        return Files.createTempFile(spool, "." + archive + ".spool-", ".part");
    }

    /** Those of one archive that did not come to be. */
    static List<String> of(String archive, Set<String> files) {
        return files.stream()
                .filter(file -> owner(file, files).map(archive::equals).orElse(false))
                .toList();
    }

    /** Removes what is older than a day; that it cannot is no failure of a backup. */
    static void removeOld(Backup backup, Instant now) {
        try {
            backup.target().client().call(session -> {
                Shelf shelf = new Shelf(backup, session);
                remove(backup, shelf, now.minus(LONG));
                return shelf;
            });
            if (backup.spool().isPresent()) {
                removeSpooled(backup, backup.spool().get(), now.minus(LONG));
            }
        } catch (IOException e) {
            LOG.info("What interrupted runs of the backup {} left stays: {}", backup, e.getMessage());
        }
    }

    private static void remove(Backup backup, Shelf shelf, Instant before) throws IOException {
        Map<String, RemoteEntry> files = shelf.files();
        Map<String, List<RemoteEntry>> left = files.values().stream()
                .filter(RemoteEntry::isFile)
                .collect(Collectors.groupingBy(
                        file -> owner(file.name(), files.keySet()).orElse("")));
        for (Map.Entry<String, List<RemoteEntry>> run : left.entrySet()) {
            // One that has been at work for days wrote something of it lately.
            boolean old = isBefore(backup, run.getKey(), before)
                    && run.getValue().stream().allMatch(file -> isBefore(file, before));
            if (old) {
                remove(shelf, run.getValue());
            }
        }
    }

    private static boolean isBefore(RemoteEntry file, Instant before) {
        return file.modified().map(time -> time.instant().isBefore(before)).orElse(true);
    }

    private static void remove(Shelf shelf, List<RemoteEntry> files) throws IOException {
        for (RemoteEntry file : files) {
            try {
                shelf.remove(shelf.path(file.name()));
            } catch (FtpReplyException refused) {
                if (!refused.sessionUsable()) {
                    throw refused;
                }
                LOG.info("The old partial file {} stays: {}", file.path(), refused.getMessage());
            }
        }
    }

    private static void removeSpooled(Backup backup, Path spool, Instant before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(spool, ".*.part")) {
            for (Path file : files) {
                Matcher name = SPOOLED.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && isBefore(backup, archiveOf(name.group(1)).orElse(name.group(1)), before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isBefore(Backup backup, String archive, Instant before) {
        return backup.names().timeOf(archive).map(time -> time.isBefore(before)).orElse(false);
    }

    /** The archive that a file is of, if the file is of no use any more. */
    private static Optional<String> owner(String file, Collection<String> files) {
        Matcher partial = PARTIAL.matcher(file);
        if (partial.matches()) {
            return Optional.of(archiveOf(partial.group(1)).orElse(partial.group(1)));
        }
        return archiveOf(file).filter(archive -> !Parts.isThere(archive, files));
    }

    /** The archive of a part, or of what lies beside one. */
    private static Optional<String> archiveOf(String file) {
        return Archive.BESIDE.stream()
                .filter(file::endsWith)
                .map(ending -> file.substring(0, file.length() - ending.length()))
                .findFirst()
                .or(() -> Parts.archiveOf(file));
    }
}
