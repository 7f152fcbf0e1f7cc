package dev.drover.transfer;

import dev.drover.ftp.client.Checksum;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The part of an attempt that makes sure that the partial file is the source, before it gets its name. */
final class Verifying {
    private final Transfer transfer;
    private final Course course;
    private final Source source;
    private final Target target;

    Verifying(Transfer transfer, Course course, Source source, Target target) {
        this.transfer = transfer;
        this.course = course;
        this.source = source;
        this.target = target;
    }

    /**
     * Checks as far as it was asked to.
     *
     * @return how far that was: a server may not tell a size
     * @throws TransferException when anything differs
     */
    Verification run() throws IOException {
        if (course.isText()) {
            return Verification.NONE;
        }
        checkSource();
        if (transfer.expected().isPresent()) {
            compare(transfer.expected().get(), "was asked for");
        }
        if (transfer.verification() == Verification.NONE) {
            return Verification.NONE;
        }
        OptionalLong told = target.size(course.partial());
        if (told.isPresent() && told.getAsLong() != course.arrived()) {
            throw differs(
                    "has " + course.arrived() + " bytes, but the partial file at the target has " + told.getAsLong());
        }
        if (transfer.verification() == Verification.CHECKSUM) {
            checkDigests();
            return Verification.CHECKSUM;
        }
        return told.isPresent() ? Verification.SIZE : Verification.NONE;
    }

    private void checkSource() throws IOException {
        OptionalLong whole = course.source().size();
        if (whole.isPresent() && whole.getAsLong() != course.arrived()) {
            throw differs("has " + whole.getAsLong() + " bytes, but " + course.arrived() + " came");
        }
        if (source.looksAgain() && !source.look().equals(course.source())) {
            throw differs("changed while it was read");
        }
    }

    private void checkDigests() throws IOException {
        Optional<String> atSource = source.digestAlgorithm();
        if (atSource.isPresent()) {
            compare(source.checksum(atSource.get()), "is what its server calculates");
        }
        Optional<String> atTarget = target.digestAlgorithm();
        boolean told = atTarget.isPresent()
                && compare(target.checksum(course.partial(), atTarget.get()), "is what the target calculates");
        if (!told) {
            compare(readBack(), "is what the target sends back");
        }
    }

    private Checksum readBack() throws IOException {
        Digests digests = new Digests(Set.of(Digests.SHA_256));
        try (Source.Reading reading = target.readBack(course.partial())) {
            digests.update(reading.channel(), Long.MAX_VALUE);
            reading.finish();
        }
        return new Checksum(Digests.SHA_256, digests.finish(Digests.SHA_256).orElseThrow());
    }

    private boolean compare(Optional<Checksum> told, String who) throws TransferException {
        if (told.isPresent()) {
            compare(told.get(), who);
        }
        return told.isPresent();
    }

    private void compare(Checksum told, String who) throws TransferException {
        String ours = course.digest(told.algorithm()).orElse("unknown");
        if (!ours.equals(told.value())) {
            throw differs("has the " + told.algorithm() + " " + ours + ", but " + told.value() + " " + who);
        }
    }

    private TransferException differs(String how) {
        return new TransferException(ErrorClass.INTEGRITY, "The source " + transfer.from() + " " + how);
    }
}
