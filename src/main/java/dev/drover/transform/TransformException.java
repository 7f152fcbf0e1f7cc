package dev.drover.transform;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The content is not what a transform takes, and will not be when it is tried again: damaged, or for another key. */
public final class TransformException extends IOException {
    private static final long serialVersionUID = 1L;

    TransformException(String message) {
        super(message);
    }

    TransformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
