package dev.drover.cli;

import java.util.List;

/** The settings cannot be used. Holds every problem found, each a sentence that names its property; never a value. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
