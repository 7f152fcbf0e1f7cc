package dev.drover.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the settings are; shared by all commands that need them. */
final class ConfigurationOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "DIRECTORY",
            defaultValue = "${env:DROVER_CONFIG:-config}",
            description = "The directory with application.properties; also the variable DROVER_CONFIG."
                    + " Default: ${DEFAULT-VALUE}")
    private Path directory = Path.of("config");

    Path directory() {
        return directory;
    }
}
