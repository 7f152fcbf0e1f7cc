package dev.drover.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether a person sits there. */
final class Terminal {
    private Terminal() {}

    /** The console, when input and output both are a terminal. */
    static @Nullable Console console() {
        Console console = System.console();
        return console != null && isTerminal(console) ? console : null;
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
