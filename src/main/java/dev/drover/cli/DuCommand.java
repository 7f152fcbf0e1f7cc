package dev.drover.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover du}. */
@Command(
        name = "du",
        description = "How much lies in directories, everything below included.",
        footer = {"", "Examples:", "  drover du partner:", "  drover du -d 2 partner:in"})
final class DuCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(
            names = {"-d", "--depth"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Directories shown on their own, down to this depth; 0 for the total only."
                    + " Default: ${DEFAULT-VALUE}")
    private int depth;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "endpoint:path, or a URL.")
    private List<String> arguments = new ArrayList<>();

    DuCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Tally tally = options.tally();
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Places places = options.places()) {
            for (String argument : arguments) {
                tally.attempt(() -> measure(places.open(argument), rows, tally));
            }
        }
        options.output().rows(rows);
        return tally.exitCode();
    }

    private void measure(Place place, List<Map<String, Object>> rows, Tally tally) throws Exception {
        Map<String, Use> uses = new TreeMap<>();
        uses.put("", new Use());
        Item top = Browse.require(place);
        if (top.isDirectory()) {
            Browse.walk(place, item -> add(item, uses), tally);
        } else {
            uses.put("", new Use().plus(top));
        }
        uses.forEach((path, use) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("bytes", use.bytes);
            row.put("size", Texts.bytes(use.bytes));
            row.put("files", use.files);
            boolean joined = place.text().endsWith("/") || place.text().endsWith(":") || path.isEmpty();
            row.put("path", place.text() + (joined ? "" : "/") + path);
            rows.add(row);
        });
    }

    private void add(Item item, Map<String, Use> uses) {
        if (item.isDirectory()) {
            if (item.path().split("/", -1).length <= depth) {
                uses.putIfAbsent(item.path(), new Use());
            }
            return;
        }
        for (String above = item.path(); !above.isEmpty(); ) {
            above = above.contains("/") ? above.substring(0, above.lastIndexOf('/')) : "";
            uses.computeIfPresent(above, (path, use) -> use.plus(item));
        }
    }

    /** What lies in one directory. */
    private record Use(long bytes, long files) {
        Use() {
            this(0, 0);
        }

        Use plus(Item item) {
            return new Use(bytes + item.size().orElse(0), files + 1);
        }
    }
}
