package dev.drover.ftp.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.TransferType;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataConnectionScriptTest {
    private static final byte[] FILE = random(3_000_001);
    private static final DataSettings IMPATIENT = DataSettings.DEFAULT.withIdle(Duration.ofMillis(300));

    @TempDir
    Path folder;

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static FtpScript server() {
        return FtpScript.server().features("MODE Z").file("/a.bin", FILE).file("/a.txt", "one\r\ntwo\r\n");
    }

    @Test
    void aDownloadIsWholeThroughChannelAndStream() throws IOException {
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address())) {
            assertThat(login.download("/a.bin")).isEqualTo(FILE);

            try (IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT);
                    InputStream in = data.stream()) {
                assertThat(in.read()).isEqualTo(FILE[0] & 0xFF);
                assertThat(in.readAllBytes()).hasSize(FILE.length - 1);
                assertThat(in.read()).isEqualTo(-1);
                assertThat(data.bytes()).isEqualTo(FILE.length);
                assertThat(data.isAtEnd()).isTrue();
            }
            assertThat(login.finalReply().code()).isEqualTo(226);
        }
    }

    @Test
    void anUploadIsWholeThroughChannelStreamAndFile() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), FILE);
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address())) {
            login.upload("/channel.bin", FILE);
            try (OutgoingData data = login.store("/stream.bin", DataSettings.DEFAULT)) {
                data.stream().write(FILE[0]);
                data.stream().write(FILE, 1, 70_000);
                data.stream().write(FILE, 70_001, 10);
                data.stream().write(FILE, 70_011, FILE.length - 70_011);
                data.complete();
                assertThat(data.bytes()).isEqualTo(FILE.length);
            }
            login.finalReply();
            try (OutgoingData data = login.store("/file.bin", DataSettings.DEFAULT);
                    FileChannel from = FileChannel.open(file)) {
                from.position(1);
                data.stream().write(FILE[0]);
                data.transferFrom(from);
                data.complete();
                assertThat(data.bytes()).isEqualTo(FILE.length);
                assertThat(from.position()).isEqualTo(FILE.length);
            }
            login.finalReply();

            assertThat(server.file("/channel.bin")).contains(FILE);
            assertThat(server.file("/stream.bin")).contains(FILE);
            assertThat(server.file("/file.bin")).contains(FILE);
        }
    }

    @Test
    void linesAreConvertedBothWays() throws IOException {
        DataSettings ascii = DataSettings.DEFAULT.withType(TransferType.ASCII);
        Path file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
        try (ScriptedServer server =
                        server().on("RETR /a.txt").sendsData("one\r\ntwo\r\n").start();
                Login login = Login.plain(server.address())) {
            try (IncomingData data = login.retrieve("/a.txt", ascii)) {
                assertThat(data.stream().readAllBytes()).isEqualTo("one\ntwo\n".getBytes(UTF_8));
                assertThat(data.bytes()).as("as the server counts").isEqualTo(10);
            }
            login.finalReply();
            try (OutgoingData data = login.store("/b.txt", ascii);
                    FileChannel from = FileChannel.open(file)) {
                data.transferFrom(from);
                data.complete();
            }
            login.finalReply();
            assertThat(server.file("/b.txt")).contains("one\r\ntwo\r\n".getBytes(UTF_8));
        }
    }

    @Test
    void modeZMovesTheSameBytes() throws IOException {
        DataSettings compressed = DataSettings.DEFAULT.withCompression(true);
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address())) {
            assertThat(login.command("MODE Z").code()).isEqualTo(200);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            try (IncomingData data = login.retrieve("/a.bin", compressed)) {
                data.transferTo(Channels.newChannel(file));
                data.complete();
            }
            login.finalReply();
            assertThat(file.toByteArray()).isEqualTo(FILE);
            try (OutgoingData data = login.store("/b.bin", compressed)) {
                data.write(ByteBuffer.wrap(FILE));
                data.complete();
                assertThat(data.bytes()).isEqualTo(FILE.length);
            }
            login.finalReply();
            assertThat(server.file("/b.bin")).contains(FILE);
        }
    }

    @Test
    void aServerThatStopsSendingRunsIntoTheDeadline() throws IOException {
        try (ScriptedServer server = server().on("RETR").stallsData(1000).start();
                Login login = Login.plain(server.address());
                IncomingData data = login.retrieve("/a.bin", IMPATIENT)) {
            assertThatThrownBy(() -> data.transferTo(Channels.newChannel(new ByteArrayOutputStream())))
                    .isInstanceOfSatisfying(FtpConnectionLostException.class, e -> assertThat(e.timedOut())
                            .isTrue())
                    .hasMessageContaining("nothing for PT0.3S");
            assertThat(data.bytes()).isEqualTo(1000);
            assertThat(data.isOpen()).isFalse();
        }
    }

    @Test
    void aServerThatStopsReadingRunsIntoTheDeadline() throws IOException {
        try (ScriptedServer server = server().on("STOR").acceptsButNeverReads().start();
                Login login = Login.plain(server.address());
                OutgoingData data = login.store("/b.bin", IMPATIENT)) {
            ByteBuffer endless = ByteBuffer.allocate(64 << 20);
            assertThatThrownBy(() -> data.write(endless))
                    .isInstanceOfSatisfying(FtpConnectionLostException.class, e -> assertThat(e.timedOut())
                            .isTrue());
            assertThat(data.isOpen()).isFalse();
        }
    }

    @Test
    void aFileThatTheKernelCopiesRunsIntoTheDeadlineToo() throws IOException {
        Path large = Files.write(folder.resolve("large.bin"), new byte[64 << 20]);
        try (ScriptedServer server = server().on("STOR").acceptsButNeverReads().start();
                Login login = Login.plain(server.address());
                FileChannel from = FileChannel.open(large);
                OutgoingData data = login.store("/b.bin", IMPATIENT)) {
            assertThatThrownBy(() -> data.transferFrom(from))
                    .isInstanceOfSatisfying(FtpConnectionLostException.class, e -> assertThat(e.timedOut())
                            .isTrue());
            assertThat(data.isOpen()).isFalse();
        }
    }

    @Test
    void aTrickleIsNoStall() throws IOException {
        try (ScriptedServer server = server().on("RETR")
                        .sendsData("slowly")
                        .tricklesData(Duration.ofMillis(100))
                        .start();
                Login login = Login.plain(server.address());
                IncomingData data = login.retrieve("/a.bin", IMPATIENT)) {
            assertThat(data.stream().readAllBytes()).hasSize(6);
        }
    }

    @Test
    void moreThanExpectedIsAnErrorAndNotAFullDisk() throws IOException {
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address());
                IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT.withMaxBytes(1000))) {
            assertThatThrownBy(() -> data.stream().readAllBytes())
                    .isInstanceOf(FtpProtocolException.class)
                    .hasMessageContaining("1000");
        }
    }

    @Test
    void aResetIsAnErrorInBothDirections() throws IOException {
        try (ScriptedServer server = server().on("RETR")
                        .resetsData(1000)
                        .on("STOR")
                        .resetsData(1000)
                        .start();
                Login login = Login.plain(server.address())) {
            try (IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT)) {
                assertThatThrownBy(() -> data.stream().readAllBytes()).isInstanceOf(IOException.class);
            }
            login.finalReply();
            try (OutgoingData data = login.store("/b.bin", DataSettings.DEFAULT)) {
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 100; i++) {
                                data.write(ByteBuffer.wrap(FILE));
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void closingInTheMiddleLeavesNothingOpen() throws IOException {
        try (ScriptedServer server = server().on("RETR").stallsData(1000).start();
                Login login = Login.plain(server.address())) {
            IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT);
            data.read(ByteBuffer.allocate(10));
            data.close();
            data.close();
            login.close();
            server.awaitAllClosed();
        }
    }

    @Test
    void anUploadThatIsBrokenOffDoesNotLookWhole() throws IOException {
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address())) {
            OutgoingData data = login.store("/b.bin", DataSettings.DEFAULT);
            data.write(ByteBuffer.wrap(FILE));
            data.close();
            assertThat(login.finalReply().code())
                    .as("an orderly end would give 226")
                    .isEqualTo(426);
            assertThat(data.isAtEnd()).isFalse();
        }
    }

    @Test
    void anUploadThatRunsIntoTheDeadlineDoesNotLookWholeEither() throws IOException {
        try (ScriptedServer server = server().on("STOR").acceptsButNeverReads().start();
                Login login = Login.plain(server.address());
                OutgoingData data = login.store("/b.bin", IMPATIENT)) {
            assertThatThrownBy(() -> data.write(ByteBuffer.allocate(64 << 20)))
                    .isInstanceOf(FtpConnectionLostException.class);
            assertThatThrownBy(data::complete).isInstanceOf(IOException.class);
            assertThat(data.isAtEnd()).isFalse();
        }
    }

    @Test
    void aRateIsKept() throws IOException {
        long start = System.nanoTime();
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address());
                IncomingData data =
                        login.retrieve("/a.bin", DataSettings.DEFAULT.withRate(RateLimit.bytesPerSecond(10_000_000)))) {
            assertThat(data.stream().readAllBytes()).isEqualTo(FILE);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
    }
}
