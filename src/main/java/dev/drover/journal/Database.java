package dev.drover.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The connections, and how work is done on them: all of it or nothing, and every failure one sentence. Thread-safe. */
final class Database implements AutoCloseable {
    private static final int TRIES = 5;
    // Deadlocks and rows that changed under a statement (PostgreSQL; H2's own codes come with 40001 or as 90131).
    private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "90131");
    // Connection, transaction, resources, operator, time: classes of SQL states that pass. 90067, 90098, 90121: H2's.
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "HY");
    private static final Set<String> PASSING_H2 = Set.of("90067", "90098", "90121", "90131");

    private final HikariDataSource pool;
    private final String location;

    /** Work on one connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Statements statements) throws SQLException, JournalException;
    }

    Database(HikariDataSource pool, String location) {
        this.pool = pool;
        this.location = location;
    }

    /**
     * Does work in one transaction; again from the start when it collided with another one.
     *
     * @param doing what it is, to follow "The journal could not": "record the outcome of request x"
     */
    <T> T inTransaction(String doing, Work<T> work) throws JournalException {
        for (int failures = 1; ; failures++) {
            try (Connection connection = pool.getConnection()) {
                return allOrNothing(connection, work);
            } catch (SQLException e) {
                if (failures == TRIES || !COLLISIONS.contains(String.valueOf(e.getSQLState()))) {
                    throw failure(doing, e);
                }
            }
        }
    }

    int update(String doing, String sql, Object... values) throws JournalException {
        return inTransaction(doing, on -> on.update(sql, values));
    }

    <T> Optional<T> change(String doing, String sql, List<String> columns, Row.Reader<T> reader, Object... values)
            throws JournalException {
        return inTransaction(doing, on -> on.change(sql, columns, reader, values));
    }

    <T> List<T> list(String doing, String sql, Row.Reader<T> reader, Object... values) throws JournalException {
        return inTransaction(doing, on -> on.list(sql, reader, values));
    }

    <T> Optional<T> first(String doing, String sql, Row.Reader<T> reader, Object... values) throws JournalException {
        return inTransaction(doing, on -> on.first(sql, reader, values));
    }

    @Override
    public void close() {
        pool.close();
    }

    private static <T> T allOrNothing(Connection connection, Work<T> work) throws SQLException, JournalException {
        try {
            T result = work.with(new Statements(connection));
            connection.commit();
            return result;
        } catch (SQLException | JournalException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private JournalException failure(String doing, SQLException e) {
        return new JournalException(
                "The journal could not " + doing + " (" + location + "): " + firstLine(e), isPassing(e), e);
    }

    private static boolean isPassing(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || PASSING_H2.contains(state)
                || (state.length() == 5 && PASSING.contains(state.substring(0, 2)));
    }

    // What follows are the statement and details of the driver; they stay in the cause.
    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message).replaceAll("; SQL statement:.*", "");
    }
}
