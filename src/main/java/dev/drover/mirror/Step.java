package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.util.Optional;

/** One thing that a plan does to one of the trees. */
public sealed interface Step {
    /** The tree that changes. */
    Side side();

    /** Where in that tree. */
    RemotePath path();

    /** The same as text, with slashes. */
    default String name() {
        return path().toString();
    }

    /** A directory that is missing. */
    record MakeDirectory(Side side, RemotePath path) implements Step {
        @Override
        public String toString() {
            return "make directory " + (path.isEmpty() ? "." : path);
        }
    }

    /** The same name in other letters: upper and lower case. */
    record Rename(Side side, RemotePath from, RemotePath path) implements Step {
        @Override
        public String toString() {
            return "rename " + from + " to " + path;
        }
    }

    /**
     * A file that is new or differs.
     *
     * @param from where it is in the other tree
     * @param version of it there
     * @param mode its permissions there, octal, where they are to be kept
     * @param replaced what stands there now
     * @param reason why, in a word or two
     */
    record Copy(
            Side side,
            RemotePath from,
            RemotePath path,
            Version version,
            Optional<String> mode,
            Optional<Version> replaced,
            String reason)
            implements Step {
        @Override
        public String toString() {
            String bytes = version.size().isPresent() ? ", " + version.size().getAsLong() + " bytes" : "";
            return "copy " + path + " to the " + (side == Side.LEFT ? "left" : "right") + " (" + reason + bytes + ")";
        }
    }

    /** A file, or a directory that is empty by then, that the other tree has not. */
    record Delete(Side side, RemotePath path, boolean directory, Version version) implements Step {
        @Override
        public String toString() {
            return (directory ? "delete directory " : "delete ") + path;
        }
    }
}
