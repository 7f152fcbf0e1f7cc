package dev.drover.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code drover routes}. */
@Command(
        name = "routes",
        description = "Lists the route files that drover run would start.",
        footer = {"", "Example:", "  drover routes -c /etc/drover"})
final class RoutesCommand implements Callable<Integer> {
    private static final String ENDING = ".camel.yaml";

    @Mixin
    private ClientOptions options;

    RoutesCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Path.of(options.settings().getOrDefault("drover.routes", "routes"));
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("route", name.substring(0, name.length() - ENDING.length()));
            row.put("file", file.toString());
            row.put("about", about(file));
            rows.add(row);
        }
        options.output().rows(rows);
        return ExitCode.OK;
    }

    /** The first line of the comment that a file begins with. */
    private static String about(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.takeWhile(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ *", ""))
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("");
        }
    }
}
