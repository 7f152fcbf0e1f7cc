package dev.drover.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as a user starts it: a process of its own, in a directory of its own. */
final class DroverProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private DroverProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it with the settings and routes of the repository. */
    static DroverProcess start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(directory, environment, List.of(), arguments);
    }

    /** The same with options for the JVM. */
    static DroverProcess start(
            Path directory, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        Path output = Files.createTempFile(directory.getParent(), "drover-", ".out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                // Tests have a logging configuration of their own; this is about the one that users get.
                "-Dlog4j2.configurationFile="
                        + Path.of("target/classes/log4j2.xml").toUri(),
                Drover.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .put("DROVER_CONFIG", Path.of("config").toAbsolutePath().toString());
        builder.environment()
                .put("DROVER_ROUTES", Path.of("routes").toAbsolutePath().toString());
        builder.environment().put("DROVER_BROKER_LISTEN", "");
        builder.environment().putAll(environment);
        return new DroverProcess(builder.start(), output);
    }

    /** What it has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its status, when it ends within that many seconds; -1 when it does not. */
    int status(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
