package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes beyond the contract, with a server that is not ours. */
class EmbeddedFeaturesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path home;

    @TempDir
    Path local;

    private EmbeddedServer server;

    @BeforeEach
    void start() {
        server = EmbeddedServer.on(home).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FtpClient.Builder client() {
        return FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD));
    }

    private static RemotePath path(String text) {
        return RemotePath.of(text);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void linesGoUpAndDown() throws Exception {
        try (FtpClient client = client().build();
                FtpSession session = client.open()) {
            List<String> lines = List.of("eins", "", "Größe", "漢字");
            session.uploadLines(lines, path("/text"), StandardCharsets.UTF_8);

            List<String> back = new ArrayList<>();
            session.downloadLines(path("/text"), StandardCharsets.UTF_8, back::add);

            assertThat(back).isEqualTo(lines);
        }
    }

    @Test
    void filesAreAppendedAndNamedByTheServer() throws Exception {
        try (FtpClient client = client().build();
                FtpSession session = client.open()) {
            session.uploadBytes(path("/log"), new byte[] {1});
            session.append(new ByteArrayInputStream(new byte[] {2}), path("/log"));
            session.append(Files.write(local.resolve("more"), new byte[] {3}), path("/log"));
            RemotePath picked = session.uploadUnique(new ByteArrayInputStream(new byte[] {9}))
                    .orElseThrow();

            assertThat(home.resolve("log")).hasBinaryContent(new byte[] {1, 2, 3});
            assertThat(session.downloadBytes(picked, 10)).containsExactly(9);
        }
    }

    @Test
    void treesAreWalkedAndDeleted() throws Exception {
        Files.createDirectories(home.resolve("top/sub/deep"));
        Files.createDirectories(home.resolve("top/void"));
        for (String name : List.of("a.txt", "sub/b.csv", "sub/deep/c d.txt")) {
            Files.writeString(home.resolve("top").resolve(name), name);
        }
        try (FtpClient client = client().build();
                FtpSession session = client.open()) {
            assertThat(session.find(path("/top"), entry -> entry.name().endsWith(".txt")))
                    .extracting(RemoteEntry::path)
                    .containsExactlyInAnyOrder(path("/top/a.txt"), path("/top/sub/deep/c d.txt"));

            assertThat(session.deleteTree(path("/top"))).isEqualTo(3);
            assertThat(home).isEmptyDirectory();
        }
    }

    @Test
    void aListingComesOverTheControlConnection() throws Exception {
        Files.writeString(home.resolve("a.txt"), "hello");
        Files.createDirectories(home.resolve("sub"));
        try (FtpClient client = client().build();
                FtpSession session = client.open()) {
            assertThat(session.listByStat(path("/")))
                    .extracting(RemoteEntry::path)
                    .containsExactlyInAnyOrder(path("/a.txt"), path("/sub"));
        }
    }

    @Test
    void aLargeFileComesInParts() throws Exception {
        byte[] content = random(5_000_000);
        Files.write(home.resolve("big"), content);
        try (FtpClient client = client().build()) {
            client.downloadInParts(path("/big"), local.resolve("big"), 4);

            assertThat(local.resolve("big")).hasBinaryContent(content);
            assertThat(client.pool().opened()).isGreaterThan(1);
        }
    }

    @Test
    void aFileGoesFromServerToServer(@TempDir Path otherHome) throws Exception {
        byte[] content = random(3_000_000);
        Files.write(home.resolve("big"), content);
        try (EmbeddedServer other = EmbeddedServer.on(otherHome).start();
                FtpClient one = client().build();
                FtpClient two = FtpClient.builder(other.address())
                        .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                        .build();
                FtpSession source = one.open();
                FtpSession target = two.open()) {
            FxpTransfer.copy(source, path("/big"), target, path("/copy"), LIMIT);

            assertThat(otherHome.resolve("copy")).hasBinaryContent(content);
            assertThat(source.size(path("/big"))).hasValue(content.length);
        }
    }

    @Test
    void dataAreDeflated() throws Exception {
        byte[] content = random(700_000);
        try (FtpClient client = client().compression(true).build();
                FtpSession session = client.open()) {
            session.uploadBytes(path("/a"), content);
            assertThat(session.downloadBytes(path("/a"), 1_000_000)).isEqualTo(content);
            assertThat(session.list(path("/"))).hasSize(1);
            session.uploadBytes(path("/b.gz"), content);

            assertThat(home.resolve("a")).hasBinaryContent(content);
            assertThat(home.resolve("b.gz")).hasBinaryContent(content);
            assertThat(session.features().has("MODE", "Z")).isTrue();
        }
    }

    @Test
    void aLongTransferIsKeptAlive() throws Exception {
        byte[] content = random(600_000);
        Files.write(home.resolve("a"), content);
        try (FtpClient client = client().keepAlive(Duration.ofMillis(1))
                        .bytesPerSecond(600_000)
                        .build();
                FtpSession session = client.open()) {
            assertThat(session.downloadBytes(path("/a"), 1_000_000)).isEqualTo(content);
            session.ping();
            assertThat(session.size(path("/a"))).hasValue(content.length);
        }
    }

    @Test
    void anotherLoginTakesTheSameConnection() throws Exception {
        try (FtpClient client = client().clientName("Drover").language("en").build();
                FtpSession session = client.open()) {
            session.logInAgain(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD));
            session.uploadBytes(path("/again"), new byte[] {1});

            assertThat(session.size(path("/again"))).hasValue(1);
        }
    }

    @Test
    void otherCommandsAreAnswered() throws Exception {
        try (FtpClient client = client().build();
                FtpSession session = client.open()) {
            for (String line : List.of("HELP", "STAT", "SYST", "SITE HELP", "REIN")) {
                assertThat(session.send(FtpCommand.parse(line)).code()).as(line).isBetween(200, 299);
            }
        }
    }
}
