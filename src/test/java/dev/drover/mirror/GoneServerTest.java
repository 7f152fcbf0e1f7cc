package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoneServerTest {
    private static final RetryPolicy QUICK = RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(1));

    @TempDir
    Path home;

    @Test
    void whenTheServerIsGoneTheOtherFilesAreNotTriedOneByOne() throws Exception {
        SampleTree here = new SampleTree(home);
        for (int number = 0; number < 20; number++) {
            here.write("f" + number, "x", Instant.parse("2024-05-06T07:08:09Z"));
        }
        Set<String> tried = new ConcurrentSkipListSet<>();
        try (ScriptedServer server = FtpScript.server().directory("/tree").start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            MirrorListener stopping = event -> {
                if (event instanceof MirrorEvent.Moving moving && moving.event() instanceof TransferEvent.Started) {
                    tried.add(moving.step().name());
                    stop(server);
                }
            };
            SyncResult result = new MirrorEngine(new TransferEngine())
                    .run(Mirror.from(Tree.local(home), Tree.remote(client, RemotePath.of("/tree")))
                            .parallel(1)
                            .retry(QUICK)
                            .listener(stopping)
                            .build());
            assertThat(tried).hasSize(1);
            assertThat(result.failed())
                    .hasSize(20)
                    .filteredOn(problem -> problem.reason().startsWith("it was not begun, because "))
                    .hasSize(19);
        }
    }

    private static void stop(ScriptedServer server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
