package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files of named endpoints that cannot leave, that have no name to go by, or whose folder is away. */
class LastingFilesRouteTest extends NamedEndpointsSupport {
    @ParameterizedTest
    @ValueSource(strings = {"drover:drop", "drover:partner"})
    void aFileThatFailedAndCannotBePutAsideFailsOnce(String endpoint) throws Exception {
        // A file in the place of the directory.
        putInto(endpoint, "full", "");
        putInto(endpoint, "a.txt", "x");
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        camel.getRegistry().bind("refusals", new CollectingHandler(refusals));
        failingRoute(
                endpoint + "?exclude=full&moveFailed=full/${file:name}&exceptionHandler=#refusals"
                        + "&onCompletionExceptionHandler=#refusals",
                false);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals)
                .anyMatch(refusal -> refusal.contains("does not route it again")));
        for (String later : List.of("b.txt", "c.txt")) {
            int before = attempts.get();
            putInto(endpoint, later, "x");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(attempts).hasValueGreaterThan(before));
        }
        assertThat(filesOf(endpoint)).containsExactlyInAnyOrder("a.txt", "b.txt", "c.txt", "full");
        Files.delete(rootOf(endpoint).resolve("full"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(filesOf(endpoint))
                .containsExactlyInAnyOrder("full/a.txt", "full/b.txt", "full/c.txt"));
        assertThat(attempts).as("times that one of three files was routed").hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover:drop/to", "drover:partner/to"})
    void aFileIsSentUnderNoNameThatNobodyGaveIt(String target) throws Exception {
        camel.start();
        for (String name : List.of("${header.nobody}", "${header.nobody}/", "in/${header.nobody}")) {
            assertThatThrownBy(() ->
                            template.sendBodyAndHeader(target + "?fileName=" + name, "x", Exchange.FILE_NAME, "a.txt"))
                    .as(name)
                    .hasStackTraceContaining("Correct the fileName of the route");
        }
        template.sendBodyAndHeader(target + "?fileName=in/${file:name}", "x", Exchange.FILE_NAME, "a.txt");
        assertThat(filesOf(target)).containsExactly("to/in/a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"move=done/${header.late}", "move=${header.late}", "move=full/${file:name}"})
    void aFileThatCannotLeaveAfterItWasSentIsNotSentAgain(String option) throws Exception {
        // A file in the place of the directory.
        Files.writeString(drop.resolve("full"), "");
        putInto("drover:drop", "LICENCE", "x");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("drover:drop?initialDelay=0&delay=20&exclude=full&exceptionHandler=#refusals"
                                + "&onCompletionExceptionHandler=#refusals&" + option)
                        .process(exchange -> attempts.incrementAndGet());
            }
        });
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        camel.getRegistry().bind("refusals", new CollectingHandler(refusals));
        camel.start();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals).hasSizeGreaterThan(3));
        assertThat(refusals).anyMatch(refusal -> refusal.contains("does not route it again"));
        assertThat(attempts).as("times that the file was sent").hasValue(1);
        assertThat(filesOf("drover:drop")).containsExactlyInAnyOrder("LICENCE", "full");

        // Another file of the name is sent, and the one that was sent leaves when it can.
        putInto("drover:drop", "LICENCE", "another");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(attempts).hasValue(2));
        if (option.contains("full")) {
            Files.delete(drop.resolve("full"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(filesOf("drover:drop")).containsExactly("full/LICENCE"));
        }
        assertThat(attempts).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover:drop?move=done/${file:name.ext}",
                "drover:drop?move=${file:ext}",
                "drover:drop?move=${file:name}",
                "drover:rooted?move=done/${file:name.ext}",
                "drover:rooted?move=${file:name}"
            })
    void aFileThatHasNoNameToLeaveByIsNotSent(String uri) throws Exception {
        putInto(uri, "LICENCE", "x");
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        camel.getRegistry().bind("refusals", new CollectingHandler(refusals));
        receiveFrom(uri + "&initialDelay=0&delay=20&exceptionHandler=#refusals");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals).hasSizeGreaterThan(2));
        assertThat(refusals)
                .allMatch(refusal ->
                        refusal.contains("/LICENCE") && refusal.contains("Correct where the route moves its files to"));
        assertThat(filesOf(uri)).containsExactly("LICENCE");
        assertThat(received).as("what was sent").isEmpty();
    }

    @Test
    void aFolderThatIsAwayIsTold() throws Exception {
        try (CapturedLog log = CapturedLog.of(LocalConsumer.class)) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("drover:drop/in?initialDelay=0&delay=20")
                            .routeId("in")
                            .process(exchange -> attempts.incrementAndGet());
                }
            });
            camel.start();
            Path in = drop.resolve("in");
            Files.move(in, drop.resolve("away"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("in (" + in + ") cannot be polled", "there is no such directory"));
            Files.move(drop.resolve("away"), in);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(log.lines()).hasSize(2).last().asString().contains("polled again"));
            putInto("drover:drop", "in/a.txt", "x");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(attempts).hasValue(1));
        }
    }
}
