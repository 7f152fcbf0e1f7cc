package dev.drover.camel.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.EmbeddedServer;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same URIs against camel-ftp and against ours: the same exchanges, headers, results and trees. */
class CamelFtpDifferenceTest {
    @TempDir
    private Path folder;

    @Test
    void theSameUrisDoTheSame() throws Exception {
        List<Scenario> scenarios = Scenarios.all();
        assertThat(scenarios.size()).isGreaterThanOrEqualTo(60);
        Map<String, List<String>> theirs = run("theirs", "camel-ftp", List.of("target/classes"), scenarios);
        Map<String, List<String>> ours = run("ours", "dev.drover", List.of("camel-ftp-", "commons-net-"), scenarios);
        assertThat(theirs.remove("component").toString()).contains("org.apache.camel");
        assertThat(ours.remove("component").toString()).contains("dev.drover");
        SoftAssertions all = new SoftAssertions();
        for (Scenario scenario : scenarios) {
            all.assertThat(ours.get(scenario.id()))
                    .as("%s: %s", scenario.id(), scenario.options())
                    .isEqualTo(theirs.get(scenario.id()));
        }
        all.assertAll();
    }

    private Map<String, List<String>> run(String name, String marker, List<String> without, List<Scenario> scenarios)
            throws Exception {
        Path home = Files.createDirectories(folder.resolve(name).resolve("home"));
        Path work = Files.createDirectories(folder.resolve(name).resolve("work"));
        for (Scenario scenario : scenarios) {
            prepare(home.resolve(scenario.id()), scenario);
        }
        Map<String, List<String>> outcomes;
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                URLClassLoader loader =
                        new URLClassLoader(marker, classPath(without), ClassLoader.getPlatformClassLoader())) {
            outcomes = run(loader, server.port(), work, scenarios);
        }
        for (Scenario scenario : scenarios) {
            List<String> outcome = new ArrayList<>(outcomes.get(scenario.id()));
            if (!scenario.options().contains("sortBy") && !scenario.options().contains("preSort")) {
                outcome.sort(null);
            }
            outcome.add("tree " + tree(home.resolve(scenario.id())));
            outcomes.put(scenario.id(), outcome);
        }
        return outcomes;
    }

    @SuppressWarnings("unchecked")
    static Map<String, List<String>> run(ClassLoader loader, int port, Path work, List<Scenario> scenarios)
            throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Method run = loader.loadClass(CamelRun.class.getName()).getMethod("run", int.class, Path.class, List.class);
            List<String[]> specs = scenarios.stream().map(Scenario::spec).toList();
            return new TreeMap<>((Map<String, List<String>>) run.invoke(null, port, work, specs));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    static URL[] classPath(List<String> without) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && without.stream().noneMatch(entry::contains)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static void prepare(Path directory, Scenario scenario) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> file : scenario.files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            if (file.getKey().endsWith("/")) {
                Files.createDirectories(path);
            } else if (file.getKey().contains(Scenario.LINK)) {
                String[] link = file.getKey().split(Scenario.LINK, 2);
                Files.createSymbolicLink(directory.resolve(link[0]), Path.of(link[1]));
            } else {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
    }

    private static String tree(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<String> lines = new ArrayList<>();
            for (Path path : all.sorted().toList()) {
                String name = directory.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    lines.add(name + Scenario.LINK + Files.readSymbolicLink(path));
                } else {
                    lines.add(Files.isDirectory(path) ? name + "/" : name + "=" + Files.readString(path));
                }
            }
            return lines.toString();
        }
    }
}
