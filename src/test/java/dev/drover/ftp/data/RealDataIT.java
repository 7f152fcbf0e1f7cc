package dev.drover.ftp.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.TransferType;
import dev.drover.testing.Daemon;
import dev.drover.testing.RealServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Data connections with the servers that are out there. */
@Timeout(120)
class RealDataIT {
    private static final int TRANSFERS = 100;
    private static final byte[] FILE = new byte[1_000_003];

    static {
        new Random(11).nextBytes(FILE);
    }

    @TempDir
    Path folder;

    private static Login.How secure(String... protocols) {
        return Login.How.PLAIN.tls(TlsPolicy.explicit()
                .context(dev.drover.testing.TestCertificates.shared().clientContext())
                .protocols(protocols)
                .build());
    }

    private static void download(Login login, RealServer server, boolean resumed) throws IOException {
        try (IncomingData data = login.retrieve(server.remote("a.bin"), DataSettings.DEFAULT)) {
            assertThat(data.stream().readAllBytes()).isEqualTo(FILE);
            assertThat(data.tls())
                    .hasValueSatisfying(tls -> assertThat(tls.resumed()).isEqualTo(resumed));
            data.complete();
        }
        assertThat(login.finalReply().code()).isEqualTo(226);
    }

    private static void upload(Login login, RealServer server, boolean resumed) throws IOException {
        try (OutgoingData data = login.store(server.remote("b.bin"), DataSettings.DEFAULT)) {
            data.write(ByteBuffer.wrap(FILE));
            assertThat(data.tls())
                    .hasValueSatisfying(tls -> assertThat(tls.resumed()).isEqualTo(resumed));
            data.complete();
        }
        assertThat(login.finalReply().code()).isEqualTo(226);
        assertThat(server.home().resolve("b.bin")).hasBinaryContent(FILE);
    }

    @ParameterizedTest
    @CsvSource({"VSFTPD, TLSv1.3", "VSFTPD, TLSv1.2", "PROFTPD, TLSv1.2"})
    void aHundredTransfersInARowResumeTheSessionThatTheServerInsistsOn(Daemon daemon, String protocol)
            throws IOException {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.TLS_REUSE)) {
            server.put("a.bin", FILE);
            try (Login login = Login.to(server.address(), secure(protocol))) {
                assertThat(login.tlsLink().protocol()).isEqualTo(protocol);
                for (int i = 0; i < TRANSFERS / 2; i++) {
                    download(login, server, true);
                    upload(login, server, true);
                }
            }
        }
    }

    @Test
    void aHundredDownloadsInARowResumeOnProFtpdWithTls13() throws IOException {
        try (RealServer server = RealServer.start(Daemon.PROFTPD, Daemon.Mode.TLS_REUSE)) {
            server.put("a.bin", FILE);
            try (Login login = Login.to(server.address(), secure("TLSv1.3"))) {
                for (int i = 0; i < TRANSFERS; i++) {
                    download(login, server, true);
                }
            }
        }
    }

    /** The reason why a client of ProFTPD has to fall back to TLS 1.2. When this fails, that has been mended. */
    @Test
    void proFtpdSendsNoTicketAfterAnUploadWithTls13() throws IOException {
        try (RealServer server = RealServer.start(Daemon.PROFTPD, Daemon.Mode.TLS)) {
            server.put("a.bin", FILE);
            try (Login login = Login.to(server.address(), secure("TLSv1.3"))) {
                upload(login, server, true);
                download(login, server, false);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"VSFTPD, TLSv1.3", "PROFTPD, TLSv1.2"})
    void twoSessionsAtOnceKeepTheirOwnTickets(Daemon daemon, String protocol) throws IOException {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.TLS_REUSE)) {
            server.put("a.bin", FILE);
            Login.How how = secure(protocol);
            try (Login first = Login.to(server.address(), how);
                    Login second = Login.to(server.address(), how)) {
                for (int i = 0; i < 5; i++) {
                    download(first, server, true);
                    upload(second, server, true);
                    upload(first, server, true);
                    download(second, server, true);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PURE_FTPD, TLS_REQUIRED", "PYFTPDLIB, TLS_REQUIRED", "VSFTPD, TLS", "PROFTPD, TLS"})
    void uploadsKeepTheirTailUnderTls13(Daemon daemon, Daemon.Mode mode) throws IOException {
        byte[] large = new byte[3 << 20];
        new Random(12).nextBytes(large);
        try (RealServer server = RealServer.start(daemon, mode);
                Login login = Login.to(server.address(), secure("TLSv1.3"))) {
            for (int i = 0; i < 20; i++) {
                assertThat(login.upload(server.remote("b.bin"), large).code()).isEqualTo(226);
                assertThat(server.home().resolve("b.bin")).hasBinaryContent(large);
            }
            assertThat(login.upload(server.remote("b.bin"), new byte[0]).code()).isEqualTo(226);
            assertThat(server.home().resolve("b.bin")).isEmptyFile();
            assertThat(login.download(server.remote("b.bin"))).isEmpty();
        }
    }

    static Stream<Arguments> everyDaemonInClearText() {
        return Arrays.stream(Daemon.values())
                .flatMap(daemon -> Arrays.stream(DataMode.values()).map(mode -> Arguments.of(daemon, mode)));
    }

    @ParameterizedTest
    @MethodSource("everyDaemonInClearText")
    void everyDataModeWorksWithEveryDaemon(Daemon daemon, DataMode mode) throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), FILE);
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            server.put("a.bin", FILE);
            try (Login login = Login.to(server.address(), Login.How.PLAIN.mode(mode))) {
                assertThat(login.download(server.remote("a.bin"))).isEqualTo(FILE);
                assertThat(login.upload(server.remote("b.bin"), FILE).code()).isEqualTo(226);
                assertThat(server.home().resolve("b.bin")).hasBinaryContent(FILE);
                try (OutgoingData data = login.store(server.remote("c.bin"), DataSettings.DEFAULT);
                        FileChannel from = FileChannel.open(file)) {
                    data.transferFrom(from);
                    data.complete();
                }
                assertThat(login.finalReply().code()).isEqualTo(226);
                assertThat(server.home().resolve("c.bin")).hasBinaryContent(FILE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataMode.class,
            names = {"PASSIVE", "ACTIVE"})
    void bothDirectionsWorkOnIpv6(DataMode mode) throws IOException {
        try (RealServer server = RealServer.startOnIpv6(Daemon.VSFTPD, Daemon.Mode.TLS_REUSE)) {
            server.put("a.bin", FILE);
            try (Login login =
                    Login.to(server.address(), secure("TLSv1.3", "TLSv1.2").mode(mode))) {
                download(login, server, true);
                upload(login, server, true);
            }
        }
    }

    /** Not so with pyftpdlib 1.5, which takes a reset for an end. */
    @ParameterizedTest
    @CsvSource({"VSFTPD, PLAIN", "PROFTPD, PLAIN", "PURE_FTPD, PLAIN", "VSFTPD, TLS", "PROFTPD, TLS"})
    void anUploadThatIsBrokenOffIsNotTakenForWhole(Daemon daemon, Daemon.Mode mode) throws IOException {
        Login.How how = mode.isTls() ? secure("TLSv1.3") : Login.How.PLAIN;
        try (RealServer server = RealServer.start(daemon, mode);
                Login login = Login.to(server.address(), how)) {
            OutgoingData data = login.store(server.remote("b.bin"), DataSettings.DEFAULT);
            data.write(ByteBuffer.wrap(FILE));
            data.close();
            assertThat(login.finalReply().code()).isBetween(400, 599);
        }
    }

    @Test
    void modeZWorksWithProFtpd() throws IOException {
        DataSettings compressed = DataSettings.DEFAULT.withCompression(true);
        // Small and not too even: ProFTPD 1.3.8 inflates 40 KB a second, and fails at what swells a hundredfold.
        byte[] text = IntStream.range(0, 5_000)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8);
        try (RealServer server = RealServer.start(Daemon.PROFTPD, Daemon.Mode.PLAIN)) {
            try (Login login = Login.plain(server.address())) {
                assertThat(login.command("MODE Z").code()).isEqualTo(200);
                for (byte[] each : new byte[][] {text, new byte[0], Arrays.copyOf(FILE, 30_000)}) {
                    try (OutgoingData data = login.store(server.remote("b.txt"), compressed)) {
                        data.write(ByteBuffer.wrap(each));
                        data.complete();
                    }
                    assertThat(login.finalReply().code()).isEqualTo(226);
                    assertThat(server.home().resolve("b.txt")).hasBinaryContent(each);
                    try (IncomingData data = login.retrieve(server.remote("b.txt"), compressed)) {
                        assertThat(data.stream().readAllBytes()).isEqualTo(each);
                        data.complete();
                    }
                    assertThat(login.finalReply().code()).isEqualTo(226);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Daemon.class)
    void linesAreConvertedAsTheServerDoes(Daemon daemon) throws IOException {
        DataSettings ascii = DataSettings.DEFAULT.withType(TransferType.ASCII);
        byte[] text = "one\ntwo\n\nfour".getBytes(UTF_8);
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            server.put("a.txt", text);
            try (Login login = Login.plain(server.address())) {
                assertThat(login.command("TYPE A").code()).isEqualTo(200);
                try (IncomingData data = login.retrieve(server.remote("a.txt"), ascii)) {
                    assertThat(data.stream().readAllBytes()).isEqualTo(text);
                }
                assertThat(login.finalReply().code()).isEqualTo(226);
                try (OutgoingData data = login.store(server.remote("b.txt"), ascii)) {
                    data.write(ByteBuffer.wrap(text));
                    data.complete();
                }
                assertThat(login.finalReply().code()).isEqualTo(226);
                assertThat(server.home().resolve("b.txt")).hasBinaryContent(text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PROFTPD, TLSv1.2", "PROFTPD, TLSv1.3", "PURE_FTPD, TLSv1.3"})
    void dataStayProtectedWhenTheControlConnectionGoesBackToClearText(Daemon daemon, String protocol)
            throws IOException {
        String[] settings = daemon == Daemon.PROFTPD ? new String[] {"TLSRequired auth+data"} : new String[0];
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.TLS, settings)) {
            server.put("a.bin", FILE);
            try (Login login = Login.to(server.address(), secure(protocol))) {
                FtpReply reply = login.control.exchange(FtpCommand.parse("CCC"));
                assertThat(reply.code()).isEqualTo(200);
                login.control.switchTo(login.tlsLink().unwrap());
                assertThat(login.command("NOOP").code()).isLessThan(300);
                assertThat(login.control.link()).isNotInstanceOf(dev.drover.ftp.tls.TlsLink.class);
                try (IncomingData data = login.retrieve(server.remote("a.bin"), DataSettings.DEFAULT)) {
                    assertThat(data.tls()).isPresent();
                    data.transferTo(Channels.newChannel(new java.io.ByteArrayOutputStream()));
                    data.complete();
                }
                assertThat(login.finalReply().code()).isEqualTo(226);
            }
        }
    }
}
