package dev.drover.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The part of an attempt that moves bytes into the partial file: all of them, or those that are missing. */
final class Copying {
    /** Below this many bytes nobody asks for a partial file that may be there by chance: sending costs less. */
    static final long WORTH_RESUMING = 64 * 1024;

    private static final int BUFFER = 256 * 1024;
    private static final int SMALLEST_BUFFER = 8 * 1024;

    private final Transfer transfer;
    private final Course course;
    private final Source source;
    private final Target target;
    private final Clock clock;

    Copying(Transfer transfer, Course course, Source source, Target target, Clock clock) {
        this.transfer = transfer;
        this.course = course;
        this.source = source;
        this.target = target;
        this.clock = clock;
    }

    /** Copies what is missing; afterwards the course knows what lies there. */
    void run() throws IOException {
        OptionalLong whole = course.source().size();
        long offset = resumeOffset();
        if (offset > 0 && offset == whole.orElse(-1)) {
            course.arrives(offset, offset, digestsUpTo(offset));
            return;
        }
        try {
            copy(offset);
        } catch (IOException refusal) {
            boolean worthAnother = transfer.createsDirectories()
                    && !transfer.cancellation().isCancelled()
                    && target.mendDirectory(refusal);
            if (!worthAnother) {
                throw refusal;
            }
            copy(offset);
        }
    }

    private long resumeOffset() throws IOException {
        long whole = course.source().size().orElse(0);
        if (!course.mayFindPartial(whole >= WORTH_RESUMING) || !digestsCanBeResumed()) {
            return 0;
        }
        long offset = target.resumePoint(course.partial(), whole);
        boolean inTheMiddle = offset > 0 && offset < whole;
        return inTheMiddle && !(source.canStartLater() && target.canStartLater()) ? 0 : offset;
    }

    private void copy(long offset) throws IOException {
        Digests digests = new Digests(algorithms());
        boolean knowsAll = prime(digests, offset);
        OptionalLong total =
                course.isText() ? OptionalLong.empty() : course.source().size();
        Monitor monitor = new Monitor(transfer, course, clock, total, offset);
        course.touches();
        // The target first: a refusal there is more likely, and then no download has to be broken off.
        try (Target.Writing out = target.open(course.partial(), offset, course.isText());
                Source.Reading in = source.open(offset, course.source(), course.isText())) {
            pump(in.channel(), out.channel(), digests, monitor);
            in.finish();
            out.finish();
        }
        course.arrives(offset + monitor.moved(), offset, knowsAll ? results(digests) : Map.of());
    }

    private void pump(ReadableByteChannel in, WritableByteChannel out, Digests digests, Monitor monitor)
            throws IOException {
        long size = course.source().size().orElse(BUFFER);
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.max(SMALLEST_BUFFER, Math.min(BUFFER, size + 1)));
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            buffer.flip();
            digests.update(buffer.duplicate());
            monitor.moved(count);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            buffer.clear();
        }
    }

    // A digest of the whole file needs the bytes that are not sent again, from a place where reading costs nothing.
    private boolean digestsCanBeResumed() {
        boolean needed = transfer.expected().isPresent() || transfer.verification() == Verification.CHECKSUM;
        return !needed || transfer.from() instanceof LocalLocation || transfer.to() instanceof LocalLocation;
    }

    private Set<String> algorithms() throws IOException {
        Set<String> all = new LinkedHashSet<>(Set.of(Digests.SHA_256));
        transfer.expected().ifPresent(c -> all.add(c.algorithm()));
        if (transfer.verification() == Verification.CHECKSUM) {
            source.digestAlgorithm().ifPresent(all::add);
            target.digestAlgorithm().ifPresent(all::add);
        }
        return all;
    }

    private Map<String, String> digestsUpTo(long length) throws IOException {
        Digests digests = new Digests(algorithms());
        return prime(digests, length) ? results(digests) : Map.of();
    }

    private boolean prime(Digests digests, long length) throws IOException {
        if (length == 0) {
            return true;
        }
        Optional<ReadableByteChannel> near = source.nearby();
        if (near.isEmpty()) {
            near = target.nearby(course.partial());
        }
        if (near.isEmpty()) {
            return false;
        }
        try (ReadableByteChannel channel = near.get()) {
            return digests.update(channel, length) == length;
        }
    }

    private Map<String, String> results(Digests digests) throws IOException {
        Map<String, String> results = new LinkedHashMap<>();
        for (String algorithm : algorithms()) {
            digests.finish(algorithm).ifPresent(hex -> results.put(algorithm, hex));
        }
        return results;
    }
}
