package dev.drover.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * One time that a node worked on a request.
 *
 * @param result the state in which it left the request
 * @param bytes done when it ended, those of earlier attempts included
 */
public record AttemptRecord(
        int attempt,
        long fence,
        String owner,
        Instant started,
        Instant ended,
        RequestState result,
        long bytes,
        Optional<FailureNote> failure) {
    static AttemptRecord read(Row row) throws SQLException {
        return new AttemptRecord(
                row.number("attempt"),
                row.longNumber("fence"),
                row.text("owner"),
                row.time("started_at"),
                row.time("ended_at"),
                row.constant("result", RequestState.class),
                row.longNumber("bytes"),
                row.failure());
    }
}
