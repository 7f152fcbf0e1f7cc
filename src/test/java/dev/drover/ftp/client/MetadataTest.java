package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, times, modes and digests, whatever a server makes of them. */
class MetadataTest extends ScriptCase {
    private static final Instant TIME = Instant.parse("2020-02-29T12:34:56.789Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HASH|213 SHA-256 0-25 00ff00ff00ff00ff hello.txt|16|00ff00ff00ff00ff",
                "HASH|213 CRC32 0-12345678 deadbeef 12345678|8|deadbeef",
                "HASH|213 CRC32 0-26 deadbeef with space|8|deadbeef",
                "MD5|251 0123456789abcdef0123456789abcdef 00000000000000000000000000000000|32"
                        + "|00000000000000000000000000000000",
                "XMD5|251 hello.txt 0E6D3B1DB8387A8A1922B8357B6B4652|32|0E6D3B1DB8387A8A1922B8357B6B4652",
                "XMD5|250 0E6D3B1DB8387A8A1922B8357B6B4652|32|0E6D3B1DB8387A8A1922B8357B6B4652",
                "XMD5|250 0E6D3B1DB8387A8A1922B8357B6B4652 hello.txt|32|0E6D3B1DB8387A8A1922B8357B6B4652",
                "XCRC|250 ABC|8|00000ABC",
            })
    void aDigestIsFoundByItsPlace(String verb, String reply, int length, String digest) throws Exception {
        FtpReply told =
                new FtpReply(Integer.parseInt(reply.substring(0, 3)), List.of("Computing digest", reply.substring(4)));

        assertThat(Metadata.digest(FtpCommand.parse(verb + " x"), told, length)).hasValue(digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "done", "hello.txt", "0E6D3B1DB8387A8A"})
    void whatIsNoDigestIsNone(String text) throws Exception {
        assertThat(Metadata.digest(FtpCommand.parse("XMD5 x"), FtpReply.of(250, text), 32))
                .isEmpty();
    }

    @Test
    void theDigestIsAskedForAsTheServerOffersIt() throws Exception {
        FtpScript script = FtpScript.server()
                .features("HASH CRC32;MD5*;SHA-256;", "XMD5", "XSHA512")
                .on("HASH", "213 SHA-256 0-5 " + "ab".repeat(32) + " a")
                .on("XSHA512", "250 " + "CD".repeat(64));
        session(script, (server, session) -> {
            assertThat(session.hash(path("/a"), "SHA-256")).hasValue(new Checksum("SHA-256", "ab".repeat(32)));
            assertThat(session.hash(path("/a"), "SHA-512")).hasValue(new Checksum("SHA-512", "cd".repeat(64)));
            assertThat(session.hash(path("/a"), "SHA-1")).isEmpty();
            assertThat(server.commands()).containsSubsequence("OPTS HASH SHA-256", "HASH /a", "XSHA512 /a");
        });
    }

    @Test
    void theSizeIsAskedInBinaryAndIsTheLastNumber() throws Exception {
        FtpScript script = FtpScript.server().on("SIZE", "213 The size of 2 files is 1234567890123");
        session(script, (server, session) -> {
            session.send(FtpCommand.parse("TYPE A"));
            assertThat(session.size(path("/2"))).hasValue(1234567890123L);
            assertThat(server.commands()).containsSubsequence("TYPE A", "TYPE I", "SIZE /2");
        });
    }

    @Test
    void aServerWithoutSizesAndTimesTellsNone() throws Exception {
        session(FtpScript.server().lacks("SIZE", "MDTM"), (server, session) -> {
            assertThat(session.size(path("/a"))).isEmpty();
            assertThat(session.modified(path("/a"))).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "20240506070809, 2024-05-06T07:08:09Z",
        "20240506070809.690, 2024-05-06T07:08:09.690Z",
        "191240506070809, 2024-05-06T07:08:09Z",
        "20161231235960, 2016-12-31T23:59:59Z"
    })
    void timesAreReadAsServersWriteThem(String told, Instant time) throws Exception {
        session(FtpScript.server().on("MDTM", "213 " + told), (server, session) -> assertThat(
                        session.modified(path("/a")).orElseThrow().instant())
                .isEqualTo(time));
    }

    @Test
    void theTimeIsSetInWholeSecondsByTheFirstWayThatWorksWhichIsRemembered() throws Exception {
        FtpScript script = FtpScript.server()
                .features("SIZE")
                .file("/a", "x")
                .on("SITE", "500 no")
                .on("MDTM", "213 File modification time set.");
        client(script, (server, client) -> {
            for (int i = 0; i < 2; i++) {
                client.call(session -> {
                    session.setModified(path("/a"), TIME);
                    return null;
                });
            }
            assertThat(server.commands())
                    .containsSubsequence(
                            "SITE UTIME /a 20200229123456 20200229123456 20200229123456 UTC",
                            "SITE UTIME 20200229123456 /a",
                            "MDTM 20200229123456 /a",
                            "MDTM 20200229123456 /a");
            assertThat(server.commands()).filteredOn(c -> c.startsWith("SITE")).hasSize(2);
        });
    }

    @Test
    void aNameThatIsNoTextKeepsItsBytesBetweenTheWords() throws Exception {
        FtpScript script = FtpScript.server()
                .charset(StandardCharsets.ISO_8859_1)
                .features("SIZE")
                .file("/größe", "x")
                .on("SITE", "200 fine");
        session(script, (server, session) -> {
            session.setModified(session.list(path("/")).get(0).path(), TIME);

            assertThat(server.commands())
                    .contains("SITE UTIME /größe 20200229123456 20200229123456 20200229123456 UTC");
        });
    }

    @Test
    void aTimeThatCannotBeSetIsSaidSo() throws Exception {
        FtpScript script = FtpScript.server().features("MFMT").on("MFMT", "550 no such file");
        session(script, (server, session) -> {
            failure(FtpReplyException.class, () -> session.setModified(path("/a"), TIME));
            assertThat(server.commands()).noneMatch(c -> c.startsWith("SITE") || c.startsWith("MDTM"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "999", "64 0", "rwx", "07777"})
    void aModeIsOctal(String mode) throws Exception {
        session(FtpScript.server(), (server, session) -> {
            assertThatThrownBy(() -> session.setMode(path("/a"), mode)).isInstanceOf(IllegalArgumentException.class);
            session.setMode(path("/a"), "0640");
            assertThat(server.commands()).contains("SITE CHMOD 0640 /a");
        });
    }

    @Test
    void theDigestIsChosenOnceASession() throws Exception {
        FtpScript script = FtpScript.server()
                .features("HASH MD5*;SHA-256;")
                .on("OPTS", "200 yes")
                .on("HASH", "213 SHA-256 0-5 " + "ab".repeat(32) + " a");
        session(script, (server, session) -> {
            for (int i = 0; i < 3; i++) {
                assertThat(session.hash(path("/a"), "SHA-256")).isPresent();
            }
            assertThat(server.commands()).containsOnlyOnce("OPTS HASH SHA-256");

            session.send(FtpCommand.parse("opts hash MD5"));
            assertThat(session.hash(path("/a"), "SHA-256")).isPresent();
            assertThat(server.commands().stream().filter("OPTS HASH SHA-256"::equals))
                    .as("it was another one meanwhile")
                    .hasSize(2);
        });
    }

    @Test
    void aDigestThatIsRefusedIsAskedForAgain() throws Exception {
        FtpScript script = FtpScript.server()
                .features("HASH MD5*;SHA-256;")
                .once("OPTS HASH SHA-256", "451 not now")
                .on("OPTS", "200 yes")
                .on("HASH", "213 SHA-256 0-5 " + "ab".repeat(32) + " a");
        session(script, (server, session) -> {
            failure(FtpReplyException.class, () -> session.hash(path("/a"), "SHA-256"));
            assertThat(session.hash(path("/a"), "SHA-256")).isPresent();
        });
    }
}
