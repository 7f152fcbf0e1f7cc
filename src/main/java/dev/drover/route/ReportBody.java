package dev.drover.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Makes what a source gave the text of a report: rows become CSV (RFC 4180) or JSON, anything else stays as it is. */
public final class ReportBody implements Processor, CamelContextAware {
    // Producers of the scheme drover note here what they have left alone.
    private static final String SKIPPED = "DroverSkipped";

    private static final String NONE = "none";
    private static final ObjectMapper json = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** What a report is made of. */
    public enum Format {
        CSV,
        JSON,
        AS_IS
    }

    /** What becomes of a report without content. */
    public enum Empty {
        SKIP,
        SEND,
        FAIL
    }

    private Format format = Format.CSV;
    private Empty empty = Empty.SKIP;
    private String route = "";
    private String target = "";
    private String events = "";
    private String timezone = "UTC";
    private String expectBy = NONE;
    private ExpectedDays days = ExpectedDays.ALL;
    private @Nullable CamelContext camelContext;
    private @Nullable ReportWatch watch;

    /**
     * Begins to watch the time, where one is given.
     *
     * @throws IOException when the calendar cannot be read
     */
    public void check() throws IOException {
        days.check();
        CamelContext camel = camelContext;
        if (camel == null || expectBy.equals(NONE)) {
            return;
        }
        TimeOfDay by = TimeOfDay.parse(expectBy, timezone)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expectBy is \"" + expectBy + "\", no time of day such as " + TimeOfDay.EXAMPLES));
        ReportWatch begun = new ReportWatch(camel, new ReportWatch.Expectation(route, target, by, days, events));
        try {
            // Not started with the routes of a check, and ended with the others.
            camel.deferStartService(begun, true);
        } catch (Exception e) {
            throw new IOException("The reports for " + target + " cannot be watched: " + e.getMessage(), e);
        }
        watch = begun;
    }

    /**
     * Writes the report into the body.
     *
     * @throws IOException when it is empty and must not be
     */
    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Object content = message.getBody();
        byte[] bytes = content instanceof List<?> rows ? write(rows) : message.getBody(byte[].class);
        boolean isEmpty = content == null || (content instanceof List<?> rows && rows.isEmpty()) || bytes.length == 0;
        if (isEmpty && empty == Empty.FAIL) {
            throw new IOException("The report has no content, and the route says empty=fail");
        }
        if (isEmpty && empty == Empty.SKIP) {
            exchange.setRouteStop(true);
            settled();
            return;
        }
        message.setBody(bytes == null ? new byte[0] : bytes);
    }

    /** The report is where it should be, or another one of its name is, which the route leaves alone. */
    public void sent(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Tools tools = Tools.of(exchange.getContext());
        String from = String.valueOf(exchange.getFromRouteId());
        String place = message.getHeader(JobEvent.SUBJECT, "", String.class);
        @Nullable String skipped = exchange.getProperty(SKIPPED, String.class);
        boolean isSkipped = skipped != null;
        String name = isSkipped ? skipped : message.getHeader(Exchange.FILE_NAME_PRODUCED, "", String.class);
        String file = name.substring(name.lastIndexOf('/') + 1);
        int size = message.getBody(byte[].class).length;
        Duration took = Duration.ofMillis(exchange.getClock().elapsed());
        Movement.Outcome outcome = isSkipped ? Movement.Outcome.SKIPPED : Movement.Outcome.MOVED;
        tools.tell(new Movement(from, place, file, size, took, outcome, Optional.empty()));
        Optional<String> late = settled();
        ObjectNode data = JobEvent.noData().put("file", file).put("bytes", size);
        late.ifPresent(by -> data.put("expectedBy", by));
        data.put("late", late.isPresent());
        String summary = isSkipped
                ? file + " is in " + place + " already, and no other one was sent (ifExists=skip)"
                : file + " in " + place + ", " + Quantities.bytes(size)
                        + late.map(by -> ", late: it was expected by " + by).orElse("");
        new JobEvent(isSkipped ? "report.skipped" : "report.sent", true, true, place, summary, data)
                .write(message, tools, from);
    }

    // The report of today is dealt with; tells by when it should have been, when that is past.
    private Optional<String> settled() {
        return watch == null ? Optional.empty() : watch.settled();
    }

    private byte[] write(List<?> rows) throws JsonProcessingException {
        return format == Format.JSON ? json.writeValueAsBytes(rows) : csv(rows).getBytes(StandardCharsets.UTF_8);
    }

    private static String csv(List<?> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(fields(row).keySet()));
        StringBuilder text = new StringBuilder(line(columns));
        for (Object row : rows) {
            Map<String, Object> fields = fields(row);
            text.append(line(columns.stream()
                    .map(column -> String.valueOf(fields.getOrDefault(column, "")))
                    .toList()));
        }
        return text.toString();
    }

    private static Map<String, Object> fields(Object row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (row instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), value == null ? "" : value));
        } else {
            fields.put("value", row);
        }
        return fields;
    }

    private static String line(Iterable<String> values) {
        return StreamSupport.stream(values.spliterator(), false)
                        .map(ReportBody::quoted)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String quoted(String value) {
        boolean isPlain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    /** Whose reports are watched. */
    public void setRoute(String route) {
        this.route = route;
    }

    /** Where they go. */
    public void setTarget(String target) {
        this.target = target;
    }

    /** Where the watch sends its events: a URI. */
    public void setEvents(String events) {
        this.events = events;
    }

    /** In which {@code expectBy} is. */
    public void setTimezone(String timezone) {
        this.timezone = timezone;
    }

    /** The time of day at which it is an alarm when no report of that day was sent, or {@code none}. */
    public void setExpectBy(String expectBy) {
        this.expectBy = expectBy.strip();
    }

    /** Days of the week on which a report is expected. */
    public void setDays(String days) {
        this.days = this.days.withWeekdays(days);
    }

    /** A file with days on which none is. */
    public void setCalendar(String calendar) {
        this.days = this.days.withCalendar(calendar);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camelContext = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    public void setFormat(Format format) {
        this.format = format;
    }

    public void setEmpty(Empty empty) {
        this.empty = empty;
    }
}
