package dev.drover.cli;

import dev.drover.transfer.Glob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover find}. */
@Command(
        name = "find",
        description = "Finds files below a directory; shows them as they are found.",
        footer = {
            "",
            "Examples:",
            "  drover find partner:in --name '*.csv' --older 7d",
            "  drover find partner: --type file --min-size 100MB",
            "  drover find -o json partner: --regex '.*/2026-0[1-3]/.*'"
        })
final class FindCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(names = "--name", paramLabel = "GLOB", description = "The name fits, such as *.csv.")
    private @Nullable String name;

    @Option(names = "--path", paramLabel = "GLOB", description = "The path below fits, such as 2026/**/*.csv.")
    private @Nullable String path;

    @Option(names = "--regex", paramLabel = "REGEX", description = "The whole path below fits a regular expression.")
    private @Nullable String regex;

    @Option(names = "--type", paramLabel = "KIND", description = "file, directory or symlink; f, d or l.")
    private @Nullable String type;

    @Option(names = "--min-size", paramLabel = "SIZE", description = "At least so large: 300, 10K, 5MB.")
    private @Nullable String minSize;

    @Option(names = "--max-size", paramLabel = "SIZE", description = "At most so large.")
    private @Nullable String maxSize;

    @Option(names = "--newer", paramLabel = "TIME", description = "Changed within 30m, 2h, 7d.")
    private @Nullable String newer;

    @Option(names = "--older", paramLabel = "TIME", description = "Not changed within that time.")
    private @Nullable String older;

    @Parameters(paramLabel = "PLACE", description = "endpoint:path, or a URL.")
    private String argument = "";

    FindCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Predicate<Item> wanted = wanted(Instant.now());
        Output output = options.output();
        List<Map<String, Object>> rows = new ArrayList<>();
        Tally tally = options.tally();
        try (Places places = options.places()) {
            tally.attempt(() -> {
                Place place = places.open(argument);
                Item top = Browse.require(place);
                if (top.isFile()) {
                    found(top, wanted, output, rows);
                } else {
                    Browse.walk(place, item -> found(item, wanted, output, rows), tally);
                }
            });
        }
        if (output.isJson()) {
            output.rows(rows);
        }
        return tally.exitCode();
    }

    private static void found(Item item, Predicate<Item> wanted, Output output, List<Map<String, Object>> rows) {
        if (!wanted.test(item)) {
            return;
        }
        if (output.isJson()) {
            rows.add(item.row(true));
        } else {
            output.say(item.path());
        }
    }

    private Predicate<Item> wanted(Instant now) throws CommandException {
        List<Predicate<Item>> tests = new ArrayList<>();
        if (name != null) {
            Glob glob = Glob.of(name);
            tests.add(item -> glob.matches(item.name()));
        }
        if (path != null) {
            Glob glob = Glob.of(path);
            tests.add(item -> glob.matches(item.path()));
        }
        if (regex != null) {
            Pattern pattern = pattern(regex);
            tests.add(item -> pattern.matcher(item.path()).matches());
        }
        if (type != null) {
            String kind = kind(type);
            tests.add(item -> item.kind().equals(kind));
        }
        addSizes(tests);
        addTimes(tests, now);
        return item -> tests.stream().allMatch(test -> test.test(item));
    }

    private static String kind(String type) throws CommandException {
        return switch (type) {
            case "file", "f" -> "file";
            case "directory", "d" -> "directory";
            case "symlink", "l" -> "symlink";
            default ->
                throw CommandException.usage("\"" + type + "\" is no kind; those are file, directory and symlink");
        };
    }

    private static Pattern pattern(String regex) throws CommandException {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw CommandException.usage("--regex \"" + regex + "\" is no regular expression: " + e.getDescription());
        }
    }

    private void addSizes(List<Predicate<Item>> tests) throws CommandException {
        if (minSize != null) {
            long least = Texts.parseBytes(minSize);
            tests.add(item -> item.size().orElse(-1) >= least);
        }
        if (maxSize != null) {
            long most = Texts.parseBytes(maxSize);
            tests.add(item -> item.size().orElse(Long.MAX_VALUE) <= most);
        }
    }

    private void addTimes(List<Predicate<Item>> tests, Instant now) throws CommandException {
        if (newer != null) {
            Instant start = now.minus(Texts.parseDuration(newer));
            tests.add(item ->
                    item.modified().filter(time -> !time.isBefore(start)).isPresent());
        }
        if (older != null) {
            Instant end = now.minus(Texts.parseDuration(older));
            tests.add(item -> item.modified().filter(time -> time.isBefore(end)).isPresent());
        }
    }
}
