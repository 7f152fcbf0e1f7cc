package dev.drover.transfer;

import java.io.IOException;

/** A path that would lead out of the directory it belongs to, or that could on some system. Nothing was touched. */
public final class PathRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public PathRefusedException(String message) {
        super(message);
    }
}
