package dev.drover.route;

import dev.drover.transfer.Glob;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Picks the events that somebody wants to be told of, and not the same again and again. Camel sets the options before the
 * route starts. Thread-safe.
 */
public final class Notices implements CamelContextAware {
    private static final int MOST_KEPT = 10_000;

    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    private @Nullable CamelContext camelContext;
    private String types = "";
    private String subjects = "";
    private Duration throttle = Duration.ZERO;

    /** Whether this event is to be told. Puts one sentence into the header {@code droverSummary} where there is none. */
    public boolean isDue(Exchange exchange) {
        Message message = exchange.getMessage();
        String type = type(message);
        String subject = message.getHeader(JobEvent.SUBJECT, "", String.class);
        boolean isWanted = fits(types, type) && (subjects.isEmpty() || fits(subjects, subject));
        if (message.getHeader(JobEvent.GOOD, false, Boolean.class)) {
            forget(type, subject);
        }
        if (!isWanted || isRepeated(type + " " + subject)) {
            return false;
        }
        message.setHeader(JobEvent.TYPE, type);
        if (message.getHeader(JobEvent.SUMMARY) == null) {
            message.setHeader(JobEvent.SUMMARY, summary(message, type));
        }
        return true;
    }

    private static boolean fits(String globs, String text) {
        return Words.list(globs).stream().anyMatch(glob -> Glob.of(glob).matches(text));
    }

    // Once it is well again, the next outage is news.
    private void forget(String type, String subject) {
        String kind = type.replaceFirst("\\..*", ".");
        told.keySet().removeIf(key -> key.startsWith(kind) && key.endsWith(" " + subject));
    }

    private boolean isRepeated(String key) {
        if (throttle.isZero()) {
            return false;
        }
        Instant now = camelContext == null
                ? Instant.now()
                : Tools.of(camelContext).clock().instant();
        told.values().removeIf(last -> last.plus(throttle).isBefore(now));
        return told.size() >= MOST_KEPT || told.putIfAbsent(key, now) != null;
    }

    // Outcomes of requests say what they are in a header of their own.
    private static String type(Message message) {
        return Optional.ofNullable(message.getHeader(JobEvent.TYPE, String.class))
                .map(type -> type.replaceFirst("^drover\\.", "").replaceFirst("\\.v\\d+$", ""))
                .orElseGet(() -> "request."
                        + message.getHeader("droverStatus", "unknown", String.class)
                                .toLowerCase(Locale.ROOT));
    }

    private static String summary(Message message, String type) {
        String about = message.getHeader("droverRequestId", "", String.class);
        String reason = message.getHeader("droverFailureReason", "", String.class);
        return (type + " " + about + (reason.isEmpty() ? "" : ": " + reason)).strip();
    }

    public void setTypes(String types) {
        this.types = types;
    }

    public void setSubjects(String subjects) {
        this.subjects = subjects;
    }

    public void setThrottle(Duration throttle) {
        this.throttle = throttle;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camelContext = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }
}
