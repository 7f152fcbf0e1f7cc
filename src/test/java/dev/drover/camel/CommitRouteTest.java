package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last step of a file that was routed: when it fails, it alone is done again, never the download or the route. */
class CommitRouteTest extends ScriptSupport {
    private static final String CONTENT = "content";

    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"450 Busy.", "421 Too much to do.", "550 Not yet."})
    void aDeletionThatIsRefusedOnceIsDoneLater(String refusal) throws Exception {
        play(FtpScript.server().file("/in/a.txt", CONTENT).once("DELE", refusal));
        receiveFrom(poll("in", "delete=true"));
        awaitRoutedOnce();
        assertThat(server.file("/in/a.txt")).isEmpty();
    }

    @Test
    void aDeletionThatIsRefusedForLongIsDoneAtLast() throws Exception {
        FtpScript script = FtpScript.server().file("/in/a.txt", CONTENT);
        for (int i = 0; i < 5; i++) {
            script.once("DELE", "550 Not yet.");
        }
        play(script);
        receiveFrom(reported("delete=true"));
        awaitRoutedOnce();
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty());
        assertThat(reports).hasSize(1).first().asString().contains("does not route it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELE", "RNFR", "RNTO"})
    void aConnectionThatIsLostAtTheLastStepDoesNotRouteTheFileAgain(String step) throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .directory("/in/done")
                .once(step)
                .closesControl()
                .once(step)
                .resetsControl()
                .once(step)
                .closesControl());
        receiveFrom(poll("in", step.equals("DELE") ? "delete=true" : "move=done"));
        awaitRoutedOnce();
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty());
        assertThat(server.file("/in/done/a.txt").isPresent()).isEqualTo(!step.equals("DELE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELE", "RNTO"})
    void aLastStepWhoseAnswerIsLostWithTheConnectionIsSeenToBeDone(String step) throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .directory("/in/done")
                .once(step)
                .asUsual()
                .closesControl());
        receiveFrom(reported(step.equals("DELE") ? "delete=true" : "move=done"));
        awaitRoutedOnce();
        assertThat(reports).isEmpty();
        assertThat(server.file("/in/done/a.txt").isPresent()).isEqualTo(!step.equals("DELE"));
    }

    @Test
    void aFileThatWaitsToBeMovedIsNotMovedWhenItHasBecomeAnother() throws Exception {
        play(FtpScript.server().file("/in/a.txt", CONTENT).directory("/in/done").on("RNTO", "550 No."));
        receiveFrom(reported("move=done"));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertThat(reports.poll(10, TimeUnit.SECONDS)).isNotNull();
        server.put("/in/a.txt", "something else".getBytes(UTF_8));
        assertThat(take().body()).isEqualTo("something else");
    }

    @Test
    void theKeyOfAFileThatWasReplacedBeforeItsLastStepIsForgotten() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        camel.getRegistry().bind("keys", keys);
        play(FtpScript.server().file("/in/a.txt", CONTENT).once("DELE", "450 Busy."));
        String uri = poll("in", "delete=true", "idempotent=true", "idempotentRepository=#keys");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    note(exchange);
                    server.put("/in/a.txt", "something else".getBytes(UTF_8));
                });
            }
        });
        camel.start();
        assertThat(take().body()).isEqualTo(CONTENT);
        assertThat(take().body()).isEqualTo("something else");
    }

    @Test
    void theKeyIsConfirmedWhenTheLastStepIsDoneAtLast() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        camel.getRegistry().bind("keys", keys);
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .once("DELE", "550 Not yet.")
                .once("DELE", "550 Not yet."));
        receiveFrom(
                poll("in", "delete=true", "idempotent=true", "idempotentEager=false", "idempotentRepository=#keys"));
        awaitRoutedOnce();
        await().atMost(PATIENCE).until(() -> keys.contains("in/a.txt"));
        assertThat(server.file("/in/a.txt")).isEmpty();
    }

    @Test
    void aDoneFileGoesWithItsFile() throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .file("/in/a.txt.done", "")
                .once("DELE in/a.txt", "550 Not yet."));
        receiveFrom(poll("in", "delete=true", "doneFileName=${file:name}.done"));
        awaitRoutedOnce();
        await().atMost(PATIENCE)
                .until(() -> server.file("/in/a.txt").isEmpty()
                        && server.file("/in/a.txt.done").isEmpty());
    }

    @Test
    void aClaimIsKeptUntilTheLastStepIsDone() throws Exception {
        FtpScript script = FtpScript.server().file("/in/a.txt", CONTENT);
        for (int i = 0; i < 3; i++) {
            script.once("DELE", "550 Not yet.");
        }
        play(script);
        receiveFrom(poll("in", "delete=true", "readLock=rename"));
        awaitRoutedOnce();
        await().atMost(PATIENCE)
                .until(() -> commands().stream()
                                .filter(line -> line.startsWith("DELE in/.a.txt.") && line.endsWith(Claims.SUFFIX))
                                .count()
                        == 4);
        assertThat(commands()).noneMatch(line -> line.equals("RNTO in/a.txt"));
        assertThat(server.file("/in/a.txt")).isEmpty();
    }

    @Test
    void otherFilesGoOnWhileOneWaits() throws Exception {
        play(FtpScript.server().file("/in/a.txt", CONTENT).on("DELE in/a.txt", "550 Never."));
        receiveFrom(reported("delete=true"));
        assertThat(take().name()).isEqualTo("a.txt");
        assertThat(reports.poll(10, TimeUnit.SECONDS)).isNotNull();
        server.put("/in/b.txt", CONTENT.getBytes(UTF_8));
        assertThat(take().name()).isEqualTo("b.txt");
        await().atMost(PATIENCE).until(() -> server.file("/in/b.txt").isEmpty());
        assertThat(received).isEmpty();
    }

    private String reported(String option) {
        camel.getRegistry().bind("handler", new CollectingHandler(reports));
        return poll("in", option, "onCompletionExceptionHandler=#handler");
    }

    private void awaitRoutedOnce() throws InterruptedException {
        assertThat(take().body()).isEqualTo(CONTENT);
        int seen = polls();
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty() && polls() > seen + 1);
        assertThat(received).isEmpty();
        assertThat(commands()).filteredOn(line -> line.startsWith("RETR")).hasSize(1);
    }

    private int polls() {
        return (int) commands().stream().filter(line -> line.startsWith("MLSD")).count();
    }
}
