package dev.drover.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The row that a result stands at. */
record Row(ResultSet set) {
    /** Makes a value of a row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    String text(String column) throws SQLException {
        return set.getString(column);
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(set.getString(column));
    }

    int number(String column) throws SQLException {
        return set.getInt(column);
    }

    long longNumber(String column) throws SQLException {
        return set.getLong(column);
    }

    boolean flag(String column) throws SQLException {
        return set.getBoolean(column);
    }

    Duration millis(String column) throws SQLException {
        return Duration.ofMillis(set.getLong(column));
    }

    Instant time(String column) throws SQLException {
        return optionalTime(column).orElseThrow(() -> new SQLException("no time in column " + column));
    }

    Optional<Instant> optionalTime(String column) throws SQLException {
        @Nullable OffsetDateTime time = set.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    <E extends Enum<E>> E constant(String column, Class<E> type) throws SQLException {
        return Enum.valueOf(type, set.getString(column));
    }

    /** The columns that every table with failures has. */
    Optional<FailureNote> failure() throws SQLException {
        Optional<String> errorClass = optionalText("error_class");
        return errorClass.isEmpty()
                ? Optional.empty()
                : Optional.of(new FailureNote(
                        errorClass.get(), optionalText("error_message").orElse(""), optionalText("ftp_reply")));
    }
}
