package dev.drover.ftp.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.tls.TruncatedException;
import dev.drover.testing.TestCertificates;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SecuredDataScriptTest {
    private static final byte[] FILE = new byte[3_000_001];

    static {
        new Random(5).nextBytes(FILE);
    }

    private static FtpScript server() {
        return FtpScript.server()
                .file("/a.bin", FILE)
                .file("/empty.bin", "")
                .explicitTls(TestCertificates.shared().serverContext());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void transfersAreWholeAndEachOneResumes(String protocol) throws IOException {
        try (ScriptedServer server = server().tlsSettings(tls -> tls.setEnabledProtocols(new String[] {protocol}))
                        .start();
                Login login = Login.to(server.namedAddress(), Login.secure())) {
            for (int i = 0; i < 5; i++) {
                try (IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT)) {
                    assertThat(data.stream().readAllBytes()).isEqualTo(FILE);
                    assertThat(data.tls()).hasValueSatisfying(tls -> {
                        assertThat(tls.resumed()).isTrue();
                        assertThat(tls.protocol()).isEqualTo(protocol);
                    });
                    data.complete();
                }
                login.finalReply();
                try (OutgoingData data = login.store("/b.bin", DataSettings.DEFAULT)) {
                    data.write(ByteBuffer.wrap(FILE));
                    data.complete();
                    assertThat(data.tls())
                            .hasValueSatisfying(tls -> assertThat(tls.resumed()).isTrue());
                }
                login.finalReply();
                assertThat(server.file("/b.bin")).contains(FILE);
            }
            assertThat(server.hangUps()).isEmpty();
        }
    }

    @Test
    void anEmptyFileIsProtectedAsWell() throws IOException {
        try (ScriptedServer server = server().start();
                Login login = Login.to(server.namedAddress(), Login.secure())) {
            assertThat(login.download("/empty.bin")).isEmpty();
            assertThat(login.upload("/b.bin", new byte[0]).code()).isEqualTo(226);
            assertThat(server.file("/b.bin")).contains(new byte[0]);
            assertThat(server.hangUps()).isEmpty();
        }
    }

    @Test
    void aDownloadWithoutCloseNotifyIsTruncated() throws IOException {
        try (ScriptedServer server = server().on("RETR").truncatesData(1000).start();
                Login login = Login.to(server.namedAddress(), Login.secure());
                IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT)) {
            assertThatThrownBy(() -> data.stream().readAllBytes()).isInstanceOf(TruncatedException.class);
            assertThat(data.bytes()).isEqualTo(1000);
            assertThat(data.isAtEnd()).isFalse();
        }
    }

    @Test
    void whereTruncationIsAcceptedItIsStillTold() throws IOException {
        try (ScriptedServer server = server().on("RETR").omitsCloseNotify().start();
                Login login = Login.to(server.namedAddress(), Login.secure());
                IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT.withAcceptTruncation(true))) {
            assertThat(data.stream().readAllBytes()).isEqualTo(FILE);
            assertThat(data.wasTruncated()).isTrue();
            data.complete();
        }
        try (ScriptedServer server = server().start();
                Login login = Login.to(server.namedAddress(), Login.secure());
                IncomingData data = login.retrieve("/a.bin", DataSettings.DEFAULT.withAcceptTruncation(true))) {
            assertThat(data.stream().readAllBytes()).isEqualTo(FILE);
            assertThat(data.wasTruncated()).isFalse();
        }
    }

    @Test
    void anUploadToAServerThatOmitsCloseNotifyIsForItsReplyToJudge() throws IOException {
        try (ScriptedServer server = server().on("STOR").omitsCloseNotify().start();
                Login login = Login.to(server.namedAddress(), Login.secure())) {
            assertThat(login.upload("/b.bin", FILE).code()).isEqualTo(226);
            assertThat(server.file("/b.bin")).contains(FILE);
        }
    }

    @Test
    void clearTextAfterProtPIsRefused() throws IOException {
        try (ScriptedServer server = server().on("RETR").sendsDataInClear().start();
                Login login = Login.to(server.namedAddress(), Login.secure())) {
            assertThatThrownBy(() -> login.retrieve("/a.bin", DataSettings.DEFAULT))
                    .isInstanceOf(FtpException.class)
                    .hasMessageContaining("data connection");
        }
    }

    @Test
    void aHandshakeThatNeverEndsRunsIntoTheDeadline() throws IOException {
        try (ScriptedServer server = server().on("RETR").neverOpensData().start();
                Login login = Login.to(server.namedAddress(), Login.secure().dataLimit(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> login.retrieve("/a.bin", DataSettings.DEFAULT))
                    .isInstanceOf(FtpException.class)
                    .hasMessageContaining("TLS handshake")
                    .hasMessageContaining("longer than");
        }
    }

    @Test
    void stallsRunIntoTheDeadlineUnderTlsToo() throws IOException {
        DataSettings impatient = DataSettings.DEFAULT.withIdle(Duration.ofMillis(300));
        try (ScriptedServer server = server().on("RETR")
                        .stallsData(1000)
                        .on("STOR")
                        .acceptsButNeverReads()
                        .start();
                Login down = Login.to(server.namedAddress(), Login.secure());
                Login up = Login.to(server.namedAddress(), Login.secure())) {
            try (IncomingData data = down.retrieve("/a.bin", impatient)) {
                assertThatThrownBy(() -> data.transferTo(Channels.newChannel(new java.io.ByteArrayOutputStream())))
                        .hasMessageContaining("nothing for");
            }
            try (OutgoingData data = up.store("/b.bin", impatient)) {
                assertThatThrownBy(() -> data.write(ByteBuffer.allocate(64 << 20)))
                        .hasMessageContaining("nothing for");
            }
        }
    }

    @Test
    void compressionWorksInsideTls() throws IOException {
        DataSettings compressed = DataSettings.DEFAULT.withCompression(true);
        byte[] lines = "the same line again\n".repeat(100_000).getBytes(UTF_8);
        try (ScriptedServer server = server().features("MODE Z").start();
                Login login = Login.to(server.namedAddress(), Login.secure())) {
            assertThat(login.command("MODE Z").code()).isEqualTo(200);
            for (byte[] each : List.of(lines, new byte[0])) {
                try (OutgoingData data = login.store("/z.txt", compressed)) {
                    data.write(ByteBuffer.wrap(each));
                    data.complete();
                }
                assertThat(login.finalReply().code()).isEqualTo(226);
                assertThat(server.file("/z.txt")).contains(each);
                try (IncomingData data = login.retrieve("/z.txt", compressed)) {
                    assertThat(data.stream().readAllBytes()).isEqualTo(each);
                }
                assertThat(login.finalReply().code()).isEqualTo(226);
            }
        }
    }
}
