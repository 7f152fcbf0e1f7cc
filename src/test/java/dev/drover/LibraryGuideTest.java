package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.client.Download;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.FxpTransfer;
import dev.drover.ftp.client.Listing;
import dev.drover.ftp.client.Netrc;
import dev.drover.ftp.client.TransferOptions;
import dev.drover.ftp.client.Upload;
import dev.drover.testing.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of docs/library.md: each stands here too, where it is compiled and run. The last test holds the two together.
 */
class LibraryGuideTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String USER = EmbeddedServer.USER;
    private static final String PASSWORD = EmbeddedServer.PASSWORD;

    @TempDir
    Path home;

    @TempDir
    Path folder;

    @Test
    void connectingAndLoggingIn() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(home).anonymous().start()) {
            FtpAddress address = server.address();
            try (FtpClient client = FtpClient.builder(address).build();
                    FtpSession session = client.open()) {
                assertThat(session.greeting().code()).isEqualTo(220);
            }
        }
        try (EmbeddedServer server = EmbeddedServer.on(home).start()) {
            FtpAddress address = server.address();
            FtpCredentials who = FtpCredentials.of(USER, PASSWORD).withAccount("books");
            FtpTimeouts timeouts = FtpTimeouts.DEFAULT.withConnect(Duration.ofSeconds(10));
            InetAddress local = InetAddress.getLoopbackAddress();
            FtpClient.Builder builder = FtpClient.builder(address).credentials(who);
            builder.timeouts(timeouts).localAddress(local).charset(StandardCharsets.UTF_8);
            builder.dataMode(DataMode.PASSIVE).passiveAddress(PassiveAddress.CONTROL_PEER);
            builder.listener(event -> assertThat(event.toString()).doesNotContain(PASSWORD + "x"));
            try (FtpClient client = builder.build();
                    FtpSession session = client.open()) {
                String welcome = session.greeting().text();
                FtpReply last = session.lastReply();
                session.ping();
                assertThat(welcome).isNotEmpty();
                assertThat(last.isCompletion()).isTrue();
            }
            builder.dataMode(DataMode.ACTIVE).activeSettings(new ActiveSettings(0, 0, null));
            Path file = Files.writeString(folder.resolve("netrc"), "machine localhost login a password b");
            FtpCredentials found = Netrc.load(file).credentials("localhost").orElseThrow();
            assertThat(found.user()).isEqualTo("a");
        }
    }

    @Test
    void commands() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                FtpClient client = client(server);
                FtpSession session = client.open()) {
            FtpReply reply = session.send(FtpCommand.parse("SYST"));
            session.require(FtpCommand.parse("NOOP"));
            assertThat(reply.isCompletion()).isTrue();
            assertThat(session.features().has("REST", "STREAM")).isTrue();
            String shown = FtpCommand.parse("PASS secret").toString();
            assertThat(shown).isEqualTo("PASS ****");
            try {
                session.delete(RemotePath.of("/none"));
            } catch (FtpReplyException e) {
                assertThat(e.reply().code()).isGreaterThanOrEqualTo(400);
                assertThat(e.retryable()).isEqualTo(e.reply().isTransientFailure());
            }
        }
    }

    @Test
    void files() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                FtpClient client = client(server);
                FtpSession session = client.open()) {
            RemotePath path = RemotePath.of("/report.csv");
            Path local = Files.writeString(folder.resolve("report.csv"), "a;b\n1;2\n");
            InputStream in = new ByteArrayInputStream(new byte[] {1, 2, 3});
            OutputStream out = new ByteArrayOutputStream();
            session.upload(local, path);
            session.download(path, folder.resolve("copy.csv"));
            session.download(path, out);
            byte[] bytes = session.downloadBytes(path, 1_000_000);
            session.uploadBytes(path, bytes);
            session.upload(in, RemotePath.of("/stream.bin"));
            List<String> lines = new ArrayList<>();
            session.downloadLines(path, StandardCharsets.UTF_8, lines::add);
            session.uploadLines(lines, path, StandardCharsets.UTF_8);
            session.append(new ByteArrayInputStream(bytes), path);
            session.uploadUnique(new ByteArrayInputStream(bytes));
            long size = session.size(path).orElseThrow();
            TransferOptions options = TransferOptions.BINARY.withOffset(4).withExpectedSize(size);
            try (Download download = session.openDownload(path, options)) {
                download.stream().transferTo(out);
                download.finish();
            }
            try (Upload upload = session.openUpload(path, TransferOptions.BINARY.withOffset(size))) {
                upload.stream().write(bytes);
                upload.finish();
            }
            try (Download download = session.openDownload(path, TransferOptions.ASCII)) {
                download.abort();
            }
            assertThat(TransferOptions.ASCII.type()).isEqualTo(TransferType.ASCII);
            assertThat(lines).containsExactly("a;b", "1;2");
            client.downloadInParts(path, folder.resolve("parts.csv"), 4);
            client.callAsync(s -> s.size(path), Runnable::run).get();
        }
    }

    @Test
    void directories() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                FtpClient client = client(server);
                FtpSession session = client.open()) {
            RemotePath directory = RemotePath.of("/in");
            RemotePath path = directory.resolve("a.txt");
            RemotePath made = session.makeDirectory(directory);
            session.makeDirectories(RemotePath.of("/in/2026/01"));
            session.uploadBytes(path, new byte[] {1});
            session.changeDirectory(directory);
            session.changeDirectory(RemotePath.of(".."));
            RemotePath here = session.workingDirectory();
            List<RemotePath> names = session.names(directory);
            List<RemoteEntry> entries = session.list(directory);
            try (Listing listing = session.openListing(directory)) {
                while (listing.hasNext()) {
                    assertThat(listing.next().facts()).isNotEmpty();
                }
            }
            List<RemoteEntry> found = session.find(directory, e -> e.name().endsWith(".txt"));
            assertThat(session.glob(directory, "**/*.txt")).hasSize(1);
            boolean there = session.exists(path);
            assertThat(session.stat(path).flatMap(RemoteEntry::modified)).isPresent();
            session.setModified(path, Instant.parse("2026-01-02T03:04:05Z"));
            session.modified(path);
            session.rename(path, directory.resolve("b.txt"));
            session.delete(directory.resolve("b.txt"));
            session.removeDirectory(RemotePath.of("/in/2026/01"));
            session.deleteTree(RemotePath.of("/in"));
            assertThat(made).isEqualTo(directory);
            assertThat(here).isEqualTo(RemotePath.ROOT);
            assertThat(names).isNotEmpty();
            assertThat(entries).hasSize(2);
            assertThat(found).hasSize(1);
            assertThat(there).isTrue();
            session.close();
        }
    }

    @Test
    void security() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(home).explicitTls().start()) {
            FtpAddress address = server.address();
            FtpCredentials who = FtpCredentials.of(USER, PASSWORD);
            SSLContext context = server.certificates().clientContext();
            TlsPolicy tls = TlsPolicy.explicit().context(context).build();
            TlsPolicy clear = TlsPolicy.explicit().context(context).clearData().build();
            TlsPolicy implicit = TlsPolicy.implicit().build();
            TlsPolicy ccc = TlsPolicy.explicit().clearControlAfterLogin().build();
            for (TlsPolicy each : List.of(tls, clear)) {
                try (FtpClient client = FtpClient.builder(address)
                                .credentials(who)
                                .tls(each)
                                .build();
                        FtpSession session = client.open()) {
                    assertThat(session.list(RemotePath.ROOT)).isEmpty();
                }
            }
            assertThat(implicit.mode()).isEqualTo(TlsPolicy.Mode.IMPLICIT);
            assertThat(ccc.clearsControlAfterLogin()).isTrue();
        }
    }

    @Test
    void serverToServer(@TempDir Path otherHome) throws Exception {
        Duration limit = Duration.ofSeconds(10);
        RemotePath from = RemotePath.of("/a");
        RemotePath to = RemotePath.of("/b");
        Files.writeString(home.resolve("a"), "hello");
        try (EmbeddedServer one = EmbeddedServer.on(home).start();
                EmbeddedServer two = EmbeddedServer.on(otherHome).start();
                FtpClient first = client(one);
                FtpClient second = client(two);
                FtpSession source = first.open();
                FtpSession target = second.open()) {
            FxpTransfer.copy(source, from, target, to, limit);
            assertThat(otherHome.resolve("b")).hasContent("hello");
        }
    }

    @Test
    void aHealthCheck() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                FtpClient client = client(server)) {
            String health = client.call(s -> s.features().toString());
            assertThat(health).isNotEmpty();
        }
        try (FtpClient client =
                FtpClient.builder(new FtpAddress("localhost", 1)).build()) {
            try {
                client.open().close();
            } catch (FtpConnectException | FtpLoginException e) {
                assertThat(e.getMessage()).contains("localhost:1");
            } catch (FtpException e) {
                throw new AssertionError("another failure", e);
            }
        }
    }

    private static FtpClient client(EmbeddedServer server) {
        return FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(USER, PASSWORD))
                .build();
    }

    @Test
    void everyLineOfTheGuideIsRunHere() throws Exception {
        String source = squeezed(Files.readString(Path.of("src/test/java/dev/drover/LibraryGuideTest.java")));
        List<String> lines = Files.readAllLines(Path.of("docs/library.md"));
        List<String> missing = new ArrayList<>();
        int count = 0;
        for (String line : lines) {
            if (!line.startsWith("| ")) {
                continue;
            }
            String[] cells = line.split(" \\| ", -1);
            Matcher code = CODE.matcher(cells[cells.length - 1]);
            while (code.find()) {
                count++;
                if (!source.contains(squeezed(code.group(1)))) {
                    missing.add(code.group(1));
                }
            }
        }
        assertThat(missing).as("lines of docs/library.md that no test runs").isEmpty();
        assertThat(count).isGreaterThan(60);
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
