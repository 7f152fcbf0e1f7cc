package dev.drover.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The way to the Drover of a configuration that runs somewhere, over its broker. The composition root gives it. */
public interface RequestLink {
    /**
     * Puts a request on the queue.
     *
     * @param overrides settings that go before those of the directory
     * @param wait how long to wait for the outcome; zero: not at all
     * @return the outcome as JSON, when it came in that time
     * @throws ConfigurationException when the settings make no sense
     * @throws java.net.ConnectException when the broker cannot be reached
     * @throws IOException when the broker refuses
     */
    Optional<String> submit(Path directory, Map<String, String> overrides, String request, Duration wait)
            throws ConfigurationException, IOException;

    /**
     * Gives a command about requests.
     *
     * @param overrides settings that go before those of the directory
     * @return the answer as JSON
     * @throws ConfigurationException when the settings make no sense
     * @throws java.net.ConnectException when the broker cannot be reached, or nobody answers
     * @throws IOException when the broker refuses
     */
    String command(Path directory, Map<String, String> overrides, String command)
            throws ConfigurationException, IOException;
}
