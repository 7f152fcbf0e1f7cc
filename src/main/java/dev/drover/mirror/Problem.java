package dev.drover.mirror;

import dev.drover.ftp.RemotePath;

/**
 * Something that takes no part, or did not work.
 *
 * @param side where it is
 * @param path below the root of that tree, with slashes
 * @param reason one clear sentence
 */
public record Problem(Side side, String path, String reason) {
    Problem(Side side, RemotePath path, String reason) {
        this(side, path.toString(), reason);
    }

    static Problem of(Side side, RemotePath path, Exception failure) {
        return new Problem(side, path, sentence(failure));
    }

    /** The message, or what kind of failure it is where there is none. */
    static String sentence(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** One line, whatever is in the name. */
    @Override
    public String toString() {
        return Names.printable((path.isEmpty() ? "." : path) + ": " + reason);
    }
}
