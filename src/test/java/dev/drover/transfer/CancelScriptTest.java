package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cancellation gets through where the engine waits for a server that says nothing; the deadlines are minutes away. */
@Timeout(30)
class CancelScriptTest {
    @TempDir
    Path home;

    private final Cancellation cancellation = new Cancellation();

    @Test
    void aDownloadThatStallsEndsAtOnce() throws Exception {
        FtpScript script =
                FtpScript.server().file("/a", new byte[300_000]).on("RETR").stallsData(200_000);
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            CompletableFuture<TransferException> failure = fail(Location.remote(client, RemotePath.of("/a")), local());
            server.awaitCommand("RETR");
            cancellation.cancel();
            assertCancelled(failure);
            assertThat(home.resolve("a")).doesNotExist();
            assertThat(client.pool().lent()).isZero();
        }
    }

    @Test
    void anUploadThatNobodyReadsEndsAtOnce() throws Exception {
        Files.write(home.resolve("a"), new byte[30_000_000]);
        FtpScript script = FtpScript.server().once("STOR").acceptsButNeverReads();
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            CompletableFuture<TransferException> failure = fail(local(), Location.remote(client, RemotePath.of("/a")));
            server.awaitCommand("STOR");
            cancellation.cancel();
            assertCancelled(failure);
            assertThat(server.file("/a")).isEmpty();
        }
    }

    @Test
    void aReplyThatNeverComesIsNotWaitedFor() throws Exception {
        Files.write(home.resolve("a"), new byte[10]);
        FtpScript script = FtpScript.server().on("RNTO").stallsControl();
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            CompletableFuture<TransferException> failure = fail(local(), Location.remote(client, RemotePath.of("/a")));
            server.awaitCommand("RNTO");
            cancellation.cancel();
            assertCancelled(failure);
        }
    }

    @Test
    void aPauseBetweenTwoAttemptsEndsAtOnce() throws Exception {
        Files.write(home.resolve("a"), new byte[10]);
        FtpScript script = FtpScript.server().on("STOR", "450 Busy.");
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            CompletableFuture<TransferException> failure = fail(local(), Location.remote(client, RemotePath.of("/a")));
            server.awaitCommand("STOR");
            cancellation.cancel();
            assertCancelled(failure);
        }
    }

    private CompletableFuture<TransferException> fail(Location from, Location to) {
        Transfer transfer =
                Transfer.builder(from, to).cancellation(cancellation).build();
        return CompletableFuture.supplyAsync(() -> {
            try {
                throw new AssertionError("it went through: " + new TransferEngine().transfer(transfer));
            } catch (TransferException e) {
                return e;
            }
        });
    }

    private static void assertCancelled(CompletableFuture<TransferException> failure) throws Exception {
        assertThat(failure.get(15, TimeUnit.SECONDS).errorClass()).isEqualTo(ErrorClass.CANCELLED);
    }

    private LocalLocation local() throws PathRefusedException {
        return Location.local(home, RelativePath.of("a"));
    }
}
