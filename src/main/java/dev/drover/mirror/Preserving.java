package dev.drover.mirror;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteTime;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives copies in one tree the time and permissions of their source, until the place turns out not to know how. A refusal
 * that is about one file alone is a problem of that file; the others keep theirs. Thread-safe.
 */
final class Preserving {
    private static final Logger LOG = LoggerFactory.getLogger(Preserving.class);

    /** RFC 959: not known, not implemented, not with such a parameter. Everything else may be about the file. */
    private static final Set<Integer> UNKNOWN = Set.of(500, 501, 502, 504);

    /** So many refusals without a success between them, and the place refuses them all. */
    private static final int ENOUGH = 5;

    private final Mirror mirror;
    private final TreeWriter writer;
    private final Keeping times;
    private final Keeping modes;

    Preserving(Mirror mirror, TreeWriter writer) {
        this.mirror = mirror;
        this.writer = writer;
        this.times = new Keeping("modification time", mirror.preservesTimes());
        this.modes = new Keeping("permissions", mirror.preservesModes());
    }

    /** FTP carries whole seconds. */
    static RemoteTime inSeconds(RemoteTime time) {
        return new RemoteTime(time.instant().truncatedTo(ChronoUnit.SECONDS), ChronoUnit.SECONDS);
    }

    /** Whether the copy has the time now. */
    boolean time(Step.Copy step, RemoteTime time) throws IOException {
        return times.isWorthTrying() && accepted(times, step, () -> writer.setModified(step.path(), time.instant()));
    }

    void mode(Step.Copy step) throws IOException {
        if (modes.isWorthTrying() && step.mode().isPresent()) {
            String octal = step.mode().get();
            accepted(modes, step, () -> writer.setMode(step.path(), octal));
        }
    }

    /** Says at the end of a run what was refused, unless the place refuses it to every file and never promised it. */
    void report(Outcome outcome) throws IOException {
        if (times.hasRefusals() && (times.hasWorked() || writer.promisesTimes())) {
            times.problems().forEach(outcome::flawed);
        }
        if (modes.hasWorked()) {
            modes.problems().forEach(outcome::flawed);
        }
    }

    /** The file is there and whole; that its place keeps no times is no reason to call it failed. */
    private boolean accepted(Keeping keeping, Step.Copy step, Change change) throws IOException {
        try {
            change.make();
            keeping.worked();
            return true;
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            // "No such file" is also what a server says that has stored it under another name.
            Arrivals.requireThere(step, writer);
            keeping.refused(step, refused);
            return false;
        }
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /** What the place has said so far to one kind of wish. */
    private final class Keeping {
        private final String what;
        private final List<Problem> problems = new ArrayList<>();
        private boolean worthTrying;
        private boolean hasWorked;
        private int inARow;

        Keeping(String what, boolean wanted) {
            this.what = what;
            this.worthTrying = wanted;
        }

        synchronized boolean isWorthTrying() {
            return worthTrying;
        }

        synchronized boolean hasWorked() {
            return hasWorked;
        }

        synchronized boolean hasRefusals() {
            return !problems.isEmpty();
        }

        synchronized List<Problem> problems() {
            return List.copyOf(problems);
        }

        synchronized void worked() {
            hasWorked = true;
            inARow = 0;
        }

        synchronized void refused(Step.Copy step, FtpReplyException refusal) {
            boolean isUnknown = UNKNOWN.contains(refusal.reply().code()) && !hasWorked;
            inARow++;
            boolean isLast = worthTrying && (isUnknown || inARow >= ENOUGH);
            if (!isUnknown) {
                String rest = isLast ? "; after " + inARow + " refusals in a row no more are tried in this run" : "";
                String reason = "The file is there, but without the " + what + " of its source: "
                        + Problem.sentence(refusal) + rest;
                problems.add(new Problem(step.side(), step.path(), reason));
            }
            if (isLast) {
                worthTrying = false;
                LOG.info("The mirror {} goes on without keeping the {}: {}", mirror, what, refusal.getMessage());
            }
        }
    }
}
