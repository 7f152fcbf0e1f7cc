package dev.drover.cli;

import java.io.IOException;
import java.util.Locale;

/**
 * What a command tells cannot be written, so there is nothing left for it to do. Unchecked, to pass by all that goes on after
 * a failure.
 */
final class OutputLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // What a shell says of a process that signal 13 has ended.
    private static final int BROKEN_PIPE = 128 + 13;

    OutputLost(IOException cause) {
        super("Standard output cannot be written: " + cause.getMessage(), cause);
    }

    /** Whoever read it has read enough, as {@code head} does; that is no failure to talk about. */
    boolean isReaderGone() {
        return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    int exitCode() {
        return isReaderGone() ? BROKEN_PIPE : ExitCode.TEMPORARY;
    }
}
