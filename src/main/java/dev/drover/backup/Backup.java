package dev.drover.backup;

import dev.drover.mirror.RemoteTree;
import dev.drover.mirror.Selection;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transform.Encryption;
import dev.drover.transform.Transform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which directories are backed up, where to, under which names and for how long. Immutable. */
public final class Backup {
    private final List<Path> sources;
    private final RemoteTree target;
    private final ArchiveNames names;
    private final ArchiveFormat format;
    private final Optional<Encryption> encryption;
    private final Optional<Transform> decryption;
    private final boolean encrypted;
    private final Selection selection;
    private final Retention retention;
    private final @Nullable Path spool;
    private final OptionalLong partSize;
    private final boolean verify;
    private final RetryPolicy retry;
    private final Cancellation cancellation;
    private final BackupListener listener;

    private Backup(Builder builder) {
        sources = List.copyOf(builder.sources);
        target = builder.target;
        format = builder.format;
        encryption = builder.encryption;
        decryption = builder.decryption;
        encrypted = builder.encrypted;
        ArchiveNames plain = builder.names == null ? ArchiveNames.of(builder.name, builder.format) : builder.names;
        names = encrypted
                ? plain.encrypted(
                        encryption.map(Encryption::ending).map(List::of).orElse(Archive.ENCRYPTED))
                : plain;
        selection = new Selection(builder.include, builder.exclude);
        retention = builder.retention;
        spool = builder.spool;
        partSize = builder.partSize;
        verify = builder.verify;
        retry = builder.retry;
        cancellation = builder.cancellation;
        listener = builder.listener;
    }

    /**
     * A backup of this name into a directory on a server.
     *
     * @param name becomes part of the archives' names
     */
    public static Builder builder(String name, RemoteTree target) {
        return new Builder(name, target);
    }

    /** Directories, or single files. Each keeps its own name in the archive. */
    public List<Path> sources() {
        return sources;
    }

    public RemoteTree target() {
        return target;
    }

    public ArchiveNames names() {
        return names;
    }

    public ArchiveFormat format() {
        return format;
    }

    /** What new archives are encrypted with, if they are. */
    public Optional<Encryption> encryption() {
        return encryption;
    }

    /** What encrypted archives are read with, if their content is to be read. */
    public Optional<Transform> decryption() {
        return decryption;
    }

    /** Whether its archives are encrypted; only those are of this backup then, and else only those that are not. */
    public boolean isEncrypted() {
        return encrypted;
    }

    public Selection selection() {
        return selection;
    }

    public Retention retention() {
        return retention;
    }

    /** Where archives are made before they are sent, if they are not streamed. */
    public Optional<Path> spool() {
        return Optional.ofNullable(spool);
    }

    /** Into how many bytes each an archive is cut, if it is. */
    public OptionalLong partSize() {
        return partSize;
    }

    /** Whether a new archive is read back and compared before it counts as good. */
    public boolean verifies() {
        return verify;
    }

    public RetryPolicy retry() {
        return retry;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    /** Bytes of an archive moved: lets the listener hear of it, and ends here when the backup was cancelled. */
    void moved(long bytes) throws IOException {
        listener.moved(bytes);
        cancellation.check();
    }

    /** Lets the listener cancel while others do the work. */
    void heard() {
        listener.moved(0);
    }

    BackupListener listener() {
        return listener;
    }

    @Override
    public String toString() {
        return sources + " -> " + target;
    }

    /** Collects the conditions. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final RemoteTree target;
        private final List<Path> sources = new ArrayList<>();
        private final List<String> include = new ArrayList<>();
        private final List<String> exclude = new ArrayList<>();
        private ArchiveFormat format = ArchiveFormat.TAR_GZ;
        private @Nullable ArchiveNames names;
        private Optional<Encryption> encryption = Optional.empty();
        private Optional<Transform> decryption = Optional.empty();
        private boolean encrypted;
        private Retention retention = Retention.KEEP_ALL;
        private @Nullable Path spool;
        private OptionalLong partSize = OptionalLong.empty();
        private boolean verify;
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Cancellation cancellation = new Cancellation();
        private BackupListener listener = BackupListener.NONE;

        private Builder(String name, RemoteTree target) {
            this.name = Objects.requireNonNull(name, "name");
            this.target = Objects.requireNonNull(target, "target");
        }

        /** At least one is needed to make an archive; none to list, verify, restore and prune. */
        public Builder sources(Path... paths) {
            sources.addAll(List.of(paths));
            return this;
        }

        /** Default: tar.gz. */
        public Builder format(ArchiveFormat value) {
            format = value;
            return this;
        }

        /** Names by another pattern; made for the same format. */
        public Builder names(ArchiveNames value) {
            names = value;
            return this;
        }

        /**
         * Encrypts archives while they are made; nothing that is not encrypted leaves this machine or lies in the spool
         * directory. What lies beside them tells how much is in them, and no name, size or digest of a file.
         *
         * @throws IllegalArgumentException when its ending is neither {@code .pgp} nor {@code .asc}
         */
        public Builder encryption(Encryption value) {
            if (!Archive.ENCRYPTED.contains(value.ending())) {
                throw new IllegalArgumentException("names of encrypted archives end with "
                        + String.join(" or ", Archive.ENCRYPTED) + ", not with \"" + value.ending() + "\"");
            }
            encryption = Optional.of(value);
            return encrypted();
        }

        /**
         * Reads encrypted archives, as {@code Transforms.decryption} makes it. Restoring needs it. Verifying without it
         * compares what is stored and does not look into it.
         */
        public Builder decryption(Transform value) {
            decryption = Optional.of(value);
            return encrypted();
        }

        /** The archives are encrypted, whether or not they can be made or read here. */
        public Builder encrypted() {
            encrypted = true;
            return this;
        }

        /** Globs below each source, as for a mirror. */
        public Builder include(String... globs) {
            include.addAll(List.of(globs));
            return this;
        }

        public Builder exclude(String... globs) {
            exclude.addAll(List.of(globs));
            return this;
        }

        /** Default: everything stays. */
        public Builder retention(Retention value) {
            retention = value;
            return this;
        }

        /**
         * Makes the archive in this local directory first and sends it then, so that a broken upload goes on where it
         * broke. Without it the archive is streamed: no copy on this machine, but after a broken upload all of it is packed
         * and sent anew. Either way a run that ended is not gone on with: the next one makes an archive of its own.
         */
        public Builder spool(Path directory) {
            spool = directory;
            return this;
        }

        /**
         * Cuts the archive into files of so many bytes, the last one shorter: {@code site.tar.gz.001} and so on, for
         * servers that take no larger ones. Put together in order they are the archive. Default: one file.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder partSize(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("a part has one byte at least, not " + bytes);
            }
            partSize = OptionalLong.of(bytes);
            return this;
        }

        /**
         * Whether a new archive is read back from the server and compared, byte by byte, before old ones are let go; one
         * that is not good lets go none. Default: no.
         */
        public Builder verify(boolean value) {
            verify = value;
            return this;
        }

        /** How often what fails in a way that passes is tried, a streamed archive as a whole. */
        public Builder retry(RetryPolicy value) {
            retry = value;
            return this;
        }

        /** Ends a run from outside; what is on the server of it is removed. */
        public Builder cancellation(Cancellation value) {
            cancellation = value;
            return this;
        }

        public Builder listener(BackupListener value) {
            listener = value;
            return this;
        }

        /**
         * @throws IllegalArgumentException when two sources have the same name, which would mix them in the archive, or
         *     there are sources and encrypted archives, but nothing to encrypt with
         */
        public Backup build() {
            Set<String> seen = new HashSet<>();
            for (Path source : sources) {
                Path last = source.toAbsolutePath().normalize().getFileName();
                if (last == null) {
                    throw new IllegalArgumentException(source + " has no name to give it in the archive");
                }
                if (!seen.add(last.toString())) {
                    throw new IllegalArgumentException("Two sources are called \"" + last + "\": " + sources);
                }
            }
            if (encrypted && encryption.isEmpty() && !sources.isEmpty()) {
                throw new IllegalArgumentException("To make encrypted archives of " + sources
                        + " an encryption is needed; a decryption alone reads them");
            }
            return new Backup(this);
        }
    }
}
