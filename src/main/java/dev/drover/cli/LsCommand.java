package dev.drover.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover ls}. */
@Command(
        name = "ls",
        description = "Lists directories.",
        footer = {
            "",
            "Examples:",
            "  drover ls partner:in",
            "  drover ls -l ftps://me@ftp.example.com/reports",
            "  drover ls -o json partner: | jq .[].path"
        })
final class LsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(names = "-l", description = "With permissions, owner, group and the target of links.")
    private boolean isLong;

    @Option(
            names = {"-r", "--recursive"},
            description = "With everything below.")
    private boolean recursive;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "endpoint:path, or a URL.")
    private List<String> arguments = new ArrayList<>();

    LsCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Tally tally = options.tally();
        List<Item> items = new ArrayList<>();
        try (Places places = options.places()) {
            for (String argument : arguments) {
                tally.attempt(() -> items.addAll(list(places.open(argument), tally)));
            }
        }
        options.output().rows(items.stream().map(item -> item.row(isLong)).toList());
        return tally.exitCode();
    }

    private List<Item> list(Place place, Tally tally) throws Exception {
        List<Item> items = new ArrayList<>();
        for (Found found : Browse.find(place, tally)) {
            Place one = found.place();
            Item item = found.item();
            if (item.isFile()) {
                items.add(item);
            } else if (recursive) {
                List<Item> below = new ArrayList<>();
                Browse.walk(one, below::add, tally);
                below.sort(Comparator.comparing(Item::path));
                items.addAll(below);
            } else {
                items.addAll(Browse.list(one, tally));
            }
        }
        return items;
    }
}
