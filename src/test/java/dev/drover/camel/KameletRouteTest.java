package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.route.TemplateParameters;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Kamelets, found and run as Camel finds and runs those of its own catalog. */
class KameletRouteTest extends RouteTestSupport {
    // Characters that mean something in URIs.
    private static final String PASSWORD = "a+b%20&c=d#{e}";

    @Override
    EmbeddedServer startServer() throws Exception {
        return EmbeddedServer.on(home).user("kamelet", PASSWORD).start();
    }

    @Test
    void theSourceReceivesEachFileOnceAndDeletesIt() throws Exception {
        put("in/a.csv", "content");
        put("in/b.txt", "not asked for");
        route("drover-ftp-source", "&directoryName=in&include=*.csv&delay=50ms&settle=1ms", "mock:got");
        MockEndpoint got = camel.getEndpoint("mock:got", MockEndpoint.class);

        await().untilAsserted(() -> assertThat(got.getReceivedExchanges()).hasSize(1));

        Exchange file = got.getReceivedExchanges().get(0);
        assertThat(file.getMessage().getBody(String.class)).isEqualTo("content");
        assertThat(file.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo("a.csv");
        awaitFiles("in/b.txt");
    }

    @Test
    void theSourceLeavesFilesWhereTheyAreWhenAsked() throws Exception {
        put("in/a.csv", "content");
        route("drover-ftp-source", "&directoryName=in&delete=false&delay=50ms&settle=1ms", "mock:got");
        MockEndpoint got = camel.getEndpoint("mock:got", MockEndpoint.class);
        await().untilAsserted(() -> assertThat(got.getReceivedExchanges()).hasSize(1));

        put("in/b.csv", "second");
        await().untilAsserted(() -> assertThat(got.getReceivedExchanges()).hasSize(2));

        assertThat(files()).containsExactly("in/a.csv", "in/b.csv");
    }

    @Test
    void theSourceRemembersWhereItIsTold() throws Exception {
        put("in/a.csv", "content");
        put("in/b.csv", "known from an earlier life");
        MemoryIdempotentRepository seen = new MemoryIdempotentRepository() {
            @Override
            public boolean add(String key) {
                return !key.startsWith("b.csv/") && super.add(key);
            }

            @Override
            public boolean contains(String key) {
                return key.startsWith("b.csv/") || super.contains(key);
            }
        };
        camel.getRegistry().bind("mine", seen);
        route("drover-ftp-source", "&directoryName=in&delete=false&seen=mine&delay=50ms&settle=1ms", "mock:got");
        MockEndpoint got = camel.getEndpoint("mock:got", MockEndpoint.class);
        await().untilAsserted(() -> assertThat(got.getReceivedExchanges()).isNotEmpty());

        assertThat(got.getReceivedExchanges())
                .extracting(exchange -> exchange.getMessage().getHeader(Exchange.FILE_NAME))
                .containsOnly("a.csv");
    }

    @Test
    void theSinkSendsAMessageAsAFile() throws Exception {
        camel.start();
        String sink = "kamelet:drover-ftp-sink?" + server() + "&directoryName=out";

        template.sendBodyAndHeader(sink, "one", "file", "a.txt");
        template.sendBodyAndHeader(sink, "two", "ce-file", "b.txt");
        template.sendBodyAndHeader(sink, "three", Exchange.FILE_NAME, "c.txt");

        assertThat(files()).containsExactly("out/a.txt", "out/b.txt", "out/c.txt");
        assertThat(read("out/b.txt")).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover-ftp-source", "drover-ftp-sink"})
    @SuppressWarnings("unchecked")
    void editorsFindWhatTheyShow(String name) throws Exception {
        Map<String, Map<String, Object>> kamelet = (Map<String, Map<String, Object>>) new Load(
                        LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("src/main/resources/kamelets/" + name + ".kamelet.yaml")));
        Map<String, String> annotations =
                (Map<String, String>) kamelet.get("metadata").get("annotations");
        Map<String, Object> definition =
                (Map<String, Object>) kamelet.get("spec").get("definition");

        assertThat(kamelet.get("metadata")).containsEntry("name", name);
        assertThat(kamelet.get("metadata").get("labels"))
                .isEqualTo(Map.of("camel.apache.org/kamelet.type", name.substring("drover-ftp-".length())));
        assertThat(annotations.get("camel.apache.org/kamelet.icon")).startsWith("data:image/svg+xml;base64,");
        assertThat(definition).containsKeys("title", "description", "required");
        assertThat((Map<String, Map<String, Object>>) definition.get("properties"))
                .allSatisfy((key, property) -> assertThat(property).containsKeys("title", "description", "type"));
        assertThat((List<String>) kamelet.get("spec").get("dependencies"))
                .contains("mvn:dev.drover:drover:" + version());
    }

    private static String version() throws Exception {
        return Pattern.compile("<version>(.*)</version>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private void route(String kamelet, String options, String to) throws Exception {
        // What a deployment refuses in templates must not hit the parameters that Camel gives Kamelets.
        TemplateParameters.guard(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:" + kamelet + "?" + server() + options).to(to);
            }
        });
        camel.start();
    }

    private String server() {
        return "connectionHost=localhost&connectionPort=" + server.port() + "&username=kamelet&password=RAW(" + PASSWORD
                + ")";
    }
}
