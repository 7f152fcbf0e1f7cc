package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a one-way mirror last made its trees equal. A server that lists minutes or days does not tell of a change within
 * them; but only files that were touched here since then can have such a change, and for those few the server is asked for
 * the exact time. It is the time of an empty file in the user's cache; where there is none, the listing has to do. Immutable.
 */
final class LastRun {
    private static final Logger LOG = LoggerFactory.getLogger(LastRun.class);
    private static final Duration KEPT = Duration.ofDays(400);

    private final Mirror mirror;
    private final Path file;
    private final Optional<Instant> began;

    private LastRun(Mirror mirror, Path file, Optional<Instant> began) {
        this.mirror = mirror;
        this.file = file;
        this.began = began;
    }

    static Path directory() {
        return RunLock.file().resolveSibling("mirrors");
    }

    /** The same places and globs make the same mirror. */
    static LastRun of(Mirror mirror) {
        Path file = directory().resolve(name(mirror));
        try {
            return new LastRun(
                    mirror,
                    file,
                    Files.exists(file)
                            ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                            : Optional.empty());
        } catch (IOException e) {
            LOG.info("It is not known when the mirror {} ran last: {}", mirror, e.toString());
            return new LastRun(mirror, file, Optional.empty());
        }
    }

    /** Whether a file of a source on this machine was written, or given another time, since the last run began. */
    boolean isTouchedSince(RemotePath path) {
        if (began.isEmpty() || mirror.isTwoWay() || !(mirror.left() instanceof LocalTree source)) {
            return false;
        }
        try {
            // Not the time of the content, which programs set as they like.
            FileTime changed = (FileTime) Files.getAttribute(source.resolve(path), "unix:ctime");
            return !changed.toInstant().isBefore(began.get());
        } catch (UnsupportedOperationException | IllegalArgumentException | IOException e) {
            LOG.debug("Nothing tells whether {} was touched", path, e);
            return false;
        }
    }

    /**
     * Notes a run after which nothing differs that takes part.
     *
     * @param start of the run: what is touched later may not have been seen by it
     */
    void note(Instant start) {
        // By sizes alone nobody sees a change of time.
        if (mirror.isTwoWay() || mirror.comparison() == Comparison.SIZE) {
            return;
        }
        try {
            Files.createDirectories(directory());
            if (began.isEmpty()) {
                forgetOthers(start.minus(KEPT));
                Files.write(file, new byte[0]);
            }
            Files.setLastModifiedTime(file, FileTime.from(start));
        } catch (IOException e) {
            LOG.info("The next run of the mirror {} will not know of this one: {}", mirror, e.toString());
        }
    }

    private void forgetOthers(Instant end) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(directory())) {
            for (Path other : others) {
                if (Files.getLastModifiedTime(other).toInstant().isBefore(end)) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private static String name(Mirror mirror) {
        byte[] digest = RunLock.digest(RunLock.key(mirror) + " " + mirror.selection());
        return HexFormat.of().formatHex(digest, 0, 16);
    }
}
