package dev.drover.mirror;

import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.Daemon;
import dev.drover.testing.RealServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The contract with daemons that differ in what they list: vsftpd has no MLSD and tells minutes, or days. */
class RealMirrorIT {
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class WithDaemon extends MirrorContract {
        private final Daemon daemon;
        private RealServer server;

        WithDaemon(Daemon daemon) {
            this.daemon = daemon;
        }

        @BeforeAll
        void start() {
            server = RealServer.start(daemon, Daemon.Mode.PLAIN);
        }

        @AfterAll
        void stop() throws IOException {
            if (server != null) {
                server.close();
            }
        }

        @Override
        FtpClient.Builder client() {
            return FtpClient.builder(server.address()).credentials(server.credentials());
        }

        @Override
        String remote(String path) {
            return server.remote(path);
        }

        @Override
        Path onDisk(String path) {
            return server.home().resolve(path);
        }
    }

    @Nested
    class Vsftpd extends WithDaemon {
        Vsftpd() {
            super(Daemon.VSFTPD);
        }

        @Override
        boolean listsSeconds() {
            return false;
        }
    }

    @Nested
    class Proftpd extends WithDaemon {
        Proftpd() {
            super(Daemon.PROFTPD);
        }
    }

    @Nested
    class PureFtpd extends WithDaemon {
        PureFtpd() {
            super(Daemon.PURE_FTPD);
        }
    }
}
