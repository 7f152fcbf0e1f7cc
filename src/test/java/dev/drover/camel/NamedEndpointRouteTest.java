package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.testing.BetweenPolls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedEndpointRouteTest extends RouteTestSupport {
    private Path drop;
    private EndpointCatalog catalog;

    @BeforeEach
    void configureEndpoints() throws Exception {
        drop = Files.createDirectories(folder.resolve("drop"));
        Map<String, String> properties = new HashMap<>();
        properties.put("drover.endpoint.partner.kind", "ftp");
        properties.put("drover.endpoint.partner.host", "localhost");
        properties.put("drover.endpoint.partner.port", String.valueOf(server.port()));
        properties.put("drover.endpoint.partner.username", "drover");
        properties.put("drover.endpoint.partner.password", "drover");
        properties.put("drover.endpoint.rooted.kind", "ftp");
        properties.put("drover.endpoint.rooted.host", "localhost");
        properties.put("drover.endpoint.rooted.port", String.valueOf(server.port()));
        properties.put("drover.endpoint.rooted.username", "drover");
        properties.put("drover.endpoint.rooted.password", "drover");
        properties.put("drover.endpoint.rooted.root", "/exchange/acme");
        properties.put("drover.endpoint.rooted.retry.base", "50ms");
        properties.put("drover.endpoint.drop.kind", "local");
        properties.put("drover.endpoint.drop.root", drop.toString());
        catalog = EndpointCatalog.of(properties);
        camel.getRegistry().bind("catalog", catalog);
    }

    @AfterEach
    void closeEndpoints() {
        BetweenPolls.stop(camel);
        catalog.close();
    }

    @Test
    void aFileGoesFromADropFolderToAServerByTheirNames() throws Exception {
        Files.writeString(drop.resolve("a.txt"), "dropped");
        route("drover:drop?delete=true&initialDelay=0&delay=50", "drover:partner/in/box");
        awaitFiles("in/box/a.txt");
        assertThat(read("in/box/a.txt")).isEqualTo("dropped");
        await().atMost(PATIENCE).until(() -> filesBelow(drop).isEmpty());
    }

    @Test
    void aFileGoesFromAServerToADropFolder() throws Exception {
        put("out/sub/a.txt", "fetched");
        route("drover:partner/out?recursive=true&move=.done&initialDelay=0&delay=50", "drover:drop/a b/c%23d/100%25");
        Path fetched = drop.resolve("a b/c#d/100%/sub/a.txt");
        await().atMost(PATIENCE).until(() -> Files.exists(fetched));
        awaitFiles("out/sub/.done/a.txt");
        assertThat(fetched).hasContent("fetched");
    }

    /** A poll must not stand still for minutes. */
    @ParameterizedTest
    @CsvSource({"drover:rooted,50", "drover:partner,1000", "drover:rooted?reconnectDelay=70000,70000"})
    void whoConnectsAgainPausesAsTheEndpointSaysAndNoLongerThanUsualUnlessTheRouteWantsIt(String uri, long pause) {
        assertThat(camel.getEndpoint(uri, DroverEndpoint.class).getReconnectDelay())
                .isEqualTo(pause);
    }

    @Test
    void whatIsNoFileOfTheDropFolderIsPassedOver() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "of somebody else");
        Files.createSymbolicLink(drop.resolve("1-leads-out.txt"), secret);
        Files.createSymbolicLink(drop.resolve("2-leads-nowhere.txt"), folder.resolve("gone"));
        // Whoever opens a pipe waits until somebody writes into it.
        assertThat(new ProcessBuilder("mkfifo", drop.resolve("3-pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        // No lock file could stand beside it, and nothing finds this one again as it is called.
        Files.writeString(drop.resolve("3".repeat(255)), "long");
        Files.writeString(drop.resolve("3\\b.txt"), "backslash");
        Files.writeString(drop.resolve("4.txt"), "dropped");
        route("drover:drop?delete=true&sortBy=file:name&initialDelay=0&delay=50", "drover:partner/in");
        awaitFiles("in/4.txt");
        assertThat(secret).hasContent("of somebody else");
        assertThat(drop.resolve("1-leads-out.txt")).isSymbolicLink();
        assertThat(drop.resolve("3-pipe")).exists();
    }

    @Test
    void theKeyOfAnotherNodeStaysWhereItIs() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        keys.start();
        Path taken = Files.writeString(drop.resolve("a.txt"), "of another node");
        Files.writeString(drop.resolve("b.txt"), "ours");
        keys.add(taken.toString());
        camel.getRegistry().bind("keys", keys);
        route(
                "drover:drop?delete=true&readLock=idempotent&idempotentRepository=#keys&initialDelay=0&delay=20",
                "drover:partner/in");
        awaitFiles("in/b.txt");
        await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> keys.contains(taken.toString()));
        assertThat(files()).containsExactly("in/b.txt");
    }

    @Test
    void aFileThatAStopBreaksOffStaysWhereItIs() throws Exception {
        Files.writeString(drop.resolve("a.txt"), "dropped");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("drover:drop?delete=true&moveFailed=.error&initialDelay=0&delay=50")
                        .process(exchange -> {
                            begun.countDown();
                            never.await();
                        });
            }
        });
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        camel.stop();

        await().atMost(PATIENCE).until(() -> filesBelow(drop).equals(List.of("a.txt")));
    }

    @Test
    void aFetchedFileMayHaveALongNameAndIsReadableLikeAnyOther() throws Exception {
        String small = "s".repeat(251) + ".txt";
        put("out/" + small, "small");
        put("out/large.txt", "x".repeat(100_000));
        route("drover:partner/out?delete=true&spoolThreshold=1000&initialDelay=0&delay=50", "drover:drop");
        await().atMost(PATIENCE).until(() -> filesBelow(drop).equals(List.of("large.txt", small)));
        assertThat(Files.getPosixFilePermissions(drop.resolve("large.txt")))
                .isEqualTo(Files.getPosixFilePermissions(drop.resolve(small)));
    }

    @Test
    void aRootBeginsEveryPath() throws Exception {
        put("exchange/acme/out/sub/a.txt", "rooted");
        receiveFrom("drover:rooted/out?recursive=true&move=.done&initialDelay=0&delay=50");
        Received file = take();
        assertThat(file.name()).isEqualTo("sub/a.txt");
        assertThat(file.body()).isEqualTo("rooted");
        awaitFiles("exchange/acme/out/sub/.done/a.txt");
        template.sendBodyAndHeader("drover:rooted", "new", Exchange.FILE_NAME, "in/b.txt");
        assertThat(read("exchange/acme/in/b.txt")).isEqualTo("new");
    }

    @Test
    void routesShareTheSessionsOfTheirEndpoint() throws Exception {
        camel.start();
        for (int i = 0; i < 5; i++) {
            template.sendBodyAndHeader("drover:partner/d" + i, "x", Exchange.FILE_NAME, "a.txt");
        }
        dev.drover.endpoint.FtpEndpoint partner = (dev.drover.endpoint.FtpEndpoint) catalog.require("partner");
        assertThat(partner.client().pool().opened()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drover:partnr/in | did you mean \"partner\"",
                "drover:partner/../../etc | is refused",
                "drover:drop/../../etc | is refused",
                "drover:partner/in?username=root | username has no effect here",
                "drover:partner/in?disconnect=true | disconnect has no effect here",
            })
    void mistakesAreRefusedWhenTheRouteIsMade(String uri, String message) {
        camel.start();
        assertThatThrownBy(() -> camel.getEndpoint(uri)).hasStackTraceContaining(message);
    }

    private void route(String from, String to) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        });
        camel.start();
    }
}
