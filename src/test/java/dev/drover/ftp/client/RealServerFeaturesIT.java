package dev.drover.ftp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.Daemon;
import dev.drover.testing.Daemon.Mode;
import dev.drover.testing.RealServer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only some servers can: with those that can. */
class RealServerFeaturesIT {
    private static final byte[] TEXT = IntStream.range(0, 5_000)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining())
            .getBytes(UTF_8);
    private static final int LIMIT = 1_000_000;

    private final List<FtpEvent> events = new CopyOnWriteArrayList<>();

    private FtpClient.Builder client(RealServer server) {
        return FtpClient.builder(server.address())
                .credentials(server.credentials())
                .tls(server.tlsPolicy())
                .listener(events::add);
    }

    private List<String> commands() {
        return events.stream()
                .filter(FtpEvent.CommandSent.class::isInstance)
                .map(e -> ((FtpEvent.CommandSent) e).command())
                .map(FtpCommand::toString)
                .toList();
    }

    private static void moveBothWays(RealServer server, FtpClient client) throws Exception {
        try (FtpSession session = client.open()) {
            RemotePath file = RemotePath.of(server.remote("both.txt"));
            session.uploadBytes(file, TEXT);
            assertThat(server.home().resolve("both.txt")).hasBinaryContent(TEXT);
            assertThat(session.downloadBytes(file, LIMIT)).isEqualTo(TEXT);
            assertThat(session.list(RemotePath.of(server.remoteHome())))
                    .extracting(RemoteEntry::name)
                    .contains("both.txt");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VSFTPD, TLSv1.3, require_cert=YES;validate_cert=YES",
        "VSFTPD, TLSv1.2, require_cert=YES;validate_cert=YES",
        "PROFTPD, TLSv1.3, TLSVerifyClient on",
        "PROFTPD, TLSv1.2, TLSVerifyClient on",
    })
    void aClientCertificateIsShownWhereItIsAskedFor(Daemon daemon, String protocol, String settings) throws Exception {
        try (RealServer server = RealServer.start(daemon, Mode.TLS, settings.split(";"))) {
            SSLContext ours =
                    server.certificates().clientContext(server.certificates().client());
            TlsPolicy.Builder shown = TlsPolicy.explicit().context(ours).protocols(protocol);
            try (FtpClient client = client(server).tls(shown.build()).build()) {
                moveBothWays(server, client);
            }
            TlsPolicy.Builder none =
                    TlsPolicy.explicit().context(server.clientContext()).protocols(protocol);
            try (FtpClient client = client(server).tls(none.build()).build()) {
                assertThatThrownBy(client::open).isInstanceOf(FtpException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PROFTPD, TLSv1.3", "PROFTPD, TLSv1.2", "PURE_FTPD, TLSv1.3", "PURE_FTPD, TLSv1.2"})
    void theControlConnectionGoesBackToClearTextAndDataStayProtected(Daemon daemon, String protocol) throws Exception {
        String[] settings = daemon == Daemon.PROFTPD ? new String[] {"TLSRequired auth+data"} : new String[0];
        try (RealServer server = RealServer.start(daemon, Mode.TLS, settings);
                FtpClient client = client(server)
                        .tls(TlsPolicy.explicit()
                                .context(server.clientContext())
                                .protocols(protocol)
                                .clearControlAfterLogin()
                                .build())
                        .build()) {
            moveBothWays(server, client);

            assertThat(commands()).contains("CCC");
            assertThat(events).anyMatch(e -> e instanceof FtpEvent.TlsEstablished tls && tls.data());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "TLS"})
    void dataAreDeflatedWithProFtpd(Mode mode) throws Exception {
        try (RealServer server = RealServer.start(Daemon.PROFTPD, mode);
                FtpClient client = client(server).compression(true).build()) {
            moveBothWays(server, client);

            assertThat(commands()).containsOnlyOnce("MODE Z");
        }
    }

    @Test
    void everyDigestOfProFtpdIsThatOfTheFile() throws Exception {
        CRC32 crc = new CRC32();
        crc.update(TEXT);
        try (RealServer server = RealServer.start(Daemon.PROFTPD, Mode.PLAIN);
                FtpClient client = client(server).build();
                FtpSession session = client.open()) {
            server.put("a b.txt", TEXT);
            RemotePath file = RemotePath.of("/a b.txt");
            for (String algorithm : List.of("SHA-512", "SHA-256", "SHA-1", "MD5")) {
                assertThat(session.hash(file, algorithm).orElseThrow().value())
                        .as(algorithm)
                        .isEqualToIgnoringCase(HexFormat.of()
                                .formatHex(MessageDigest.getInstance(algorithm).digest(TEXT)));
            }
            assertThat(Long.parseLong(session.hash(file, "CRC32").orElseThrow().value(), 16))
                    .isEqualTo(crc.getValue());
            assertThatThrownBy(() -> session.hash(RemotePath.of("/none"), "SHA-256"))
                    .isInstanceOf(FtpException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VSFTPD, TLS_REUSE",
        "PROFTPD, TLS_REUSE",
        "PURE_FTPD, TLS_REQUIRED",
        "PYFTPDLIB, TLS_REQUIRED",
        "VSFTPD, IMPLICIT",
        "PROFTPD, IMPLICIT",
        "INETUTILS_FTPD, PLAIN",
        "LINUX_FTPD, PLAIN",
    })
    void theServerConnectsToUs(Daemon daemon, Mode mode) throws Exception {
        try (RealServer server = RealServer.start(daemon, mode);
                FtpClient client = client(server).dataMode(DataMode.ACTIVE).build()) {
            moveBothWays(server, client);

            assertThat(commands()).anyMatch(line -> line.startsWith("PORT "));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VSFTPD, TLS_REUSE, PASSIVE",
        "VSFTPD, TLS_REUSE, ACTIVE",
        "PROFTPD, TLS_REUSE, PASSIVE",
        "PROFTPD, TLS_REUSE, ACTIVE",
        "PURE_FTPD, TLS_REQUIRED, PASSIVE",
        "PURE_FTPD, TLS_REQUIRED, ACTIVE",
        "PYFTPDLIB, TLS_REQUIRED, PASSIVE",
        "PYFTPDLIB, TLS_REQUIRED, ACTIVE",
    })
    void everythingWorksOnIpv6(Daemon daemon, Mode mode, DataMode data) throws Exception {
        try (RealServer server = RealServer.startOnIpv6(daemon, mode);
                FtpClient client = client(server)
                        .tls(TlsPolicy.explicit()
                                .context(server.clientContext())
                                .build())
                        .dataMode(data)
                        .build()) {
            moveBothWays(server, client);

            String asked = data == DataMode.ACTIVE ? "EPRT |2|" : "EPSV";
            assertThat(commands()).anyMatch(line -> line.startsWith(asked));
        }
    }

    /** ProFTPD can be the client of TLS towards another server. */
    @Test
    void aClientTellsItsNameWhereProFtpdListsThat() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        try (RealServer server = RealServer.start(Daemon.PROFTPD, Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .clientName("Drover 1.0")
                        .language("xx")
                        .listener(event -> {
                            if (event instanceof FtpEvent.ReplyReceived received) {
                                said.add(received.reply().toString());
                            }
                        })
                        .build()) {
            moveBothWays(server, client);
        }
        assertThat(said).contains("200 OK", "500 Unable to handle command");
    }

    @Test
    void anotherLoginTakesTheSameConnectionOfPyftpdlib() throws Exception {
        try (RealServer server = RealServer.start(Daemon.PYFTPDLIB, Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address()).build();
                FtpSession session = client.open()) {
            assertThat(session.workingDirectory()).isEqualTo(RemotePath.ROOT);
            session.logInAgain(server.credentials());

            session.uploadBytes(RemotePath.of("mine"), new byte[3]);
            assertThat(server.home().resolve("mine")).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VSFTPD", "PROFTPD", "PURE_FTPD", "INETUTILS_FTPD", "LINUX_FTPD"})
    void mostServersDoNotKnowRein(Daemon daemon) throws Exception {
        try (RealServer server = RealServer.start(daemon, Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .build();
                FtpSession session = client.open()) {
            assertThatThrownBy(() -> session.logInAgain(server.credentials()))
                    .isInstanceOf(FtpUnsupportedException.class);
            session.ping();
        }
    }

    @ParameterizedTest
    @CsvSource({"PURE_FTPD, PROFTPD", "PROFTPD, PURE_FTPD", "PYFTPDLIB, PROFTPD"})
    void aProtectedFileGoesFromServerToServer(Daemon from, Daemon to) throws Exception {
        try (RealServer one = RealServer.start(from, Mode.TLS);
                RealServer two = RealServer.start(to, Mode.TLS);
                FtpClient first = client(one)
                        .tls(TlsPolicy.explicit().context(one.clientContext()).build())
                        .build();
                FtpClient second = client(two)
                        .tls(TlsPolicy.explicit().context(two.clientContext()).build())
                        .build();
                FtpSession source = first.open();
                FtpSession target = second.open()) {
            one.put("a.txt", TEXT);

            FxpTransfer.copy(
                    source,
                    RemotePath.of(one.remote("a.txt")),
                    target,
                    RemotePath.of(two.remote("b.txt")),
                    Duration.ofSeconds(20));

            assertThat(two.home().resolve("b.txt")).hasBinaryContent(TEXT);
        }
    }
}
