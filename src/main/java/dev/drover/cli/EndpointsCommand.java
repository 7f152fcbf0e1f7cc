package dev.drover.cli;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointSettings;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.endpoint.LocalEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drover endpoints}, and {@code drover endpoints test}. */
@Command(
        name = "endpoints",
        description = "Lists the endpoints of the configuration.",
        footer = {"", "Examples:", "  drover endpoints", "  drover endpoints test partner"})
final class EndpointsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    private final Configuration configuration;

    EndpointsCommand(Configuration configuration) {
        this.configuration = configuration;
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Tally tally = options.tally();
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Places places = options.places()) {
            for (String name : Places.names(options.settings())) {
                tally.attempt(() -> rows.add(row(places.endpoint(name))));
            }
        }
        options.output().rows(rows);
        return tally.exitCode();
    }

    /** Connects to some of them; the same as {@code drover check}. */
    @Command(name = "test", description = "Tries endpoints out, as drover check does.")
    static final class Test implements Callable<Integer> {
        @Mixin
        private ClientOptions options;

        @Parameters(arity = "1..*", paramLabel = "NAME", description = "Of an endpoint.")
        private List<String> names = new ArrayList<>();

        Test(Configuration configuration) {
            options = new ClientOptions(configuration);
        }

        @Override
        public Integer call() throws Exception {
            Checks checks = new Checks(options);
            try (Places places = options.places()) {
                for (String name : names) {
                    checks.add(name, () -> places.endpoint(name));
                }
            }
            return checks.tell();
        }
    }

    Test test() {
        return new Test(configuration);
    }

    private static Map<String, Object> row(Endpoint endpoint) {
        EndpointSettings settings = endpoint.settings();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", endpoint.name());
        row.put("kind", settings.kind().name().toLowerCase(Locale.ROOT));
        if (endpoint instanceof FtpEndpoint ftp) {
            row.put("address", ftp.client().address().toString());
            row.put("root", ftp.root().toString());
        } else {
            row.put("address", "this machine");
            row.put("root", ((LocalEndpoint) endpoint).root().toString());
        }
        row.put("allows", endpoint.access().toString());
        return row;
    }
}
