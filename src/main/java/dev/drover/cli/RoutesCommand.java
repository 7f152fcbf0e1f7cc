package dev.drover.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover routes}. */
@Command(
        name = "routes",
        description =
                "Lists the routes that drover run would start, from files and from settings; or the templates for more.",
        footer = {"", "Examples:", "  drover routes -c /etc/drover", "  drover routes --templates"})
final class RoutesCommand implements Callable<Integer> {
    private static final String ENDING = ".camel.yaml";

    private static final String TEMPLATE = "templateId";
    private static final Pattern INSTANCE = Pattern.compile("camel\\.routeTemplate\\[([^]]+)]\\.(.+)");

    @Mixin
    private ClientOptions options;

    @Option(names = "--templates", description = "The templates rather than the routes; see docs/route-templates.md.")
    private boolean templates;

    RoutesCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> settings = options.settings();
        Path directory = Path.of(settings.getOrDefault("drover.routes", "routes"));
        List<Map<String, Object>> rows = new ArrayList<>();
        if (templates) {
            addFiles(directory.resolve("templates"), "template", rows);
        } else {
            addFiles(directory, "route", rows);
            addInstances(settings, rows);
        }
        options.output().rows(rows);
        return ExitCode.OK;
    }

    private static void addFiles(Path directory, String what, List<Map<String, Object>> rows) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            rows.add(row(what, name.substring(0, name.length() - ENDING.length()), file.toString(), about(file)));
        }
    }

    /** Routes that are made by settings alone. */
    private static void addInstances(Map<String, String> settings, List<Map<String, Object>> rows) {
        Map<String, Map<String, String>> instances = new TreeMap<>();
        settings.forEach((key, value) -> {
            Matcher instance = INSTANCE.matcher(key);
            if (instance.matches()) {
                instances
                        .computeIfAbsent(instance.group(1), id -> new TreeMap<>())
                        .put(instance.group(2), value);
            }
        });
        instances.forEach((id, parameters) -> {
            String template = parameters.getOrDefault(TEMPLATE, "?");
            String given = parameters.entrySet().stream()
                    .filter(parameter -> !parameter.getKey().equals(TEMPLATE))
                    .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                    .collect(Collectors.joining(", "));
            rows.add(row("route", id, "(settings)", template + " with " + given));
        });
    }

    private static Map<String, Object> row(String what, String id, String file, String about) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(what, id);
        row.put("file", file);
        row.put("about", about);
        return row;
    }

    /** The first sentence of the comment that a file begins with. */
    private static String about(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.takeWhile(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ *", ""))
                    .collect(Collectors.joining(" "))
                    .strip()
                    .replaceFirst("(?<=[.;:]) .*", "");
        }
    }
}
