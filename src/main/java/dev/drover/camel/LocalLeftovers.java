package dev.drover.camel;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary files in directories of this machine, and what a crash left of them: known by the name of this node, and
 * deleted when they are old. Thread-safe.
 */
final class LocalLeftovers {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLeftovers.class);
    private static final Duration OLD = Duration.ofDays(1);

    private final TemporaryNames names;

    LocalLeftovers(TemporaryNames names) {
        this.names = names;
    }

    /** A new path in the directory of the target, ours until {@link #end}. */
    String begin(String target) {
        return names.begin(target, File.separatorChar);
    }

    void end(String temporary) {
        names.end(temporary);
    }

    /** Deletes what this node left in the directory of a file before it last stopped. Looks once a day at each directory. */
    void sweep(Path file) {
        Path directory = file.resolveSibling("");
        if (!names.isDue(directory.toUri().toString(), OLD)) {
            return;
        }
        Instant before = Instant.now().minus(OLD);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, this::isStale)) {
            for (Path stale : entries) {
                if (Files.getLastModifiedTime(stale).toInstant().isBefore(before)) {
                    LOG.info("Deleting {}, which this node left behind before it stopped.", stale);
                    Files.deleteIfExists(stale);
                }
            }
        } catch (IOException e) {
            LOG.debug("Old temporary files in {} were not looked for: {}", directory, e.getMessage());
        }
    }

    private boolean isStale(Path path) {
        return names.isOurs(String.valueOf(path.getFileName())) && !names.isInUse(path.toString());
    }
}
