package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.TransferEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A tree here, and one on a server that follows a script. */
abstract class ScriptedTree {
    final MirrorEngine engine = new MirrorEngine(new TransferEngine());
    final FtpScript script = FtpScript.server().directory("/tree");

    @TempDir
    Path home;

    @FunctionalInterface
    interface Play {
        void with(ScriptedServer server, RemoteTree remote) throws Exception;
    }

    /** Nothing that a mirror borrowed may be missing afterwards. */
    final void play(Play play) throws Exception {
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            play.with(server, Tree.remote(client, RemotePath.of("/tree")));
            assertThat(client.pool().lent()).isZero();
        }
    }

    final SampleTree local() {
        return new SampleTree(home);
    }
}
