package dev.drover.app;

import java.util.List;

/** The settings cannot be used. Holds every problem found, each a sentence that names its property; never a secret. */
final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;
    private final transient List<String> warnings;

    SettingsException(List<String> problems) {
        this(problems, List.of());
    }

    SettingsException(List<String> problems, List<String> warnings) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    List<String> problems() {
        return problems;
    }

    /** What may not be meant as it is written, besides. */
    List<String> warnings() {
        return warnings;
    }
}
