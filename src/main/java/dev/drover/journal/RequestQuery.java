package dev.drover.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which requests an operator wants to see; the latest come first.
 *
 * @param states any of them; empty means every state
 * @param endpoint as source or as destination
 * @param from received at or after
 * @param to received before
 * @param idPrefix how the id begins
 * @param after the last request of the page before
 * @param limit at most so many, 1 to 1000
 */
public record RequestQuery(
        Set<RequestState> states,
        Optional<String> endpoint,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> idPrefix,
        Optional<RequestRecord> after,
        int limit) {
    /** The latest hundred. */
    public static final RequestQuery LATEST = new RequestQuery(
            Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100);

    private static final int MOST = 1000;

    public RequestQuery {
        states = Set.copyOf(states);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("A page of requests has 1 to " + MOST + " of them, not " + limit);
        }
    }

    public RequestQuery withStates(Set<RequestState> value) {
        return new RequestQuery(value, endpoint, from, to, idPrefix, after, limit);
    }

    public RequestQuery withEndpoint(String value) {
        return new RequestQuery(states, Optional.of(value), from, to, idPrefix, after, limit);
    }

    public RequestQuery withTimes(Optional<Instant> first, Optional<Instant> end) {
        return new RequestQuery(states, endpoint, first, end, idPrefix, after, limit);
    }

    public RequestQuery withIdPrefix(String value) {
        return new RequestQuery(states, endpoint, from, to, Optional.of(value), after, limit);
    }

    public RequestQuery withAfter(RequestRecord value) {
        return new RequestQuery(states, endpoint, from, to, idPrefix, Optional.of(value), limit);
    }

    public RequestQuery withLimit(int value) {
        return new RequestQuery(states, endpoint, from, to, idPrefix, after, value);
    }

    /** A statement and its values: conditions come from here, what they are compared with never becomes SQL. */
    record Statement(String sql, List<Object> values) {}

    Statement statement() {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (!states.isEmpty()) {
            conditions.add("state IN (" + states.stream().map(s -> "?").collect(Collectors.joining(", ")) + ")");
            values.addAll(states);
        }
        endpoint.ifPresent(name -> {
            conditions.add("(source = ? OR destination = ?)");
            values.addAll(List.of(name, name));
        });
        from.ifPresent(time -> add(conditions, values, "received_at >= ?", time));
        to.ifPresent(time -> add(conditions, values, "received_at < ?", time));
        idPrefix.ifPresent(prefix -> add(conditions, values, "id LIKE ? ESCAPE '!'", escaped(prefix) + "%"));
        after.ifPresent(last -> {
            conditions.add("(received_at, id) < (?, ?)");
            values.addAll(List.of(last.received(), last.id()));
        });
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return new Statement(
                "SELECT " + RequestRecord.COLUMNS + " FROM drover_request" + where
                        + " ORDER BY received_at DESC, id DESC FETCH FIRST " + limit + " ROWS ONLY",
                values);
    }

    private static void add(List<String> conditions, List<Object> values, String condition, Object value) {
        conditions.add(condition);
        values.add(value);
    }

    private static String escaped(String prefix) {
        return prefix.replaceAll("([!%_])", "!$1");
    }
}
