package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String OTHER = "0123456789abcdef";

    @TempDir
    Path marks;

    private Claims claims;

    @BeforeEach
    void beginNow() {
        claims = new Claims(marks, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "in/a.txt", "/in/sub/a b", "in/.hidden", ".hidden", "in/a.camelExclusiveReadLock"})
    void aClaimTellsTheNameBefore(String path) {
        for (boolean hidden : new boolean[] {true, false}) {
            String claimed = claims.begin(path, hidden);
            assertThat(Claims.isClaim(claimed)).isTrue();
            assertThat(Claims.original(claimed)).isEqualTo(path);
            assertThat(claimed.contains("/") ? claimed.substring(0, claimed.lastIndexOf('/') + 1) : "")
                    .isEqualTo(path.contains("/") ? path.substring(0, path.lastIndexOf('/') + 1) : "");
            claims.end(claimed);
        }
    }

    @Test
    void aClaimIsHiddenOnlyWhereItIsListed() {
        assertThat(claims.begin("in/a.txt", true)).startsWith("in/.a.txt.");
        assertThat(claims.begin("in/a.txt", false)).startsWith("in/a.txt.");
    }

    @Test
    void noTwoClaimsAreTheSame() {
        assertThat(claims.begin("a", true)).isNotEqualTo(claims.begin("a", true));
    }

    @Test
    void aClaimOfThisProcessHoldsUntilItIsEnded() {
        String claimed = claims.begin("a.txt", true);
        assertThat(new Claims(marks, Clock.fixed(NOW.plus(Duration.ofDays(3)), ZoneOffset.UTC)).isOrphan(claimed))
                .isFalse();
        claims.end(claimed);
        assertThat(claims.isOrphan(claimed)).isTrue();
    }

    @Test
    void aClaimOfAProcessThatLivesHolds() throws Exception {
        Path mark = Files.createFile(mark());
        try (FileChannel other = FileChannel.open(mark, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(claims.isOrphan(claimOfOther(NOW.minusSeconds(60)))).isFalse();
        }
    }

    @Test
    void aClaimOfAProcessThatIsGoneHoldsNoMore() throws Exception {
        Files.createFile(mark());
        assertThat(claims.isOrphan(claimOfOther(NOW.minusSeconds(60)))).isTrue();
    }

    @Test
    void aClaimOfAProcessOfWhichNothingIsKnownHoldsForADay() {
        assertThat(claims.isOrphan(claimOfOther(NOW.minus(Duration.ofHours(23)))))
                .isFalse();
        assertThat(claims.isOrphan(claimOfOther(NOW.plus(Duration.ofHours(3))))).isFalse();
        assertThat(claims.isOrphan(claimOfOther(NOW.minus(Duration.ofHours(25)))))
                .isTrue();
    }

    @Test
    void theMarkOfAProcessShowsItsLatestClaim() throws Exception {
        claims.begin("a.txt", true);
        Path mine = marks.resolve("drover-process-" + ProcessMark.ID + ".lock");
        assertThat(Files.getLastModifiedTime(mine)).isEqualTo(FileTime.from(NOW));
        assertThat(ProcessMark.isGone(ProcessMark.ID, mine)).isFalse();
    }

    @Test
    void marksOfProcessesThatAreLongGoneAreDeleted() throws Exception {
        Path old = Files.setLastModifiedTime(Files.createFile(mark()), FileTime.from(NOW.minus(Duration.ofHours(25))));
        Path young = Files.createFile(marks.resolve("drover-process-fedcba9876543210.lock"));
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofHours(1))));
        claims.begin("a.txt", true);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void otherNamesAreNoClaims() {
        assertThat(claims.isOrphan("a.txt.camelExclusiveReadLock")).isFalse();
        assertThat(claims.isOrphan("a.txt")).isFalse();
        assertThatThrownBy(() -> Claims.original("a.txt")).hasMessageContaining("a.txt");
    }

    private Path mark() {
        return marks.resolve("drover-process-" + OTHER + ".lock");
    }

    private static String claimOfOther(Instant time) {
        return ".a.txt." + OTHER + "-" + Long.toHexString(time.toEpochMilli()) + Claims.SUFFIX;
    }
}
