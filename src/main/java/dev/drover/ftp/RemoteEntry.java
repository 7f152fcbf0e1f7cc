package dev.drover.ftp;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One line of a listing, understood: what the server says of a file, directory or link. Immutable. */
public final class RemoteEntry {
    /** What an entry is. */
    public enum Kind {
        /** Something with content that can be downloaded. */
        FILE,
        /** Something that holds others. */
        DIRECTORY,
        /** A link; what it points to may be anything, or nothing. */
        SYMLINK,
        /** Device, socket, pipe: nothing that can be transferred. */
        SPECIAL,
        /** The server did not say, as in a plain list of names. */
        UNKNOWN
    }

    private static final long NO_SIZE = -1;

    private final RemotePath path;
    private final Kind kind;
    private final long size;
    private final @Nullable RemoteTime modified;
    private final @Nullable String permissions;
    private final @Nullable String owner;
    private final @Nullable String group;
    private final @Nullable RemotePath linkTarget;
    private final Map<String, String> facts;

    private RemoteEntry(Builder builder) {
        path = builder.path;
        kind = builder.kind;
        size = builder.size;
        modified = builder.modified;
        permissions = builder.permissions;
        owner = builder.owner;
        group = builder.group;
        linkTarget = builder.linkTarget;
        facts = Map.copyOf(builder.facts);
    }

    /** Starts an entry of which nothing else is known. */
    public static Builder builder(RemotePath path, Kind kind) {
        return new Builder(path, kind);
    }

    /** This entry, changed where the builder is told so. */
    public Builder toBuilder() {
        Builder copy = new Builder(path, kind);
        copy.size = size;
        copy.modified = modified;
        copy.permissions = permissions;
        copy.owner = owner;
        copy.group = group;
        copy.linkTarget = linkTarget;
        copy.facts = facts;
        return copy;
    }

    /** As listed: from a parser a name, from a session the directory that was listed joined with the name. */
    public RemotePath path() {
        return path;
    }

    /** The last segment of the path. */
    public String name() {
        return path.name();
    }

    /** What it is, as far as the listing tells. */
    public Kind kind() {
        return kind;
    }

    /** Whether the listing tells that it is a file; a link is none. */
    public boolean isFile() {
        return kind == Kind.FILE;
    }

    /** Whether the listing tells that it is a directory; a link to one is none. */
    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** In bytes. */
    public OptionalLong size() {
        return size == NO_SIZE ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** When it was last modified, as exactly as the listing tells. */
    public Optional<RemoteTime> modified() {
        return Optional.ofNullable(modified);
    }

    /** As the server writes them: {@code rwxr-x---}, or octal digits. */
    public Optional<String> permissions() {
        return Optional.ofNullable(permissions);
    }

    /** Name or number of the owner, as the server writes it. */
    public Optional<String> owner() {
        return Optional.ofNullable(owner);
    }

    /** Name or number of the group, as the server writes it. */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    /** Where a symbolic link points, as the server writes it. */
    public Optional<RemotePath> linkTarget() {
        return Optional.ofNullable(linkTarget);
    }

    /** All facts of MLSD and MLST (RFC 3659 section 7.5), their names in lower case; empty for other formats. */
    public Map<String, String> facts() {
        return facts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteEntry that
                && path.equals(that.path)
                && kind == that.kind
                && size == that.size
                && Objects.equals(modified, that.modified)
                && Objects.equals(permissions, that.permissions)
                && Objects.equals(owner, that.owner)
                && Objects.equals(group, that.group)
                && Objects.equals(linkTarget, that.linkTarget)
                && facts.equals(that.facts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, kind, size, modified);
    }

    @Override
    public String toString() {
        return kind + " " + path + (size == NO_SIZE ? "" : " " + size + " B")
                + (modified == null ? "" : " " + modified);
    }

    /** Collects what a line tells. Not thread-safe. */
    public static final class Builder {
        private final Kind kind;
        private RemotePath path;
        private long size = NO_SIZE;
        private @Nullable RemoteTime modified;
        private @Nullable String permissions;
        private @Nullable String owner;
        private @Nullable String group;
        private @Nullable RemotePath linkTarget;
        private Map<String, String> facts = Map.of();

        private Builder(RemotePath path, Kind kind) {
            this.path = Objects.requireNonNull(path, "path");
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        /** Another path for the same thing. */
        public Builder path(RemotePath value) {
            path = value;
            return this;
        }

        /** In bytes; a negative size counts as not told. */
        public Builder size(long bytes) {
            size = Math.max(NO_SIZE, bytes);
            return this;
        }

        /** When it was changed last, as exactly as the server told. */
        public Builder modified(RemoteTime value) {
            modified = value;
            return this;
        }

        /** As the server writes them. */
        public Builder permissions(String value) {
            permissions = value;
            return this;
        }

        /** A name or a number. */
        public Builder owner(String value) {
            owner = value;
            return this;
        }

        /** A name or a number. */
        public Builder group(String value) {
            group = value;
            return this;
        }

        /** Where a link points to, as the server writes it. */
        public Builder linkTarget(RemotePath value) {
            linkTarget = value;
            return this;
        }

        /** All facts of MLSD and MLST, their names in lower case. */
        public Builder facts(Map<String, String> value) {
            facts = value;
            return this;
        }

        /** The entry; the builder may go on to another. */
        public RemoteEntry build() {
            return new RemoteEntry(this);
        }
    }
}
