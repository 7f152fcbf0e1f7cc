package dev.drover.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The process of one daemon and its sessions. Ends with the JVM at the latest. */
final class ServerProcess {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 5;

    private final List<String> command;
    private final Path state;
    private final Map<String, String> environment = new HashMap<>();
    private final Thread atExit = new Thread(this::kill, "stops a test server");
    private @Nullable Process process;
    private String address = "";

    ServerProcess(List<String> command, Path state) {
        this.command = List.copyOf(command);
        this.state = state;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    String address() {
        return address;
    }

    /** Returns when the server has greeted a client, or under implicit TLS has taken one. */
    synchronized void start(String listenAddress, int port, boolean implicit) {
        address = listenAddress;
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(state.resolve("output").toFile()));
        try {
            Process started = builder.start();
            process = started;
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(START)
                    .until(() -> !started.isAlive() || answers(port, implicit));
            if (!started.isAlive()) {
                throw new IllegalStateException("ended with status " + started.exitValue());
            }
        } catch (IOException | ConditionTimeoutException | IllegalStateException e) {
            String log = log();
            stop();
            throw new IllegalStateException(
                    String.join(" ", command) + " did not start: " + e.getMessage() + "\n" + log, e);
        }
    }

    private boolean answers(int port, boolean implicit) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            socket.setSoTimeout(5000);
            return implicit || socket.getInputStream().read() == '2';
        } catch (IOException notYet) {
            return false;
        }
    }

    synchronized void kill() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> sessions = running.descendants().toList();
            running.destroyForcibly();
            sessions.forEach(ProcessHandle::destroyForcibly);
            await(running, sessions);
        }
    }

    /** Asks, then forces; the shutdown hook is no longer needed. */
    synchronized void stop() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> sessions = running.descendants().toList();
            running.destroy();
            sessions.forEach(ProcessHandle::destroy);
            if (!await(running, sessions)) {
                running.destroyForcibly();
                sessions.forEach(ProcessHandle::destroyForcibly);
                await(running, sessions);
            }
        }
        forgetHook();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException theJvmIsEnding) {
            // Then the hook runs, and finds nothing to do.
        }
    }

    private static boolean await(Process running, List<ProcessHandle> sessions) {
        try {
            boolean ended = running.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            for (ProcessHandle session : sessions) {
                session.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    /** The output and every log below the state folder. */
    String log() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(ServerProcess::isLog).sorted().toList()) {
                all.append("--- ").append(file.getFileName()).append('\n');
                all.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the logs in " + state, e);
        }
        return all.toString();
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return name.equals("output") || name.endsWith(".log");
    }
}
