package dev.drover.transfer;

import dev.drover.ftp.TransferType;
import dev.drover.ftp.client.Checksum;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be moved, and under which conditions. The source is never touched: whoever asked deletes it afterwards, when
 * the result is there. Immutable.
 */
public final class Transfer {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

    private final Location from;
    private final Location to;
    private final IfExists ifExists;
    private final Verification verification;
    private final @Nullable Checksum expected;
    private final @Nullable Fingerprint seen;
    private final TransferType type;
    private final long limit;
    private final boolean resume;
    private final @Nullable String token;
    private final boolean triedBefore;
    private final boolean mayBePublished;
    private final @Nullable String publishedAs;
    private final Publishing publishing;
    private final boolean createDirectories;
    private final boolean waitsForSpace;
    private final RetryPolicy retry;
    private final Cancellation cancellation;
    private final TransferListener listener;

    private Transfer(Builder builder) {
        from = builder.from;
        to = builder.to;
        ifExists = builder.ifExists;
        verification = builder.verification;
        expected = builder.expected;
        seen = builder.seen;
        type = builder.type;
        limit = builder.limit;
        resume = builder.resume;
        token = builder.token;
        triedBefore = builder.triedBefore;
        mayBePublished = builder.mayBePublished;
        publishedAs = builder.publishedAs;
        publishing = builder.publishing;
        createDirectories = builder.createDirectories;
        retry = builder.retry;
        waitsForSpace = builder.waitsForSpace;
        cancellation = builder.cancellation;
        listener = builder.listener;
    }

    public static Builder builder(Location from, Location to) {
        return new Builder(from, to);
    }

    public Location from() {
        return from;
    }

    public Location to() {
        return to;
    }

    public IfExists ifExists() {
        return ifExists;
    }

    public Verification verification() {
        return verification;
    }

    /** The digest that the file must have, where the asker knows it. */
    public Optional<Checksum> expected() {
        return Optional.ofNullable(expected);
    }

    /** What the source was a moment ago, where the asker looked. */
    Optional<Fingerprint> seen() {
        return Optional.ofNullable(seen);
    }

    public TransferType type() {
        return type;
    }

    /** The largest file that is taken, in bytes. */
    public long limit() {
        return limit;
    }

    public boolean mayResume() {
        return resume && type == TransferType.BINARY;
    }

    /** What names the partial file, where the asker chose it. */
    public Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** Whether an earlier run of the same transfer may have got to any point, the last included. */
    public boolean wasTriedBefore() {
        return triedBefore;
    }

    boolean waitsForSpace() {
        return waitsForSpace;
    }

    boolean mayBePublished() {
        return mayBePublished;
    }

    /** The name that an earlier run was about to give to the file, where it is known. */
    Optional<String> publishedAs() {
        return Optional.ofNullable(publishedAs);
    }

    Publishing publishing() {
        return publishing;
    }

    public boolean createsDirectories() {
        return createDirectories;
    }

    public RetryPolicy retry() {
        return retry;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    TransferListener listener() {
        return listener;
    }

    @Override
    public String toString() {
        return from + " to " + to;
    }

    /** Hears that a file is whole and about to get its final name. */
    @FunctionalInterface
    public interface Publishing {
        /** Nobody needs to know. */
        Publishing SILENT = name -> {};

        /**
         * The file gets its name when this returns.
         *
         * @throws IOException when it must not: the transfer fails then, and what arrived stays under its temporary name
         */
        void begin(String name) throws IOException;
    }

    /** Collects the conditions. Not thread-safe. */
    public static final class Builder {
        private final Location from;
        private final Location to;
        private IfExists ifExists = IfExists.FAIL;
        private Verification verification = Verification.SIZE;
        private @Nullable Checksum expected;
        private @Nullable Fingerprint seen;
        private TransferType type = TransferType.BINARY;
        private long limit = Long.MAX_VALUE;
        private boolean resume = true;
        private @Nullable String token;
        private boolean triedBefore;
        private boolean mayBePublished;
        private @Nullable String publishedAs;
        private Publishing publishing = Publishing.SILENT;
        private boolean createDirectories = true;
        private boolean waitsForSpace = true;
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Cancellation cancellation = new Cancellation();
        private TransferListener listener = TransferListener.NONE;

        private Builder(Location from, Location to) {
            this.from = Objects.requireNonNull(from, "from");
            this.to = Objects.requireNonNull(to, "to");
        }

        /** Default: fail. */
        public Builder ifExists(IfExists value) {
            ifExists = value;
            return this;
        }

        /** Default: size. */
        public Builder verification(Verification value) {
            verification = value;
            return this;
        }

        /** The file arrives only if it has this digest: an algorithm of the JDK, or CRC32, and lower-case hex. */
        public Builder expected(String algorithm, String value) {
            expected = new Checksum(algorithm, value);
            return this;
        }

        /**
         * Saves the first attempt a look at the source: the asker has asked for just this file a moment ago, and it was a
         * file. Not for what was listed: what changed since would be taken for the old one.
         */
        public Builder seen(OptionalLong size, Optional<Instant> modified) {
            seen = new Fingerprint(size, modified);
            return this;
        }

        /** Default: binary. ASCII files are neither resumed nor verified: their bytes differ on both sides. */
        public Builder type(TransferType value) {
            type = value;
            return this;
        }

        /** Text rather than bytes, like {@link #type} with ASCII. */
        public Builder ascii(boolean value) {
            return type(value ? TransferType.ASCII : TransferType.BINARY);
        }

        /** A larger file is refused with {@link ErrorClass#FORBIDDEN}, also when its size shows only while it comes. */
        public Builder limit(long bytes) {
            limit = bytes;
            return this;
        }

        /** Whether a partial file is continued; default: yes. */
        public Builder resume(boolean value) {
            resume = value;
            return this;
        }

        /**
         * Names the partial file, so that the same transfer finds it again after a restart of the program. Without one
         * the name is random and only attempts of the same run continue it. Never the same for two transfers of
         * different content to the same target at once.
         */
        public Builder token(String value) {
            if (!TOKEN.matcher(value).matches()) {
                throw new IllegalArgumentException("a token is 1 to 80 letters, digits, dots, dashes or underscores");
            }
            token = value;
            return this;
        }

        /**
         * Says that an earlier run with the same token may even have renamed the file: then a target of the right size
         * whose partial file is gone counts as done, instead of as a conflict.
         */
        public Builder triedBefore(boolean value) {
            triedBefore = value;
            mayBePublished = value;
            return this;
        }

        /**
         * Says more exactly how far an earlier run may have got: not to the rename, or to a rename to this name. Without
         * it, a target of the same size that was there before would be taken for the outcome of the earlier run.
         *
         * @param name as {@link Publishing} heard it; empty when it heard nothing
         */
        public Builder publishedAs(Optional<String> name) {
            mayBePublished = name.isPresent();
            publishedAs = name.orElse(null);
            return this;
        }

        /** Who is to hear, and may object, before the file gets its name; default: nobody. */
        public Builder publishing(Publishing value) {
            publishing = value;
            return this;
        }

        /**
         * Whether a full disk of this machine is tried again after a pause, as other failures that pass. Who moves many files
         * rather ends. Default: yes.
         */
        public Builder waitsForSpace(boolean value) {
            waitsForSpace = value;
            return this;
        }

        /** Whether missing directories of the target are made; default: yes. */
        public Builder createDirectories(boolean value) {
            createDirectories = value;
            return this;
        }

        public Builder retry(RetryPolicy value) {
            retry = value;
            return this;
        }

        public Builder cancellation(Cancellation value) {
            cancellation = value;
            return this;
        }

        public Builder listener(TransferListener value) {
            listener = value;
            return this;
        }

        public Transfer build() {
            return new Transfer(this);
        }
    }
}
