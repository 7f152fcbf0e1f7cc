package dev.drover.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection. Values are always parameters; an {@link Optional} is its value or NULL, a duration its
 * milliseconds, a constant its name.
 */
record Statements(Connection connection) {
    int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** Runs the same statement for many rows; tells for each how many rows it changed. */
    int[] batch(String sql, List<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return executeBatch(statement);
        }
    }

    /** Changes at most one row, and reads columns of what it is now; empty when there was none to change. */
    <T> Optional<T> change(String sql, List<String> columns, Row.Reader<T> reader, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, columns.toArray(String[]::new))) {
            bind(statement, values);
            if (statement.executeUpdate() == 0) {
                return Optional.empty();
            }
            try (ResultSet changed = statement.getGeneratedKeys()) {
                return changed.next() ? Optional.of(reader.read(new Row(changed))) : Optional.empty();
            }
        }
    }

    <T> List<T> list(String sql, Row.Reader<T> reader, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                Row row = new Row(result);
                while (result.next()) {
                    found.add(reader.read(row));
                }
            }
            return found;
        }
    }

    <T> Optional<T> first(String sql, Row.Reader<T> reader, Object... values) throws SQLException {
        return list(sql, reader, values).stream().findFirst();
    }

    // The driver of PostgreSQL asserts, where assertions are on, that a connection which has just broken still answers.
    private static int[] executeBatch(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeBatch();
        } catch (AssertionError e) {
            throw new SQLRecoverableException("the connection broke during a batch", "08006", e);
        }
    }

    private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            bind(statement, i + 1, value instanceof Optional<?> optional ? optional.orElse(null) : value);
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Instant time) {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Duration length) {
            statement.setLong(index, length.toMillis());
        } else if (value instanceof Enum<?> constant) {
            statement.setString(index, constant.name());
        } else if (value instanceof String text) {
            statement.setString(index, Text.storable(text));
        } else {
            statement.setObject(index, value);
        }
    }
}
