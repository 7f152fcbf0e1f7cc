package dev.drover.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file {@code alive} that holds the time of the last heartbeat while routes run, and is gone when they do not: for
 * health checks of containers and service managers, without an open port.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Path file;
    private final Clock clock;
    private final BooleanSupplier running;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "drover-heartbeat"));

    private Heartbeat(Path file, Clock clock, BooleanSupplier running) {
        this.file = file;
        this.clock = clock;
        this.running = running;
    }

    /** Beats at once and then every ten seconds, as long as {@code running} says so. */
    static Heartbeat start(Path directory, Clock clock, BooleanSupplier running) {
        Heartbeat heartbeat = new Heartbeat(directory.resolve("alive"), clock, running);
        heartbeat.timer.scheduleAtFixedRate(heartbeat::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("The heartbeat of {} does not end", file);
        }
        Files.deleteIfExists(file);
    }

    private void beat() {
        try {
            if (running.getAsBoolean()) {
                Files.writeString(file, clock.instant().toString());
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("The heartbeat cannot be written to {}: {}", file, e.getMessage());
        }
    }
}
