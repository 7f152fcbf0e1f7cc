package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long MEBI = 1 << 20;

    private final AtomicLong time = new AtomicLong();
    private final StringWriter err = new StringWriter();

    @Test
    void aBarTellsShareRateAndRemainingTime() {
        Progress progress = progress(Progress.Style.BAR);
        progress.expect(4 * MEBI);
        after(Duration.ofSeconds(2));
        progress.moved("report.csv", MEBI);
        assertThat(err.toString())
                .isEqualTo("\rreport.csv  25 % [######..................]  1.0 MB of 4.0 MB  512.0 KB/s  ETA 0:06");
    }

    @Test
    void aBarIsDrawnAtMostTenTimesASecondAndStandsInTheEnd() {
        Progress progress = progress(Progress.Style.BAR);
        progress.expect(100);
        after(Duration.ofSeconds(1));
        for (int i = 1; i <= 100; i++) {
            progress.moved("a", i);
        }
        progress.arrived("a", 100);
        progress.close();
        assertThat(err.toString().chars().filter(c -> c == '\r')).hasSize(2);
        assertThat(err.toString()).contains("100 %").endsWith(System.lineSeparator());
    }

    @Test
    void aBarThatIsBrokenOffLeavesItsLineAndIsNotDrawnAgain() {
        Progress progress = progress(Progress.Style.BAR);
        progress.expect(100);
        after(Duration.ofSeconds(1));
        progress.moved("a", 10);
        progress.breakOff();
        after(Duration.ofSeconds(1));
        progress.moved("a", 20);
        progress.close();
        assertThat(err.toString()).contains("10 %").doesNotContain("20 %").endsWith(System.lineSeparator());
    }

    @Test
    void elsewhereALineComesEveryFiveSeconds() {
        Progress progress = progress(Progress.Style.LINES);
        progress.expect(100);
        for (int second = 1; second <= 11; second++) {
            after(Duration.ofSeconds(1));
            progress.moved("a", second);
        }
        progress.close();
        assertThat(err.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("/s").doesNotContain("["));
    }

    @Test
    void filesThatMoveAtTheSameTimeAddUp() {
        Progress progress = progress(Progress.Style.BAR);
        progress.expect(4 * MEBI);
        progress.arrived("a", MEBI);
        after(Duration.ofSeconds(1));
        progress.moved("b", MEBI);
        after(Duration.ofSeconds(1));
        progress.moved("c", MEBI);
        assertThat(err.toString()).contains(" 75 %");
    }

    @Test
    void whatWasThereFromBeforeCountsForTheShareAndNotForTheRate() {
        Progress progress = progress(Progress.Style.BAR);
        progress.expect(4 * MEBI);
        after(Duration.ofSeconds(2));
        progress.moved("report.csv", 3 * MEBI, 2 * MEBI);
        assertThat(err.toString()).contains(" 75 %", "512.0 KB/s", "ETA 0:02");
    }

    @Test
    void theFirstMomentsPromiseNothing() {
        Progress progress = progress(Progress.Style.BAR);
        progress.expect(4 * MEBI);
        after(Duration.ofMillis(200));
        progress.moved("report.csv", 1);
        assertThat(err.toString()).contains(" 0 %").doesNotContain("ETA");
    }

    @Test
    void aBarIsNoWiderThanItsTerminal() {
        for (int columns : new int[] {80, 40, 10}) {
            err.getBuffer().setLength(0);
            try (Progress progress = new Progress(Progress.Style.BAR, new PrintWriter(err, true), time::get, columns)) {
                progress.expect(4 * MEBI);
                after(Duration.ofSeconds(3));
                progress.moved("a report with a long name, longer than most.csv", MEBI);
            }
            assertThat(err.toString().split("[\r\n]+"))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(columns));
        }
    }

    @Test
    void aNameFromAServerCannotSteerTheTerminal() {
        Progress progress = progress(Progress.Style.BAR);
        after(Duration.ofSeconds(1));
        progress.moved("a\u001b[2J", 1);
        assertThat(err.toString()).doesNotContain("\u001b");
    }

    @Test
    void nothingIsShownToThoseWhoWantNothing() {
        try (Progress progress = progress(Progress.Style.NONE)) {
            after(Duration.ofMinutes(1));
            progress.moved("a", 1);
        }
        assertThat(err.toString()).isEmpty();
    }

    private Progress progress(Progress.Style style) {
        return new Progress(style, new PrintWriter(err), time::get);
    }

    private void after(Duration length) {
        time.addAndGet(length.toNanos());
    }
}
