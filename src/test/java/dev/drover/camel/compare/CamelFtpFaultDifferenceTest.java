package dev.drover.camel.compare;

import dev.drover.camel.compare.Scenario.Send;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that says no once, and tells its files by LIST alone: where camel-ftp gets over it, the same exchanges, times and
 * files come out here.
 */
class CamelFtpFaultDifferenceTest {
    @TempDir
    private Path folder;

    /** One refusal: of a verb with this name, wherever the component stands when it says it. */
    private record Fault(Scenario scenario, String verb, String name, String reply) {}

    private static final List<Fault> FAULTS = List.of(
            refused("retr-delete", "delete=true", "RETR", "550 Not now."),
            refused("retr-move", "move=.done", "RETR", "450 Not now."),
            refused("retr-noop", "noop=true&idempotent=false", "RETR", "550 Not now."),
            refused("retr-work", "delete=true&localWorkDirectory={work}/retr", "RETR", "550 Not now."),
            refused("dele-delete", "delete=true", "DELE", "450 Busy."),
            refused("dele-delete-idempotent", "delete=true&idempotent=true&idempotentEager=false", "DELE", "450 Busy."),
            refused("timed", "noop=true&idempotent=false", "RETR", "550 Not now."),
            new Fault(
                    Scenario.consumes("rnto-move", "move=.done").alone().with("rnto-move.txt", "content"),
                    "RNTO",
                    ".done/rnto-move.txt",
                    "450 Busy."),
            new Fault(
                    Scenario.sends(
                                    "appe-append",
                                    "fileExist=Append",
                                    new Send("appe.txt", "new"),
                                    new Send("appe.txt", "er"))
                            .with("appe.txt", "old"),
                    "APPE",
                    "appe.txt",
                    "450 Busy."));

    @Test
    void whatIsRefusedOnceEndsTheSame() throws Exception {
        Map<String, List<String>> theirs = run("theirs", "camel-ftp", List.of("target/classes"));
        Map<String, List<String>> ours = run("ours", "dev.drover", List.of("camel-ftp-", "commons-net-"));
        SoftAssertions all = new SoftAssertions();
        for (Fault fault : FAULTS) {
            String id = fault.scenario().id();
            all.assertThat(theirs.get(id)).as("%s: played", id).contains("refused");
            all.assertThat(ours.get(id))
                    .as("%s: %s", id, fault.scenario().options())
                    .isEqualTo(theirs.get(id));
        }
        all.assertAll();
    }

    private static Fault refused(String id, String options, String verb, String reply) {
        String name = id + ".txt";
        return new Fault(Scenario.consumes(id, options).alone().with(name, "content"), verb, name, reply);
    }

    private Map<String, List<String>> run(String name, String marker, List<String> without) throws Exception {
        Path work = Files.createDirectories(folder.resolve(name));
        FtpScript script = FtpScript.server().lacks("MLSD", "MLST");
        for (Fault fault : FAULTS) {
            String directory = "/" + fault.scenario().id();
            script.directory(directory);
            fault.scenario().files().forEach((file, content) -> script.file(directory + "/" + file, content));
            for (String spelled : spellings(fault)) {
                script.once(fault.verb() + " " + spelled, fault.reply());
            }
        }
        List<Scenario> scenarios = FAULTS.stream().map(Fault::scenario).toList();
        Map<String, List<String>> outcomes = new TreeMap<>();
        try (ScriptedServer server = script.start();
                URLClassLoader loader = new URLClassLoader(
                        marker, CamelFtpDifferenceTest.classPath(without), ClassLoader.getPlatformClassLoader())) {
            Map<String, List<String>> noted = CamelFtpDifferenceTest.run(loader, server.port(), work, scenarios);
            for (Fault fault : FAULTS) {
                List<String> outcome =
                        new ArrayList<>(noted.get(fault.scenario().id()));
                for (String file : fault.scenario().files().keySet()) {
                    outcome.add(file + "=" + content(server, fault, file));
                    outcome.add(".done/" + file + "=" + content(server, fault, ".done/" + file));
                }
                boolean refused = spellings(fault).stream()
                        .anyMatch(spelled -> server.commands().contains(fault.verb() + " " + spelled));
                outcome.add(refused ? "refused" : "never said");
                outcomes.put(fault.scenario().id(), outcome);
            }
        }
        return outcomes;
    }

    private static String content(ScriptedServer server, Fault fault, String file) {
        return server.file("/" + fault.scenario().id() + "/" + file)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("none");
    }

    private static List<String> spellings(Fault fault) {
        String below = fault.scenario().id() + "/" + fault.name();
        return List.of(fault.name(), below, "/" + below);
    }
}
