package dev.drover.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
    @TempDir
    Path home;

    @Test
    void storesAndFetchesInItsHome() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                RawFtp client = RawFtp.connect("127.0.0.1", server.port())) {
            assertThat(client.reply()).startsWith("220");
            client.logIn(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
            client.command("TYPE I");
            client.store("STOR a.txt", new byte[] {1, 2, 3});
            assertThat(Files.readAllBytes(home.resolve("a.txt"))).containsExactly(1, 2, 3);
            assertThat(client.fetch("RETR a.txt")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void comesBackOnTheSamePort() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.on(home).start()) {
            int port = server.port();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            try (RawFtp client = RawFtp.connect("127.0.0.1", port)) {
                assertThat(client.reply()).startsWith("220");
            }
        }
    }

    @Test
    void refusesOneLoginTooMany() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.on(home).maxLogins(1).start();
                RawFtp first = RawFtp.connect("127.0.0.1", server.port());
                RawFtp second = RawFtp.connect("127.0.0.1", server.port())) {
            first.reply();
            second.reply();
            first.logIn(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
            assertThat(second.command("USER drover")).startsWith("421");
        }
    }

    @Test
    void speaksExplicitTls() throws IOException {
        try (EmbeddedServer server = EmbeddedServer.on(home).explicitTls().start();
                RawFtp client = RawFtp.connect("127.0.0.1", server.port())) {
            client.reply();
            assertThat(client.command("AUTH TLS")).startsWith("234");
            client.startTls(server.certificates().clientContext());
            client.logIn(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
            assertThat(client.command("PBSZ 0")).startsWith("200");
            assertThat(client.command("PROT P")).startsWith("200");
            try (Socket data = client.openData()) {
                assertThat(client.command("MLSD")).startsWith("150");
                try (Socket tls = RawFtp.secure(data, server.certificates().clientContext())) {
                    assertThat(tls.getInputStream().readAllBytes()).isEmpty();
                }
                assertThat(client.reply()).startsWith("226");
            }
        }
    }

    @Test
    void speaksImplicitTlsToClientsWithACertificate() throws IOException {
        TestCertificates certificates = TestCertificates.shared();
        try (EmbeddedServer server = EmbeddedServer.on(home)
                        .implicitTls()
                        .requireClientCertificate()
                        .protocols("TLSv1.2")
                        .start();
                RawFtp client =
                        RawFtp.connect("127.0.0.1", server.port(), certificates.clientContext(certificates.client()))) {
            assertThat(client.reply()).startsWith("220");
            client.logIn(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
        }
    }
}
