package dev.drover.transfer;

import dev.drover.ftp.PathPattern;

/** A {@link PathPattern} for the paths of a tree, wherever the tree is. Immutable. */
public final class Glob {
    private final PathPattern pattern;

    private Glob(PathPattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it is none: a bracket or brace is left open
     */
    public static Glob of(String text) {
        return new Glob(PathPattern.of(text));
    }

    /** Whether a path fits as a whole; the empty path is the root. */
    public boolean matches(String path) {
        return pattern.matches(path);
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}
