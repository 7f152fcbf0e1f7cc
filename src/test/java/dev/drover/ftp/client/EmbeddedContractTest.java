package dev.drover.ftp.client;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract with Apache FtpServer in this JVM: in clear text, explicit and implicit TLS. */
class EmbeddedContractTest {
    abstract static class WithServer extends FtpSessionContract {
        private EmbeddedServer server;

        abstract EmbeddedServer.Builder setUp(EmbeddedServer.Builder plain);

        abstract TlsPolicy tls(EmbeddedServer server);

        @Override
        Stream<RemotePath> names() {
            return tls(server).isOn() ? NastyNames.few() : NastyNames.all();
        }

        @BeforeAll
        void start(@TempDir Path home) {
            server = setUp(EmbeddedServer.on(home)).start();
        }

        @AfterAll
        void stop() {
            server.close();
        }

        @Override
        Optional<String> whyImpossible(Kind kind, RemotePath name) {
            return NastyNames.whyImpossible(NastyNames.Server.APACHE_FTPSERVER, kind, name);
        }

        @Override
        FtpClient.Builder client() {
            return FtpClient.builder(server.address())
                    .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                    .tls(tls(server));
        }
    }

    @Nested
    class Plain extends WithServer {
        @Override
        EmbeddedServer.Builder setUp(EmbeddedServer.Builder plain) {
            return plain;
        }

        @Override
        TlsPolicy tls(EmbeddedServer server) {
            return TlsPolicy.none();
        }
    }

    @Nested
    class Explicit extends WithServer {
        @Override
        EmbeddedServer.Builder setUp(EmbeddedServer.Builder plain) {
            return plain.explicitTls();
        }

        @Override
        TlsPolicy tls(EmbeddedServer server) {
            return TlsPolicy.explicit()
                    .context(server.certificates().clientContext())
                    .build();
        }
    }

    @Nested
    class Implicit extends WithServer {
        @Override
        EmbeddedServer.Builder setUp(EmbeddedServer.Builder plain) {
            return plain.implicitTls();
        }

        @Override
        TlsPolicy tls(EmbeddedServer server) {
            return TlsPolicy.implicit()
                    .context(server.certificates().clientContext())
                    .build();
        }
    }
}
