package dev.drover.cli;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCheck;
import dev.drover.endpoint.EndpointReport;
import dev.drover.transfer.RelativePath;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Checks of endpoints, and the table of what they found. */
final class Checks {
    private final EndpointCheck check = new EndpointCheck(Clock.systemUTC());
    private final Optional<RelativePath> directory;
    private final ClientOptions options;
    private final Tally tally;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** Checks that write nothing, or a small file into a directory. */
    Checks(ClientOptions options, Optional<RelativePath> directory) {
        this.directory = directory;
        this.options = options;
        this.tally = options.tally();
    }

    void add(String name, Callable<Endpoint> endpoint) {
        tally.attempt(() -> {
            Endpoint tried = endpoint.call();
            EndpointReport report =
                    directory.isPresent() ? check.checkWriting(tried, directory.get()) : check.check(tried);
            for (EndpointReport.Step step : report.steps()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("endpoint", name);
                row.put("step", step.what());
                row.put("verdict", step.verdict().name().toLowerCase(Locale.ROOT));
                row.put("millis", step.took().toMillis());
                row.put("detail", step.detail());
                rows.add(row);
            }
            if (!report.isGood()) {
                throw CommandException.failed(report.failure(), name + " does not work as it is configured");
            }
        });
    }

    /** Shows the table, and gives the exit code. */
    int tell() {
        options.output().rows(rows);
        return tally.exitCode();
    }
}
