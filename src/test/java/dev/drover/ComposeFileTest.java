package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The compose file, as far as it can be judged without an engine to run it. */
class ComposeFileTest {
    private static final Path FILE = Path.of("docker-compose.yml");
    private static final Path SAMPLE = Path.of(".env.example");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[?-][^}]*)?}");

    private final JsonNode services;

    ComposeFileTest() throws IOException {
        services = new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile()).get("services");
    }

    @Test
    void thePartsOfADeploymentAreThere() {
        assertThat(services.fieldNames()).toIterable().contains("drover", "activemq", "ftp", "postgres");
    }

    @Test
    void everyServiceSaysHowItsHealthIsSeen() {
        assertThat(services).allSatisfy(service -> assertThat(service.at("/healthcheck/test"))
                .isNotEmpty());
    }

    @Test
    void whatOthersWaitForIsTheirHealth() {
        assertThat(services.at("/drover/depends_on")).isNotEmpty().allSatisfy(dependency -> assertThat(
                        dependency.get("condition").asText())
                .isEqualTo("service_healthy"));
    }

    @Test
    void theSecondNodeIsTheFirstButForItsNameAndItsDirectory() {
        ObjectNode one = services.get("drover").deepCopy();
        ObjectNode two = services.get("drover-two").deepCopy();
        assertThat(one.at("/environment/DROVER_NODE")).isNotEqualTo(two.at("/environment/DROVER_NODE"));
        for (ObjectNode node : List.of(one, two)) {
            node.remove(List.of("volumes", "profiles"));
            ((ObjectNode) node.get("environment")).remove("DROVER_NODE");
        }

        assertThat(two).isEqualTo(one);
        assertThat(two.at("/environment/DROVER_WATCH").asText()).startsWith("master:");
    }

    @Test
    void everyImageIsNamedWithItsTag() {
        assertThat(services.findValuesAsText("image")).isNotEmpty().allMatch(image -> image.matches(".+:(?!latest).+"));
    }

    @Test
    void passwordsComeFromTheEnvironmentOnly() {
        assertThat(services)
                .flatMap(service -> service.path("environment").properties())
                .filteredOn(entry -> entry.getKey().matches(".*(PASS|PASSWORD|SECRET|TOKEN)"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.getValue().asText()).matches("\\$\\{[A-Z_]+:\\?.+}"));
    }

    @Test
    void theSampleEnvironmentSetsEveryVariableThatIsAskedFor() throws IOException {
        List<String> asked = VARIABLE.matcher(Files.readString(FILE))
                .results()
                .filter(match -> match.group(2) == null || match.group(2).startsWith(":?"))
                .map(MatchResult::group)
                .map(variable -> variable.replaceAll("\\$\\{([A-Z_]+).*", "$1"))
                .distinct()
                .toList();

        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(SAMPLE).content().containsPattern("(?m)^" + name + "=.+$"));
    }

    @Test
    void portsAreOpenedOnLoopbackOnly() {
        assertThat(services)
                .filteredOn(service -> service.has("ports"))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(service.get("ports"))
                        .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void theBrokerRunsWithTheConfigurationThatIsShippedForIt() throws IOException {
        JsonNode broker = services.get("activemq");
        String configuration = Files.readString(Path.of("config/activemq.xml"));

        assertThat(broker.get("volumes"))
                .extracting(JsonNode::asText)
                .contains("./config/activemq.xml:/opt/apache-activemq/conf/activemq.xml:ro");
        assertThat(configuration)
                .contains(
                        "schedulerSupport=\"true\"",
                        "useAuthenticatedPrincipalForJMSXUserID=\"true\"",
                        "individualDeadLetterStrategy queuePrefix=\"DLQ.\"",
                        "prioritizedMessages=\"true\"");
        assertThat(Pattern.compile("\\$\\{([A-Z_]+)}")
                        .matcher(configuration)
                        .results()
                        .map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(broker.get("environment").has(name)).as(name).isTrue());
    }

    @Test
    void applicationsDoNotLogInAsDrover() {
        assertThat(services.at("/activemq/environment/SUBMITTER_USER"))
                .isNotEqualTo(services.at("/drover/environment/DROVER_BROKER_USER"));
        assertThat(services.get("drover").toString()).doesNotContain("SUBMITTER");
    }

    @Test
    void composeItselfAcceptsTheFile() throws Exception {
        assumeThat(exitCode("docker", "compose", "version"))
                .as("docker compose")
                .isZero();

        assertThat(exitCode("docker", "compose", "--env-file", SAMPLE.toString(), "config", "--quiet"))
                .isZero();
    }

    private static int exitCode(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
