package dev.drover.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemoteTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlsxTimeTest {
    @ParameterizedTest
    @CsvSource({
        "20261120094051,          2026-11-20T09:40:51Z,           SECONDS",
        "20261120094051.6,        2026-11-20T09:40:51.6Z,         MILLIS",
        "20261120094051.690,      2026-11-20T09:40:51.690Z,       MILLIS",
        "20261120094051.123456,   2026-11-20T09:40:51.123456Z,    MICROS",
        "20261120094051.123456789,2026-11-20T09:40:51.123456789Z, NANOS",
        "20261120094051.1234567891234,2026-11-20T09:40:51.123456789Z, NANOS",
        "20161231235960,          2016-12-31T23:59:59Z,           SECONDS",
        "20240229000000,          2024-02-29T00:00:00Z,           SECONDS",
        "191261120094051,         2026-11-20T09:40:51Z,           SECONDS",
        "19990101000000,          1999-01-01T00:00:00Z,           SECONDS",
        "' 20261120094051 ',      2026-11-20T09:40:51Z,           SECONDS"
    })
    void aTimeIsReadAsExactlyAsItIsTold(String text, Instant instant, ChronoUnit precision) {
        assertThat(MlsxTime.parse(text)).contains(new RemoteTime(instant, precision));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026112009405",
                "202611200940511",
                "20261320094051",
                "20261131094051",
                "20230229000000",
                "20261120244051",
                "20261120096051",
                "20261120094061",
                "20261120094051.",
                "20261120094051.x",
                "2026112009405x",
                "-0261120094051",
                "٢٠٢٦١١٢٠٠٩٤٠٥١"
            })
    void whatIsNoTimeIsEmpty(String text) {
        assertThat(MlsxTime.parse(text)).isEmpty();
    }

    @Test
    void aServerThatTellsItsLocalTimeIsReadInItsZone() {
        assertThat(MlsxTime.parse("20261120094051", ZoneId.of("Asia/Tokyo")))
                .contains(new RemoteTime(Instant.parse("2026-11-20T00:40:51Z"), ChronoUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20200102030405",
                "Modify=20200102030405; hello.txt",
                "ModifyTime=20200102030405; hello.txt",
                "modify=20200102030405 hello.txt",
                " 20200102030405 hello.txt"
            })
    void theTimeIsFoundInRepliesToMdtmAndMfmt(String reply) {
        assertThat(MlsxTime.ofReply(reply))
                .contains(new RemoteTime(Instant.parse("2020-01-02T03:04:05Z"), ChronoUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UTIME OK", "hello.txt 20200102030405", "Modify=;", "="})
    void aReplyWithoutATimeIsEmpty(String reply) {
        assertThat(MlsxTime.ofReply(reply)).isEmpty();
    }

    @Test
    void commandsTakeWholeSecondsInUtc() {
        assertThat(MlsxTime.format(Instant.parse("2026-11-20T09:40:51.690Z"))).isEqualTo("20261120094051");
    }
}
