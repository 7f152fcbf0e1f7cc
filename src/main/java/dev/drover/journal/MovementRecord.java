package dev.drover.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that a plain route moved, or failed to.
 *
 * @param at when it ended, by the clock of its node
 * @param endpoint where it came from or went to: its name, or what stands for one
 * @param path below that endpoint
 */
public record MovementRecord(
        Instant at,
        String node,
        String route,
        String endpoint,
        String path,
        long bytes,
        Duration duration,
        Outcome outcome,
        Optional<FailureNote> failure) {
    private static final int LONGEST_NODE = 120;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PATH = 4000;

    /** How it ended. */
    public enum Outcome {
        MOVED,
        /** A file of its name was at the target, and the route leaves such a one alone: nothing was sent. */
        SKIPPED,
        /** It failed and stays where it is, to be tried again. */
        WAITING,
        /** It failed for good and was put aside. */
        DEAD
    }

    public MovementRecord {
        node = Text.fit(node, LONGEST_NODE);
        route = Text.fit(route, LONGEST_NAME);
        endpoint = Text.fit(endpoint, LONGEST_NAME);
        path = Text.fit(path, LONGEST_PATH);
    }

    static MovementRecord read(Row row) throws SQLException {
        return new MovementRecord(
                row.time("at"),
                row.text("node"),
                row.text("route"),
                row.text("endpoint"),
                row.text("path"),
                row.longNumber("bytes"),
                row.millis("duration_ms"),
                row.constant("outcome", Outcome.class),
                row.failure());
    }
}
