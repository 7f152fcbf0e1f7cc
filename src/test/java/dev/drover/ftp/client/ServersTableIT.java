package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.Daemon;
import dev.drover.testing.Daemon.Mode;
import dev.drover.testing.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Meets every server in every mode, and writes down what was found: {@code target/servers.md}. The table in
 * {@code docs/servers.md} must be the same, so that it cannot go stale.
 */
class ServersTableIT {
    private static final Path WRITTEN = Path.of("target", "servers.md");
    private static final Path KEPT = Path.of("docs", "servers.md");
    private static final String HEAD =
            """
            | server | mode | directories by | UTF8 | restart | sets times by | digests | MODE Z | TLS of data | resumed | TLS 1.2 alone | TLS 1.3 alone |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    @Test
    void theTableOfServersIsTrue() throws Exception {
        StringBuilder table = new StringBuilder(HEAD);
        for (Daemon daemon : Daemon.values()) {
            for (Mode mode : daemon.modes()) {
                table.append(row(daemon, mode)).append('\n');
            }
        }
        Files.createDirectories(WRITTEN.getParent());
        Files.writeString(WRITTEN, table);

        assertThat(Files.readString(KEPT)).contains(table);
    }

    private static String row(Daemon daemon, Mode mode) throws IOException {
        try (RealServer server = RealServer.start(daemon, mode)) {
            List<String> cells = new ArrayList<>();
            cells.add(daemon.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
            cells.add(mode.toString().toLowerCase(Locale.ROOT).replace("_", "-"));
            List<FtpEvent.TlsEstablished> handshakes = met(server, server.tlsPolicy(), (session, file) -> {
                cells.add(session.features().has("MLST") ? "MLSD" : "LIST");
                cells.add(session.features().has("UTF8") ? "yes" : "-");
                cells.add(session.features().has("REST", "STREAM") ? "REST STREAM" : "-");
                cells.add(timeSetting(session, file));
                cells.add(digests(session, file));
                cells.add(modeZ(session));
            });
            cells.add(
                    handshakes.isEmpty()
                            ? "-"
                            : handshakes.get(handshakes.size() - 1).protocol());
            cells.add(handshakes.isEmpty() ? "-" : resumed(handshakes) ? "yes" : "no");
            cells.add(alone(server, "TLSv1.2"));
            cells.add(alone(server, "TLSv1.3"));
            return "| " + String.join(" | ", cells) + " |";
        }
    }

    /** What becomes of an upload, a download and a listing when the client offers one version only. */
    private static String alone(RealServer server, String protocol) throws IOException {
        if (!server.mode().isTls()) {
            return "-";
        }
        try {
            TlsPolicy policy = server.tlsPolicy().withProtocols(List.of(protocol));
            return resumed(met(server, policy, (session, file) -> {})) ? "resumed" : "new sessions";
        } catch (FtpReplyException refused) {
            return "refused: " + refused.reply().code();
        }
    }

    private interface Look {
        void at(FtpSession session, RemotePath file) throws FtpException;
    }

    /** Moves a file there and back and lists it; the TLS handshakes of the data connections. */
    private static List<FtpEvent.TlsEstablished> met(RealServer server, TlsPolicy policy, Look look)
            throws IOException {
        List<FtpEvent.TlsEstablished> handshakes = new CopyOnWriteArrayList<>();
        try (FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .tls(policy)
                        .listener(event -> {
                            if (event instanceof FtpEvent.TlsEstablished tls && tls.data()) {
                                handshakes.add(tls);
                            }
                        })
                        .build();
                FtpSession session = client.open()) {
            RemotePath file = session.workingDirectory().resolve("table.txt");
            session.uploadBytes(file, new byte[100]);
            session.downloadBytes(file, 100);
            session.list(session.workingDirectory());
            look.at(session, file);
        }
        return handshakes;
    }

    private static String timeSetting(FtpSession session, RemotePath file) throws FtpException {
        Instant time = Instant.parse("2024-02-29T01:02:03Z");
        try {
            session.setModified(file, time);
        } catch (FtpReplyException refused) {
            return "-";
        }
        if (session.features().has("MFMT")) {
            return "MFMT";
        }
        FtpReply mdtm = session.send(FtpCommand.of(FtpVerb.MDTM, "20240229010203", file));
        return mdtm.isCompletion() ? "MDTM" : "SITE UTIME";
    }

    private static String digests(FtpSession session, RemotePath file) throws FtpException {
        List<String> found = new ArrayList<>();
        for (String algorithm : List.of("SHA-512", "SHA-256", "SHA-1", "MD5", "CRC32")) {
            if (session.hash(file, algorithm).isPresent()) {
                found.add(algorithm);
            }
        }
        return found.isEmpty() ? "-" : String.join(", ", found);
    }

    private static String modeZ(FtpSession session) {
        return session.features().has("MODE", "Z") ? "yes" : "-";
    }

    private static boolean resumed(List<FtpEvent.TlsEstablished> handshakes) {
        // The last ones count: a server may have been met again with TLS 1.2.
        Stream<FtpEvent.TlsEstablished> last = handshakes.stream().skip(Math.max(0, handshakes.size() - 2));
        return last.allMatch(FtpEvent.TlsEstablished::resumed);
    }
}
