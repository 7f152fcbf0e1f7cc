package dev.drover.mirror;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteTime;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives copies in one tree the time and permissions of their source, until the place turns out not to know how. */
final class Preserving {
    private static final Logger LOG = LoggerFactory.getLogger(Preserving.class);

    private final Mirror mirror;
    private final TreeWriter writer;
    private final AtomicBoolean times;
    private final AtomicBoolean modes;

    Preserving(Mirror mirror, TreeWriter writer) {
        this.mirror = mirror;
        this.writer = writer;
        this.times = new AtomicBoolean(mirror.preservesTimes());
        this.modes = new AtomicBoolean(mirror.preservesModes());
    }

    /** FTP carries whole seconds. */
    static RemoteTime inSeconds(RemoteTime time) {
        return new RemoteTime(time.instant().truncatedTo(ChronoUnit.SECONDS), ChronoUnit.SECONDS);
    }

    /** Whether the copy has the time now. */
    boolean time(Step.Copy step, RemoteTime time) throws IOException {
        return times.get()
                && accepted(times, "modification times", () -> writer.setModified(step.path(), time.instant()));
    }

    void mode(Step.Copy step) throws IOException {
        if (modes.get() && step.mode().isPresent()) {
            String octal = step.mode().get();
            accepted(modes, "permissions", () -> writer.setMode(step.path(), octal));
        }
    }

    /** The file is there and whole; that its place keeps no times is no reason to call it failed. */
    private boolean accepted(AtomicBoolean worthTrying, String what, Change change) throws IOException {
        try {
            change.make();
            return true;
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            if (worthTrying.getAndSet(false)) {
                LOG.info("The mirror {} goes on without keeping {}: {}", mirror, what, refused.getMessage());
            }
            return false;
        }
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }
}
