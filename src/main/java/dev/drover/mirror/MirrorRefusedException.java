package dev.drover.mirror;

import java.io.IOException;

/** A run that would do harm. It has touched nothing. */
public final class MirrorRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    MirrorRefusedException(String message) {
        super(message);
    }
}
