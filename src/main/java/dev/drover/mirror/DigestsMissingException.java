package dev.drover.mirror;

import java.io.IOException;

/** Two places calculate no digest in common. */
final class DigestsMissingException extends IOException {
    private static final long serialVersionUID = 1L;

    DigestsMissingException(String message) {
        super(message);
    }
}
