package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.TransferEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that leaves names with a dot out of its listings, as vsftpd does: that they are not listed is no reason to delete. */
class HiddenNamesTest {
    private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

    @TempDir
    Path home;

    private final MirrorEngine engine = new MirrorEngine(new TransferEngine());

    /** Lists {@code seen.txt}, and has a hidden file and a hidden directory besides. */
    private static FtpScript hiding() {
        return FtpScript.server()
                .file("/tree/seen.txt", bytes("s"), TIME)
                .file("/tree/.hidden", bytes("new"), TIME)
                .file("/tree/.deep/.er", bytes("h"), TIME)
                .file("/tree/.deep/plain", bytes("p"), TIME)
                .on("MLSD /tree")
                .sendsLines("type=file;size=1;modify=20240506070809; seen.txt");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatTheSourceDoesNotListIsNotDeletedInADirectory() throws Exception {
        SampleTree here = new SampleTree(home);
        here.write(".hidden", "h", TIME);
        here.write(".deep/.er", "h", TIME);
        here.write(".deep/plain", "p", TIME);
        here.write(".gone", "g", TIME);
        try (ScriptedServer server = hiding().start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            SyncResult result = engine.run(Mirror.from(tree(client), Tree.local(home))
                    .delete(true)
                    .maxDelete(DeleteLimit.NONE)
                    .build());
            assertThat(result.deleted()).containsExactly(".gone");
            assertThat(result.downloaded()).containsExactlyInAnyOrder("seen.txt", ".hidden");
            assertThat(home.resolve(".hidden")).hasContent("new");
            assertThat(home.resolve(".deep/plain")).hasContent("p");
        }
    }

    @Test
    void whatTheSourceDoesNotListIsNotDeletedOnAnotherServer() throws Exception {
        FtpScript target = FtpScript.server()
                .file("/tree/seen.txt", bytes("s"), TIME)
                .file("/tree/.hidden", bytes("new"), TIME)
                .file("/tree/.deep/.er", bytes("h"), TIME)
                .file("/tree/.gone", bytes("g"), TIME);
        try (ScriptedServer from = hiding().start();
                ScriptedServer to = target.start();
                FtpClient source = FtpClient.builder(from.address()).build();
                FtpClient copy = FtpClient.builder(to.address()).build()) {
            SyncResult result = engine.run(Mirror.from(tree(source), tree(copy))
                    .delete(true)
                    .maxDelete(DeleteLimit.NONE)
                    .build());
            assertThat(result.deleted()).containsExactly(".gone");
            assertThat(to.file("/tree/.hidden")).isPresent();
            assertThat(to.file("/tree/.deep/.er")).isPresent();
        }
    }

    private static RemoteTree tree(FtpClient client) {
        return Tree.remote(client, RemotePath.of("/tree"));
    }
}
