package dev.drover.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies, commands, addresses, times: values that refuse what they cannot be. */
class VocabularyTest {
    @ParameterizedTest
    @CsvSource({
        "150, true, false, false, false, false",
        "226, false, true, false, false, false",
        "331, false, false, true, false, false",
        "450, false, false, false, true, false",
        "550, false, false, false, false, true"
    })
    void aReplyIsToldByItsFirstDigit(
            int code, boolean preliminary, boolean done, boolean more, boolean later, boolean never) {
        FtpReply reply = FtpReply.of(code, "text");

        assertThat(reply.isPreliminary()).isEqualTo(preliminary);
        assertThat(reply.isCompletion()).isEqualTo(done);
        assertThat(reply.isIntermediate()).isEqualTo(more);
        assertThat(reply.isTransientFailure()).isEqualTo(later);
        assertThat(reply.isPermanentFailure()).isEqualTo(never);
        assertThat(reply.isFailure()).isEqualTo(later || never);
    }

    @Test
    void aReplyHasACodeAndALine() {
        assertThatThrownBy(() -> FtpReply.of(99, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FtpReply.of(600, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FtpReply(200, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(new FtpReply(211, List.of("a", "b"))).hasToString("211 a | b");
    }

    @Test
    void aReplyIsShownWithoutControlCharacters() {
        FtpReply reply = FtpReply.of(550, "a\u001b[2Jb\rc\u0000\u0085");

        assertThat(reply).hasToString("550 a?[2Jb?c??");
        assertThat(reply.text()).isEqualTo("a\u001b[2Jb\rc\u0000\u0085");
    }

    @Test
    void ofALongReplyTheBeginningIsShown() {
        FtpReply reply = FtpReply.of(550, "x".repeat(495) + "😀" + "y".repeat(60_000));

        assertThat(reply).hasToString("550 " + "x".repeat(495) + "…");
        assertThat(FtpReply.of(550, "x".repeat(496))).hasToString("550 " + "x".repeat(496));
        assertThat(reply.text()).hasSize(495 + 2 + 60_000);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp.example.org, 21, ftp.example.org:21",
        "192.0.2.1, 990, 192.0.2.1:990",
        "::1, 21, [::1]:21",
        "[2001:db8::1], 2121, [2001:db8::1]:2121"
    })
    void anAddressIsWrittenSoThatItCanBeRead(String host, int port, String written) {
        assertThat(new FtpAddress(host, port)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void aPortIsOfSixteenBits(int port) {
        assertThatThrownBy(() -> new FtpAddress("host", port)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noSecretIsEverPartOfAText() throws Exception {
        FtpCredentials who = FtpCredentials.of("user", "s3cret").withAccount("acc0unt");

        assertThat(who).hasToString("user");
        assertThat(FtpCommand.of(FtpVerb.PASS, who.password())).hasToString("PASS ****");
        assertThat(FtpCommand.parse("acct acc0unt")).hasToString("ACCT ****");
        assertThatThrownBy(() -> FtpCommand.of(FtpVerb.PASS, "s3cret\r\nDELE a"))
                .isInstanceOf(FtpNameException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"NOOP, NOOP", "noop, NOOP", "'SITE CHMOD 640 a b', 'SITE CHMOD 640 a b'", "'stat  x', 'STAT  x'"})
    void aCommandIsSentAsItWasTyped(String typed, String sent) throws Exception {
        assertThat(FtpCommand.parse(typed).encode(StandardCharsets.UTF_8))
                .asString()
                .isEqualTo(sent);
    }

    @Test
    void aPathMayStandInTheMiddleOfACommand() throws Exception {
        FtpCommand command = FtpCommand.of(FtpVerb.SITE, "UTIME", RemotePath.of("a b"), "2026 UTC");

        assertThat(command).hasToString("SITE UTIME a b 2026 UTC");
        assertThat(command.encode(StandardCharsets.UTF_8)).asString().isEqualTo("SITE UTIME a b 2026 UTC");
    }

    @ParameterizedTest
    @CsvSource({
        "0, MINUTES, 59, SECONDS, true",
        "0, MINUTES, 60, SECONDS, false",
        "0, DAYS, 86399, SECONDS, true",
        "0, SECONDS, 0, SECONDS, true",
        "0, SECONDS, 1, SECONDS, false"
    })
    void timesAreTheSameAsFarAsTheCoarserTells(int one, ChronoUnit exactly, int other, ChronoUnit as, boolean same) {
        Instant start = Instant.parse("2026-11-20T00:00:00Z");
        RemoteTime first = new RemoteTime(start.plusSeconds(one), exactly);
        RemoteTime second = new RemoteTime(start.plusSeconds(other), as);

        assertThat(first.mayEqual(second)).isEqualTo(same);
        assertThat(second.mayEqual(first)).isEqualTo(same);
    }

    @Test
    void aWaitIsNeitherNothingNorForEver() {
        assertThatThrownBy(() -> FtpTimeouts.DEFAULT.withDataIdle(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(FtpTimeouts.DEFAULT
                        .withCompletion(Duration.ofDays(1_000_000))
                        .completion())
                .isEqualTo(Duration.ofDays(365));
    }

    @Test
    void activePortsAreARange() {
        assertThatThrownBy(() -> new ActiveSettings(2000, 1000, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveSettings(-1, 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveSettings(1, 65536, null)).isInstanceOf(IllegalArgumentException.class);
    }
}
