package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveNamesTest {
    private static final Instant TIME = Instant.parse("2026-03-01T02:03:04Z");

    @ParameterizedTest
    @CsvSource({
        "{name}-{yyyyMMdd-HHmmss},     site-20260301-020304.tar.gz, 2026-03-01T02:03:04Z",
        "{name}_{yyyy-MM-dd},          site_2026-03-01.tar.gz,      2026-03-01T00:00:00Z",
        "{yyyyMMdd}.{name}.full,       20260301.site.full.tar.gz,   2026-03-01T00:00:00Z",
        "backup-{name}-{uuuuMMdd'T'HHmm}, backup-site-20260301T0203.tar.gz, 2026-03-01T02:03:00Z",
    })
    void aNameIsMadeFromATimeAndReadBack(String pattern, String name, Instant readBack) {
        ArchiveNames names = ArchiveNames.of(pattern, "site", ArchiveFormat.TAR_GZ, ZoneOffset.UTC);
        assertThat(names.at(TIME)).isEqualTo(name);
        assertThat(names.timeOf(name)).contains(readBack);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "site-20260301-020304.zip",
                "site-20260301-020304.tar.gz.sha256",
                "site-20260301-020304.tar.gz.manifest",
                ".site-20260301-020304.tar.gz.backup-00ff00ff.part",
                "site-20260230-020304.tar.gz",
                "site-20260301-250304.tar.gz",
                "site-2026031-020304.tar.gz",
                "site-20260301-020304-copy.tar.gz",
                "site-old-20260301-020304.tar.gz",
                "Site-20260301-020304.tar.gz",
                "site-.tar.gz",
                "site.tar.gz",
                "important.tar.gz",
                ""
            })
    void aNameThatIsNotOursIsNone(String name) {
        assertThat(ArchiveNames.of("site", ArchiveFormat.TAR_GZ).timeOf(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name}",
                "{name}-{HHmmss}",
                "{name}-{MMdd}",
                "a/{name}{yyyyMMdd}",
                "{name}{yyyyMMdd}-{HHmmss}",
                "{name}-{date}",
                "{name}-{yyyyMMdd'}",
                "plain"
            })
    void aPatternWithoutADayOrWithAPathIsRefused(String pattern) {
        assertThatThrownBy(() -> ArchiveNames.of(pattern, "site", ArchiveFormat.ZIP, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{yyyyMMdd}", "backup-{yyyyMMdd-HHmmss}"})
    void aPatternThatAnotherBackupCouldHaveTooIsRefused(String pattern) {
        assertThatThrownBy(() -> ArchiveNames.of(pattern, "site", ArchiveFormat.TAR_GZ, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern)
                .hasMessageContaining("has no {name}");
    }

    @Test
    void timesInNamesAreInTheZoneAskedFor() {
        ArchiveNames names =
                ArchiveNames.of(ArchiveNames.DEFAULT_PATTERN, "site", ArchiveFormat.ZIP, ZoneId.of("Europe/Berlin"));
        Instant summer = Instant.parse("2026-07-01T22:30:00Z");
        assertThat(names.at(summer)).isEqualTo("site-20260702-003000.zip");
        assertThat(names.timeOf("site-20260702-003000.zip")).contains(summer);
    }
}
