package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.route.TemplateParameters;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Kamelets, found and run as Camel finds and runs those of its own catalog. */
class KameletRouteTest extends RouteTestSupport {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    @Test
    void aDirectoryIsWhatStandsInRaw() throws Exception {
        camel.start();
        String sink = "kamelet:drover-ftp-sink?" + server() + "&directoryName=RAW(100% a+b%20c/what?)";

        template.sendBodyAndHeader(sink, "one", "file", "a.txt");

        assertThat(files()).containsExactly("100% a+b%20c/what?/a.txt");
    }

    @Test
    void aRequestSaysWhatTheMessageSaysAndTheMessageGoesOn() throws Exception {
        action("&sourcePath=out/${header.name}&ifExists=overwrite&id=order-${header.order}&include=");

        Exchange sent = ask(Map.of("name", "März 1.csv", "order", "4711", "CamelJmsDestinationName", "elsewhere"));

        assertThat(sent.getMessage().getBody()).isEqualTo("the body");
        assertThat(sent.getMessage().getHeader("droverRequestId")).isEqualTo("order-4711");
        assertThat(requests().getReceivedExchanges()).singleElement().satisfies(request -> {
            assertThat(request.getMessage().getHeaders()).doesNotContainKeys("name", "CamelJmsDestinationName");
            assertThat(JSON.readTree(request.getMessage().getBody(String.class)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"version": 1, "id": "order-4711", "operation": "transfer",
                                     "source": {"endpoint": "store", "paths": ["out/März 1.csv"]},
                                     "destination": {"endpoint": "partner", "ifExists": "overwrite"}}
                                    """));
        });
    }

    @Test
    void eachRequestHasAnIdOfItsOwn() throws Exception {
        action("&sourcePath=a.txt");

        assertThat(ask(Map.of()).getMessage().getHeader("droverRequestId", String.class))
                .hasSize(36)
                .isNotEqualTo(ask(Map.of()).getMessage().getHeader("droverRequestId"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"],\"onSuccess\":\"delete\",\"x\":[\"",
                "a.txt\n",
                "a\", \"b",
                "../secret",
                "${env:PATH}",
                "a\\u0022b"
            })
    void aValueOfAMessageIsNeverMoreThanAValue(String hostile) throws Exception {
        action("&sourcePath=${header.name}");

        Exchange refused = ask(Map.of("name", hostile));

        assertThat(refused.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("No request was sent: sourcePath may not be \"\\P{Cntrl}+\"; see docs/requests.md");
        assertThat(requests().getReceivedExchanges()).isEmpty();
        assertThat(refused.getMessage().getHeaders()).doesNotContainKey("droverRequestId");
    }

    @Test
    void quotesAndBracesInOtherFieldsAreTextToo() throws Exception {
        action("&sourcePath=it's.csv&fileName=${header.name}");

        ask(Map.of("name", "a,b'[c].csv"));
        Exchange refused = ask(Map.of("name", "a\",\"ifExists\":\"overwrite"));
        Exchange empty = ask(Map.of());

        assertThat(refused.getException()).hasMessageContaining("fileName may not be");
        assertThat(empty.getException())
                .hasMessage("No request was sent: fileName, which is ${header.name}, is empty for this message");
        assertThat(requests().getReceivedExchanges()).singleElement().satisfies(request -> assertThat(
                        JSON.readTree(request.getMessage().getBody(String.class))
                                .path("destination"))
                .isEqualTo(JSON.readTree("{\"endpoint\": \"partner\", \"fileName\": \"a,b'[c].csv\"}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "&sourcePath=/etc/passwd | sourcePath may not be \"/etc/passwd\"",
                "&sourcePath=${header.x}&ifExists=replace | ifExists may not be \"replace\"",
                "&sourcePath=${header.x}&operation=copy | operation may not be \"copy\"",
                "&sourcePath=a&id=short | id may not be \"short\"",
                "&sourcePath=a&sourceDirectory=b | either sourcePath or sourceDirectory",
                "&ifExists=fail | either sourcePath or sourceDirectory",
                "&sourceDirectory=out&fileName=a | destination.fileName is for one path",
                "&sourcePath=${nothing | sourcePath has \"${nothing\", which is not in Camel's simple language",
                "&sourcePath=a&operation=mkdir | The request does not fit the schema",
                "&sourcePath=a&queue=a?b=c | component and queue are names"
            })
    void whatNoMessageCanMakeRightIsRefusedAtStart(String options, String reason) {
        assertThatThrownBy(() -> action(options)).rootCause().hasMessageContaining(reason);
    }

    private void action(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to(
                                "kamelet:drover-request-action?component=mock&sourceEndpoint=store&destinationEndpoint=partner"
                                        + options);
            }
        });
        camel.start();
    }

    private Exchange ask(Map<String, Object> headers) {
        return template.request("direct:ask", exchange -> {
            exchange.getMessage().setBody("the body");
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private MockEndpoint requests() {
        return camel.getEndpoint("mock:queue:drover.requests", MockEndpoint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover-ftp-source", "drover-ftp-sink", "drover-request-action"})
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
                .isEqualTo(Map.of("camel.apache.org/kamelet.type", name.substring(name.lastIndexOf('-') + 1)));
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
