package dev.drover.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The journal could not be read or written. Nothing of what was being written has been kept. */
public class JournalException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    JournalException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same may succeed later: the database is away, full or too busy. */
    public boolean retryable() {
        return retryable;
    }
}
