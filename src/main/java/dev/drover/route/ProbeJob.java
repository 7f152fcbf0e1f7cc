package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.endpoint.EndpointCheck;
import dev.drover.endpoint.EndpointReport;
import dev.drover.endpoint.EndpointReport.Step;
import dev.drover.endpoint.EndpointReport.Verdict;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tries an endpoint out. One failure is not yet an outage: it is {@code endpoint.failing} until there are as many in a row
 * as an alarm needs, {@code endpoint.down} then, and {@code endpoint.up} once it answers again.
 */
public final class ProbeJob extends Job {
    private final AtomicInteger failuresInARow = new AtomicInteger();

    private volatile String lastType = "";
    private String endpoint = "";
    private String write = "";
    private Duration slow = Duration.ofSeconds(5);
    private int failures = 2;

    @Override
    String kind() {
        return "endpoint";
    }

    @Override
    String subject() {
        return endpoint;
    }

    @Override
    public void check() throws IOException {
        tools().endpoint(endpoint);
        if (!write.isEmpty()) {
            writing(tools());
        }
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        EndpointCheck check = new EndpointCheck(tools.clock());
        EndpointReport report = write.isEmpty()
                ? check.check(tools.endpoint(endpoint))
                : check.checkWriting(tools.endpoint(endpoint), writing(tools).directory());
        Optional<String> trouble = report.steps().stream()
                .filter(step -> step.verdict() == Verdict.BAD)
                .map(step -> step.what() + ": " + step.detail())
                .findFirst();
        return trouble.isPresent() ? isAway(report, trouble.get()) : answers(report);
    }

    private Place writing(Tools tools) throws IOException {
        return tools.place(endpoint + "/" + write);
    }

    private JobEvent isAway(EndpointReport report, String trouble) {
        int inARow = failuresInARow.incrementAndGet();
        String type = inARow < failures ? "endpoint.failing" : "endpoint.down";
        ObjectNode data = data(report).put("failuresInARow", inARow);
        return event(type, false, endpoint + " does not work, " + trouble, data);
    }

    private JobEvent answers(EndpointReport report) {
        int before = failuresInARow.getAndSet(0);
        Duration took = took(report);
        String time = String.format(Locale.ROOT, "%d ms", took.toMillis());
        if (before >= failures) {
            return event("endpoint.up", true, endpoint + " works again, in " + time, data(report));
        }
        if (took.compareTo(slow) > 0) {
            return event("endpoint.slow", false, endpoint + " works, but took " + time, data(report));
        }
        Optional<Step> warning = report.steps().stream()
                .filter(step -> step.verdict() == Verdict.WARNING && step.what().equals("certificate"))
                .findFirst();
        return warning.isPresent()
                ? event(
                        "endpoint.certificate",
                        false,
                        "The certificate of " + endpoint + " needs care: "
                                + warning.get().detail(),
                        data(report))
                : event("endpoint.good", true, endpoint + " works, in " + time, data(report));
    }

    private JobEvent event(String type, boolean isGood, String summary, ObjectNode data) {
        boolean isNews = !type.equals(lastType);
        lastType = type;
        return new JobEvent(type, isGood, isNews, endpoint, summary, data);
    }

    private ObjectNode data(EndpointReport report) {
        ObjectNode data = JobEvent.noData()
                .put("endpoint", endpoint)
                .put("durationMs", took(report).toMillis());
        ArrayNode steps = data.putArray("steps");
        report.steps().forEach(step -> steps.addObject()
                .put("step", step.what())
                .put("verdict", step.verdict().name())
                .put("detail", step.detail())
                .put("durationMs", step.took().toMillis()));
        return data;
    }

    private static Duration took(EndpointReport report) {
        return report.steps().stream().map(Step::took).reduce(Duration.ZERO, Duration::plus);
    }

    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    public void setWrite(String write) {
        this.write = write;
    }

    public void setSlow(String slow) {
        this.slow = TimeSpan.positive("slow", slow);
    }

    public void setFailures(int failures) {
        this.failures = failures;
    }
}
