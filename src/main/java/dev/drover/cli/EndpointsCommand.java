package dev.drover.cli;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.FtpEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        Map<String, String> settings = options.settings();
        try (Places places = options.places()) {
            for (String name : Places.names(settings)) {
                tally.attempt(() -> rows.add(row(name, settings, places)));
            }
        }
        options.output().rows(rows);
        return tally.exitCode();
    }

    /** Connects to some of them; the same as {@code drover check}. */
    @Command(
            name = "test",
            description = "Tries endpoints out, as drover check does.",
            footer = {"", "Example:", "  drover endpoints test partner archive"})
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
            Checks checks = new Checks(options, Optional.empty());
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

    private static Map<String, Object> row(String name, Map<String, String> settings, Places places) throws Exception {
        String prefix = EndpointCatalog.PREFIX + name + ".";
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("kind", settings.getOrDefault(prefix + "kind", ""));
        // A directory of this machine that is to be made when missing is not made by looking at it.
        if ("local".equalsIgnoreCase(settings.get(prefix + "kind"))) {
            row.put("address", "this machine");
            row.put("root", settings.getOrDefault(prefix + "root", ""));
        } else if (places.endpoint(name) instanceof FtpEndpoint ftp) {
            row.put("kind", ftp.settings().kind().name().toLowerCase(Locale.ROOT));
            row.put("address", ftp.client().address().toString());
            row.put("root", ftp.root().toString());
        }
        row.put("allows", allowed(prefix + "allow.", settings));
        return row;
    }

    /** {@code get **}, {@code put in/*}. */
    private static List<String> allowed(String prefix, Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .filter(setting -> setting.getKey().startsWith(prefix))
                        .map(setting -> setting.getKey().substring(prefix.length()) + " " + setting.getValue())
                        .toList();
    }
}
