package dev.drover.cli;

import java.nio.file.Path;
import java.util.Map;

/** Settings that a test has made up, wherever they are looked for. */
public record GivenSettings(Map<String, String> all) implements Configuration {
    @Override
    public Map<String, String> settings(Path directory) {
        return all;
    }

    @Override
    public Verdict check(Path directory) {
        return Verdict.GOOD;
    }

    @Override
    public String encrypt(Path directory, String secret) {
        throw new AssertionError("nothing is encrypted");
    }

    @Override
    public void logToStandardError(boolean verbose) {
        // The tests have a logging configuration of their own.
    }
}
