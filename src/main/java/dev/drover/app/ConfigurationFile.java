package dev.drover.app;

import dev.drover.cli.Configuration;
import dev.drover.cli.ConfigurationException;
import dev.drover.cli.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of a configuration directory, for commands that start nothing. */
final class ConfigurationFile implements Configuration {
    private static final String LOGGING = "log4j2.configurationFile";

    @Override
    public Map<String, String> settings(Path directory) throws ConfigurationException {
        try {
            return read(directory).values();
        } catch (SettingsException e) {
            throw new ConfigurationException(e.problems());
        }
    }

    @Override
    public Verdict check(Path directory) {
        return SettingsCheck.of(directory, Map.of(), name -> Optional.ofNullable(System.getenv(name)));
    }

    @Override
    public String encrypt(Path directory, String secret) throws ConfigurationException {
        try {
            return Settings.sealedValues(directory, name -> Optional.ofNullable(System.getenv(name)))
                    .seal(secret)
                    .orElseThrow(
                            () -> new ConfigurationException(List.of(SealedValues.PASSWORD + ": is not set, nor is "
                                    + SealedValues.PASSWORD_FILE + "; one of them is to encrypt with")));
        } catch (SettingsException e) {
            throw new ConfigurationException(e.problems());
        }
    }

    @Override
    public void logToStandardError(boolean verbose) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "log4j2-commands.xml");
        }
        System.setProperty("drover.log.level", verbose ? "DEBUG" : "WARN");
    }

    private static Settings read(Path directory) throws SettingsException {
        return Settings.read(directory, Map.of(), name -> Optional.ofNullable(System.getenv(name)));
    }
}
