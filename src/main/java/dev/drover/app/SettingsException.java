package dev.drover.app;

import java.util.List;

/** The settings cannot be used. Holds every problem found, each a sentence that names its property; never a value. */
final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
