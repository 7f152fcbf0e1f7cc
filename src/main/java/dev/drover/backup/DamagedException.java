package dev.drover.backup;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What lies beside an archive came whole from the server and is not what was put there. */
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }

    DamagedException(String message, @Nullable Exception cause) {
        super(message, cause);
    }
}
