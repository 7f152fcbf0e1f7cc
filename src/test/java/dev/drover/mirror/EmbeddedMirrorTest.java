package dev.drover.mirror;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedMirrorTest extends MirrorContract {
    private EmbeddedServer server;

    @BeforeAll
    void start(@TempDir Path home) {
        server = EmbeddedServer.on(home).start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    FtpClient.Builder client() {
        return FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD));
    }

    @Override
    String remote(String path) {
        return "/" + path;
    }

    @Override
    Path onDisk(String path) {
        return server.home().resolve(path);
    }
}
