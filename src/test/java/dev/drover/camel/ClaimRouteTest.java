package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of claims: those of the living hold, those of the dead are given back wherever a poll finds them. */
class ClaimRouteTest extends ScriptSupport {
    private final String dead = TemporaryNames.random();
    private final Path markOfDead = Path.of(System.getProperty("java.io.tmpdir"), "drover-process-" + dead + ".lock");

    @AfterEach
    void removeMark() throws Exception {
        Files.deleteIfExists(markOfDead);
    }

    @Test
    void aSecondRouteLeavesTheClaimsOfTheFirstAlone() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "once"));
        CountDownLatch end = new CountDownLatch(1);
        String uri = poll("in", "delete=true", "readLock=rename");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("first").process(ClaimRouteTest.this::note).process(exchange -> assertThat(
                                end.await(10, TimeUnit.SECONDS))
                        .isTrue());
                from(uri + "&runLoggingLevel=DEBUG")
                        .routeId("second")
                        .autoStartup(false)
                        .process(ClaimRouteTest.this::note);
            }
        });
        camel.start();
        assertThat(take().body()).isEqualTo("once");
        int before = listings("in");
        camel.getRouteController().startRoute("second");
        await().atMost(PATIENCE).until(() -> listings("in") > before + 2);
        end.countDown();
        await().atMost(PATIENCE)
                .until(() -> commands().stream().anyMatch(line -> line.matches("DELE in/\\.a\\.txt\\..*")));
        assertThat(received).isEmpty();
        assertThat(commands()).doesNotContain("RNTO in/a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {".a.txt", "a.txt"})
    void claimsOfAProcessThatIsGoneAreGivenBackWhereverThePollLooks(String begin) throws Exception {
        Files.createFile(markOfDead);
        String claim = begin + "." + dead + "-" + Long.toHexString(Instant.now().toEpochMilli()) + Claims.SUFFIX;
        play(FtpScript.server().file("/in/" + claim, "above").file("/in/sub/" + claim, "below"));
        receiveFrom(poll("in", "delete=true", "readLock=rename", "recursive=true"));
        assertThat(List.of(take(), take()))
                .extracting(Received::name, Received::body)
                .containsExactlyInAnyOrder(tuple("a.txt", "above"), tuple("sub/a.txt", "below"));
    }

    @Test
    void claimsAreFoundAlsoWhereNothingIsListed() throws Exception {
        Files.createFile(markOfDead);
        String claim = ".a.txt." + dead + "-" + Long.toHexString(Instant.now().toEpochMilli()) + Claims.SUFFIX;
        play(FtpScript.server().file("/in/" + claim, "content"));
        receiveFrom(poll("in", "delete=true", "readLock=rename", "useList=false", "fileName=a.txt"));
        assertThat(take().body()).isEqualTo("content");
        assertThat(listings("in")).isOne();
    }

    @Test
    void claimsOfOthersStayWhenNothingIsKnownOfThem() throws Exception {
        String claim = ".a.txt." + dead + "-" + Long.toHexString(Instant.now().toEpochMilli()) + Claims.SUFFIX;
        play(FtpScript.server().file("/in/" + claim, "content"));
        receiveFrom(poll("in", "delete=true", "readLock=rename"));
        await().atMost(PATIENCE).until(() -> listings("in") > 3);
        assertThat(server.file("/in/" + claim)).isPresent();
    }

    @Test
    void aClaimThatCouldNotBeGivenBackAtOnceIsGivenBackByALaterPoll() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content").once("RNTO in/a.txt", "553 Not now."));
        String uri = poll("in", "delete=true", "readLock=rename");
        AtomicInteger attempts = new AtomicInteger();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    note(exchange);
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("forced");
                    }
                });
            }
        });
        camel.start();
        assertThat(take().body()).isEqualTo("content");
        assertThat(take().body()).isEqualTo("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"readLock=rename", "preMove=.work"})
    void aFileThatReplacesTheOneInHandIsTakenTooHoweverSoonItComes(String option) throws Exception {
        play(FtpScript.server().directory("/in/.work").file("/in/a.txt", "first"));
        String uri = poll("in", "delete=true", option);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    note(exchange);
                    if (server.commands().stream().noneMatch(line -> line.startsWith("DELE"))) {
                        server.put("/in/a.txt", "second".getBytes(UTF_8));
                    }
                });
            }
        });
        camel.start();
        assertThat(take().body()).isEqualTo("first");
        assertThat(take().body()).isEqualTo("second");
    }

    @Test
    void aClaimIsSeenWhereNamesWithADotAreNotListed() throws Exception {
        play(FtpScript.server().lacks("MLSD", "MLST").file("/in/a.txt", "content"));
        receiveFrom(poll("in", "delete=true", "readLock=rename"));
        assertThat(take().body()).isEqualTo("content");
        assertThat(commands()).anyMatch(line -> line.startsWith("RNTO in/a.txt."));
    }

    @Test
    void aMissingDirectoryIsMadeAlsoWithALock() throws Exception {
        play(FtpScript.server().directory("/x"));
        receiveFrom(poll("x/new", "delete=true", "readLock=rename"));
        await().atMost(PATIENCE).until(() -> server.isDirectory("/x/new"));
        server.put("/x/new/a.txt", "content".getBytes(UTF_8));
        assertThat(take().body()).isEqualTo("content");
    }

    @Test
    void aServerThatIsAwayIsNoErrorOfThePollAlsoWithALock() throws Exception {
        play(FtpScript.server());
        String uri = poll("in", "bridgeErrorHandler=true", "readLock=rename", "reconnectDelay=10");
        server.close();
        CountDownLatch bridged = new CountDownLatch(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).process(exchange -> bridged.countDown());
                from(uri).routeId("receiver").process(ClaimRouteTest.this::note);
            }
        });
        camel.start();
        FtpConsumer consumer = (FtpConsumer) camel.getRoute("receiver").getConsumer();
        await().atMost(PATIENCE).until(() -> consumer.getErrorCounter() > 1);
        await().during(Duration.ofMillis(100)).atMost(PATIENCE).until(() -> bridged.getCount() == 1);
    }

    private int listings(String directory) {
        return (int) commands().stream().filter(("MLSD " + directory)::equals).count();
    }
}
