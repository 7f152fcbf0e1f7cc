package dev.drover.transfer;

import dev.drover.ftp.FtpException;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt at one file: look, copy what is missing, verify, rename. It begins by finding out what earlier attempts
 * have come to, so that nothing is sent twice and nothing that is done is done again.
 */
final class Attempt {
    private static final int MOST_NUMBERS = 1000;

    private final Transfer transfer;
    private final Course course;
    private final Source source;
    private final Target target;
    private final Clock clock;

    Attempt(Transfer transfer, Course course, Source source, Target target, Clock clock) {
        this.transfer = transfer;
        this.course = course;
        this.source = source;
        this.target = target;
        this.clock = clock;
    }

    /** Goes as far as it can. */
    Outcome run() throws IOException {
        transfer.cancellation().check();
        Optional<Fingerprint> seen = course.isLookedAt() ? Optional.empty() : transfer.seen();
        course.sees(seen.isPresent() ? seen.get() : source.look());
        if (course.source().size().orElse(0) > transfer.limit()) {
            throw Monitor.tooLarge(transfer);
        }
        if (course.mayBePublished() && isPublished()) {
            boolean unchecked = course.isText() || transfer.verification() == Verification.NONE;
            return Outcome.done(unchecked ? Verification.NONE : Verification.SIZE);
        }
        if (!course.isTouched() && !findName()) {
            return Outcome.SKIPPED;
        }
        new Copying(transfer, course, source, target, clock).run();
        Verification verified = new Verifying(transfer, course, source, target).run();
        return publish() ? Outcome.done(verified) : Outcome.SKIPPED;
    }

    // After a lost reply to RNTO, or a crash: the partial file is gone only if it got its name.
    private boolean isPublished() throws IOException {
        boolean published = target.size(course.partial()).isEmpty() && isAtTarget();
        course.publishing(published);
        return published;
    }

    private boolean isAtTarget() throws IOException {
        long whole =
                course.isTouched() ? course.arrived() : course.source().size().orElse(-1);
        boolean sizeTellsNothing = course.isTouched() && course.isText();
        Optional<Target.Found> found = target.look(course.finalName()).filter(f -> !f.isDirectory());
        if (found.isEmpty() || (found.get().size().orElse(-1) != whole && !sizeTellsNothing)) {
            return false;
        }
        if (!course.isTouched()) {
            course.arrives(whole, 0, Map.of());
        }
        return true;
    }

    private boolean findName() throws IOException {
        return transfer.ifExists() == IfExists.OVERWRITE
                || target.look(course.finalName()).isEmpty()
                || findOtherName();
    }

    /** When the name is taken: another one, or none because the file is to be skipped. */
    private boolean findOtherName() throws IOException {
        if (transfer.ifExists() == IfExists.SKIP) {
            return false;
        }
        if (transfer.ifExists() == IfExists.RENAME) {
            for (int number = 1; number < MOST_NUMBERS; number++) {
                String name = numbered(transfer.to().name(), number);
                if (target.look(name).isEmpty()) {
                    course.rename(name);
                    return true;
                }
            }
        }
        throw new TransferException(
                ErrorClass.CONFLICT, "There is a file " + transfer.to() + " already, and it may not be replaced");
    }

    private boolean publish() throws IOException {
        boolean replace = transfer.ifExists() == IfExists.OVERWRITE;
        transfer.cancellation().check();
        while (isTaken(replace) || !rename(replace)) {
            if (!findOtherName()) {
                target.remove(course.partial());
                return false;
            }
        }
        return true;
    }

    // FTP has no rename that refuses to replace, so the best there is, is a look right before.
    private boolean isTaken(boolean replace) throws IOException {
        return !replace
                && !target.refusesToReplace()
                && !course.isDirect()
                && target.look(course.finalName()).isPresent();
    }

    private boolean rename(boolean replace) throws IOException {
        transfer.publishing().begin(course.finalName());
        course.publishing(true);
        try {
            boolean done = target.publish(course.partial(), course.finalName(), replace, course);
            course.publishing(done);
            return done;
        } catch (FtpException refused) {
            // A reply that leaves the session in step says no. Anything else leaves open what was done.
            course.publishing(!refused.sessionUsable());
            throw refused;
        }
    }

    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + "-" + number : name.substring(0, dot) + "-" + number + name.substring(dot);
    }

    /** How an attempt ended that did not fail. */
    record Outcome(boolean skipped, Verification verified) {
        static final Outcome SKIPPED = new Outcome(true, Verification.NONE);

        static Outcome done(Verification verified) {
            return new Outcome(false, verified);
        }
    }
}
