package dev.drover.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Whether a person sits there. */
final class Terminal {
    static final int UNKNOWN_WIDTH = 120;

    private Terminal() {}

    /** The console, when input and output both are a terminal. */
    static @Nullable Console console() {
        Console console = System.console();
        return console != null && isTerminal(console) ? console : null;
    }

    /** How many columns it has; {@link #UNKNOWN_WIDTH} where nobody tells. */
    static int width() {
        String told = System.getenv("COLUMNS");
        if (told != null && told.matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(told);
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.matches("\\d+ [1-9]\\d{0,3}")
                    ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                    : UNKNOWN_WIDTH;
        } catch (IOException e) {
            // No terminal that can be asked, or no program to ask it, as on Windows.
            return UNKNOWN_WIDTH;
        }
    }

    static boolean isThere() {
        return console() != null;
    }

    // Since Java 22 there is a console without a terminal too, and a method to ask it; 17 has neither.
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
