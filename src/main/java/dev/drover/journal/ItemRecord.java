package dev.drover.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * One file of a request.
 *
 * @param number its place in the request, from 0
 * @param target where it is now, or shall be
 * @param detail what its request wants to know of it when it is taken up again, up to 1000 characters
 * @param sha256 of the whole file in lower-case hex, where it was computed
 */
public record ItemRecord(
        int number,
        String path,
        Optional<String> target,
        State state,
        long bytes,
        Optional<String> sha256,
        Duration duration,
        Optional<FailureNote> failure,
        Optional<String> detail) {
    private static final int LONGEST_PATH = 4000;

    /** Where an item stands. */
    public enum State {
        PENDING,
        RUNNING,
        COMPLETED,
        SKIPPED,
        FAILED
    }

    public ItemRecord {
        path = Text.fit(path, LONGEST_PATH);
        target = target.map(text -> Text.fit(text, LONGEST_PATH));
    }

    public static ItemRecord pending(int number, String path) {
        return new ItemRecord(
                number,
                path,
                Optional.empty(),
                State.PENDING,
                0,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty());
    }

    public ItemRecord completed(String where, long size, Optional<String> digest, Duration took) {
        return new ItemRecord(
                number, path, Optional.of(where), State.COMPLETED, size, digest, took, Optional.empty(), detail);
    }

    public ItemRecord skipped(String where) {
        return new ItemRecord(
                number,
                path,
                Optional.of(where),
                State.SKIPPED,
                0,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                detail);
    }

    public ItemRecord failed(FailureNote why, Duration took) {
        return new ItemRecord(number, path, target, State.FAILED, bytes, sha256, took, Optional.of(why), detail);
    }

    /** It is about to get its final name. */
    public ItemRecord running(String where) {
        return new ItemRecord(
                number, path, Optional.of(where), State.RUNNING, bytes, sha256, duration, Optional.empty(), detail);
    }

    public ItemRecord withTarget(String where) {
        return new ItemRecord(number, path, Optional.of(where), state, bytes, sha256, duration, failure, detail);
    }

    public ItemRecord withDetail(String value) {
        return new ItemRecord(number, path, target, state, bytes, sha256, duration, failure, Optional.of(value));
    }

    static ItemRecord read(Row row) throws SQLException {
        return new ItemRecord(
                row.number("item_number"),
                row.text("path"),
                row.optionalText("target"),
                row.constant("state", State.class),
                row.longNumber("bytes"),
                row.optionalText("sha256"),
                row.millis("duration_ms"),
                row.failure(),
                row.optionalText("detail"));
    }
}
