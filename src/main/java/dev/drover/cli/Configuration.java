package dev.drover.cli;

import java.nio.file.Path;
import java.util.Map;

/** What commands need of a deployment's settings. The composition root gives it, since it reads them. */
public interface Configuration {
    /**
     * All settings of a configuration directory, with their placeholders filled in; those of endpoints may still hold
     * variables.
     *
     * @throws ConfigurationException when they cannot be read
     */
    Map<String, String> settings(Path directory) throws ConfigurationException;

    /** Whether a deployment with these settings would start, and all that keeps it from that. */
    Verdict check(Path directory);

    /**
     * A secret as it may stand in the settings of a configuration directory: {@code ENC(...)}.
     *
     * @throws ConfigurationException when the settings hold no password to encrypt with
     */
    String encrypt(Path directory, String secret) throws ConfigurationException;

    /**
     * Has the log written to standard error, so that it does not mix with results. To be called before anything is logged.
     *
     * @param verbose whether more than warnings is of interest
     */
    void logToStandardError(boolean verbose);
}
