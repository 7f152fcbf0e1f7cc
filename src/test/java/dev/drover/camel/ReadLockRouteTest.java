package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadLockRouteTest extends ScriptSupport {
    @Test
    void changedWaitsUntilAFileHasStoppedGrowing() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "begun"));
        String uri = poll("in", "delete=true", "readLock=changed", "readLockCheckInterval=300", "readLockTimeout=2000");
        camel.addRoutes(route(uri));
        camel.start();
        server.awaitCommand("MLSD in");
        server.put("/in/a.txt", "begun and finished".getBytes(StandardCharsets.UTF_8));
        Received file = take();
        assertThat(file.body()).isEqualTo("begun and finished");
        assertThat(file.header("CamelFileLength")).isEqualTo(18L);
    }

    @Test
    void changedLooksAtAWholeBatchAtOnce() throws Exception {
        FtpScript script = FtpScript.server();
        for (int i = 0; i < 20; i++) {
            script.file("/in/" + i + ".txt", "content");
        }
        play(script);
        long begin = System.nanoTime();
        receiveFrom(ftp(
                "in", "initialDelay=0", "delay=60000", "delete=true", "readLock=changed", "readLockCheckInterval=500"));
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            names.add(take().name());
        }
        assertThat(names).hasSize(20);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(commands()).filteredOn("MLSD in"::equals).hasSize(2);
    }

    @Test
    void changedTakesAnOldEnoughFileAtOnce() throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", "old".getBytes(StandardCharsets.UTF_8), Instant.parse("2020-01-01T00:00:00Z")));
        receiveFrom(
                ftp("in", "initialDelay=0", "delay=60000", "delete=true", "readLock=changed", "readLockMinAge=1000"));
        assertThat(take().body()).isEqualTo("old");
        assertThat(commands()).filteredOn("MLSD in"::equals).hasSize(1);
    }

    @Test
    void changedPassesOverAnEmptyFileUnlessToldOtherwise() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "").file("/in/b.txt", "b"));
        receiveFrom(ftp(
                "in",
                "initialDelay=0",
                "delay=60000",
                "delete=true",
                "readLock=changed",
                "readLockCheckInterval=100",
                "readLockTimeout=300",
                "readLockMinLength=0"));
        String first = take().name();
        String second = take().name();
        assertThat(List.of(first, second)).containsExactlyInAnyOrder("a.txt", "b.txt");
    }

    @Test
    void renameClaimsAFileForOneOfTwoNodes() throws Exception {
        FtpScript script = FtpScript.server();
        for (int i = 0; i < 30; i++) {
            script.file("/in/" + i + ".txt", "content");
        }
        play(script);
        String uri = poll("in", "move=done", "readLock=rename");
        camel.addRoutes(route(uri));
        try (CamelContext other = new DefaultCamelContext()) {
            other.addRoutes(route(uri));
            other.start();
            camel.start();
            Set<String> names = new TreeSet<>();
            for (int i = 0; i < 30; i++) {
                Received file = take();
                assertThat(file.name()).endsWith(".txt");
                assertThat(file.header("CamelFileAbsolutePath")).isEqualTo("in/" + file.name());
                names.add(file.name());
            }
            assertThat(names).hasSize(30);
            await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(received::isEmpty);
        }
        assertThat(server.file("/in/done/7.txt")).isPresent();
    }

    @Test
    void aClaimIsGivenBackWhenTheRouteFails() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content"));
        String uri = ftp("in", "initialDelay=0", "delay=60000", "delete=true", "readLock=rename");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    note(exchange);
                    throw new IllegalStateException("forced");
                });
            }
        });
        camel.start();
        assertThat(take().body()).isEqualTo("content");
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isPresent());
    }

    @Test
    void aRepositoryLetsOneOfTwoNodesHaveAFile() throws Exception {
        play(FtpScript.server().directory("/in"));
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        keys.start();
        String uri = poll("in", "delete=true", "readLock=idempotent", "idempotentRepository=#keys");
        camel.getRegistry().bind("keys", keys);
        camel.addRoutes(route(uri));
        try (CamelContext other = new DefaultCamelContext()) {
            other.getRegistry().bind("keys", keys);
            other.addRoutes(route(uri));
            other.start();
            camel.start();
            for (int i = 0; i < 30; i++) {
                server.put("/in/" + i + ".txt", "content".getBytes(StandardCharsets.UTF_8));
            }
            Set<String> names = new TreeSet<>();
            for (int i = 0; i < 30; i++) {
                names.add(take().name());
            }
            assertThat(names).hasSize(30);
            await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(received::isEmpty);
            assertThat(keys.getCache()).containsKey("in/7.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"readLock=idempotent", "readLock=idempotent&parallelTransfers=2"})
    void theKeyOfAnotherNodeStaysWhereItIs(String lock) throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        keys.start();
        keys.add("in/a.txt");
        camel.getRegistry().bind("keys", keys);
        play(FtpScript.server().file("/in/a.txt", "of another node").file("/in/b.txt", "ours"));
        receiveFrom(poll("in", "delete=true", lock, "idempotentRepository=#keys"));
        assertThat(take().name()).isEqualTo("b.txt");
        await().atMost(PATIENCE)
                .until(() -> commands().stream().filter("MLSD in"::equals).count() > 4);
        assertThat(keys.contains("in/a.txt")).isTrue();
        assertThat(received).isEmpty();
    }

    @Test
    void aRepositoryKeyIsThatOfTheNameBeforeThePreMove() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        camel.getRegistry().bind("keys", keys);
        play(FtpScript.server().file("/in/a.txt", "content").directory("/in/work"));
        receiveFrom(poll(
                "in",
                "preMove=work",
                "delete=true",
                "readLock=idempotent",
                "readLockRemoveOnCommit=true",
                "idempotentRepository=#keys"));
        take();
        await().atMost(PATIENCE).until(() -> server.file("/in/work/a.txt").isEmpty());
        await().atMost(PATIENCE)
                .until(() -> keys.getCacheSize() == 0 || keys.getCache().isEmpty());
    }

    @Test
    void filesAreTakenInParallelWhenAsked() throws Exception {
        FtpScript script = FtpScript.server();
        for (int i = 0; i < 8; i++) {
            script.file("/in/" + i + ".txt", "content");
        }
        play(script);
        CountDownLatch together = new CountDownLatch(4);
        String uri = poll("in", "delete=true", "parallelTransfers=4");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    together.countDown();
                    assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
                    note(exchange);
                });
            }
        });
        camel.start();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            names.add(take().name());
        }
        assertThat(names).hasSize(8);
        await().atMost(PATIENCE).until(() -> server.file("/in/7.txt").isEmpty());
    }

    private RouteBuilder route(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(ReadLockRouteTest.this::note);
            }
        };
    }
}
