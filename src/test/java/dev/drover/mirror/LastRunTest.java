package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastRunTest {
    private static final RemotePath FILE = RemotePath.of("a.txt");
    private static final Instant PAST = Instant.now().minus(Duration.ofDays(1));
    private static final Instant FUTURE = Instant.now().plus(Duration.ofDays(1));

    @TempDir
    private Path home;

    @BeforeEach
    void aFileOfAnOldTime() throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(home.resolve("from")).resolve("a.txt"), "x");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-05-06T07:08:09Z")));
    }

    @Test
    void nothingIsTouchedBeforeTheFirstRun() {
        assertThat(isTouched(mirror())).isFalse();
    }

    @Test
    void whatWasWrittenAfterARunBeganIsTouchedWhateverTimeItWasGiven() {
        LastRun.of(mirror().build()).note(PAST);
        assertThat(isTouched(mirror())).isTrue();
    }

    @Test
    void whatWasThereBeforeIsNot() {
        LastRun.of(mirror().build()).note(PAST);
        LastRun.of(mirror().build()).note(FUTURE);
        assertThat(isTouched(mirror())).isFalse();
    }

    @Test
    void aRunThatComparedLessSaysNothingOfThisOne() {
        LastRun.of(mirror().build()).note(PAST);
        LastRun.of(mirror().comparison(Comparison.SIZE).build()).note(FUTURE);
        LastRun.of(mirror().include("*.csv").build()).note(FUTURE);
        LastRun.of(mirror().exclude("a*").build()).note(FUTURE);
        assertThat(isTouched(mirror())).isTrue();
    }

    @Test
    void aRunOfLongAgoIsForgotten() {
        LastRun.of(mirror().build()).note(PAST.minus(Duration.ofDays(500)));
        LastRun.of(mirror().exclude("b*").build()).note(PAST);
        assertThat(isTouched(mirror())).isFalse();
    }

    @Test
    void aFileThatIsGoneIsNotTouched() throws IOException {
        LastRun.of(mirror().build()).note(PAST);
        Files.delete(home.resolve("from/a.txt"));
        assertThat(isTouched(mirror())).isFalse();
    }

    private Mirror.Builder mirror() {
        return Mirror.from(Tree.local(home.resolve("from")), Tree.local(home.resolve("to")));
    }

    private static boolean isTouched(Mirror.Builder mirror) {
        return LastRun.of(mirror.build()).isTouchedSince(FILE);
    }
}
