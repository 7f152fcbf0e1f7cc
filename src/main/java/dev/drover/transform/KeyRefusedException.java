package dev.drover.transform;

import java.io.IOException;

/** A key of the settings may not be used now, as when it has expired; no content is to blame. */
final class KeyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    KeyRefusedException(String message) {
        super(message);
    }
}
