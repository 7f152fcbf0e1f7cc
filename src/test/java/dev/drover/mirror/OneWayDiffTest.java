package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneWayDiffTest {
    private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");
    private static final String T = "2024-05-06T07:08:09Z";

    private static Mirror.Builder mirror() {
        FtpClient never = FtpClient.builder(new FtpAddress("server.test", 21)).build();
        return Mirror.from(Tree.local(Path.of("here")), Tree.remote(never, RemotePath.of("/there")))
                .maxDelete(DeleteLimit.NONE);
    }

    private static MirrorPlan plan(Mirror.Builder mirror, TreeScan source, TreeScan target) throws IOException {
        return plan(mirror, source, target, true);
    }

    private static MirrorPlan plan(Mirror.Builder mirror, TreeScan source, TreeScan target, boolean keepsTimes)
            throws IOException {
        Mirror built = mirror.build();
        return new OneWayDiff(built, source, target, Trees.sameness(built.comparison(), keepsTimes), NOW).run();
    }

    private static List<String> steps(MirrorPlan plan) {
        return plan.steps().stream().map(Object::toString).toList();
    }

    @Test
    void equalTreesNeedNothing() throws IOException {
        MirrorPlan plan = plan(mirror(), Trees.scan("a/b.txt 3 " + T, "c/"), Trees.scan("a/b.txt 3 " + T, "c/"));
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.unchanged()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsMadeParentsFirst() throws IOException {
        MirrorPlan plan = plan(mirror(), Trees.scan("a/b/c.txt 3", "e/"), Trees.scan());
        assertThat(steps(plan))
                .containsExactly(
                        "make directory a",
                        "make directory a/b",
                        "make directory e",
                        "copy a/b/c.txt to the right (new, 3 bytes)");
    }

    @Test
    void anotherSizeOrTimeIsACopy() throws IOException {
        MirrorPlan plan = plan(
                mirror(),
                Trees.scan("size 3 " + T, "time 3 " + T, "same 3 " + T),
                Trees.scan("size 4 " + T, "time 3 2024-05-06T07:08:10Z", "same 3 " + T));
        assertThat(steps(plan))
                .containsExactly(
                        "copy size to the right (other size, 3 bytes)", "copy time to the right (other time, 3 bytes)");
    }

    @Test
    void timesAreComparedAsExactlyAsTheCoarserOneTells() throws IOException {
        MirrorPlan plan = plan(
                mirror(),
                Trees.scan("minute 3 " + T, "day 3 " + T, "other 3 " + T),
                Trees.scan("minute 3 2024-05-06T07:08Z", "day 3 2024-05-06", "other 3 2024-05-06T07:09Z"));
        assertThat(steps(plan)).containsExactly("copy other to the right (other time, 3 bytes)");
    }

    @Test
    void whereTimesAreNotKeptACopyWrittenAfterTheLastChangeIsGood() throws IOException {
        TreeScan source = Trees.scan("later 3 " + T, "earlier 3 " + T);
        TreeScan target = Trees.scan("later 3 2024-06-01T00:00:00Z", "earlier 3 2024-01-01T00:00:00Z");
        assertThat(steps(plan(mirror(), source, target, false)))
                .containsExactly("copy earlier to the right (other time, 3 bytes)");
        assertThat(steps(plan(mirror(), source, target, true))).hasSize(2);
    }

    @Test
    void extrasStayUnlessDeletionIsAskedFor() throws IOException {
        TreeScan source = Trees.scan("a 1");
        TreeScan target = Trees.scan("a 1", "old/x 1", "old/deep/y 1");
        assertThat(plan(mirror(), source, target).isEmpty()).isTrue();
        assertThat(steps(plan(mirror().delete(true), source, target)))
                .containsExactly(
                        "delete old/deep/y", "delete directory old/deep", "delete old/x", "delete directory old");
    }

    @Test
    void youngExtrasStayWithTheirDirectoriesUnlessTheyAreInTheWay() throws IOException {
        TreeScan source = Trees.scan("a 1", "x 1");
        TreeScan target = Trees.scan(
                "a 1",
                "old 1 2024-05-20T00:00:00Z",
                "young 1 2024-05-28T00:00:00Z",
                "both/old 1 2024-05-20T00:00:00Z",
                "both/young 1 2024-05-28T00:00:00Z",
                "gone/old 1 2024-05-20T00:00:00Z",
                "day 1 2024-05-25",
                "x/young 1 2024-05-31T00:00:00Z");
        Mirror.Builder week = mirror().delete(true).deleteOlder(Duration.ofDays(7));
        assertThat(steps(plan(week, source, target)))
                .containsExactly(
                        "delete x/young",
                        "delete directory x",
                        "delete both/old",
                        "delete gone/old",
                        "delete directory gone",
                        "delete old",
                        "copy x to the right (new, 1 bytes)");
        assertThatThrownBy(() -> mirror().deleteOlder(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDirectoryThatHoldsWhatTakesNoPartStays() throws IOException {
        MirrorPlan plan = plan(mirror().delete(true), Trees.scan("a 1"), Trees.scan("a 1", "old/x 1", "old/link"));
        assertThat(steps(plan)).containsExactly("delete old/x");
    }

    @Test
    void whatIsUntouchableInTheSourceProtectsItsCounterpart() throws IOException {
        MirrorPlan plan = plan(mirror().delete(true), Trees.scan("link"), Trees.scan("link 1"));
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void aFileInThePlaceOfADirectoryGoesFirstAndOnlyWithLeave() throws IOException {
        TreeScan source = Trees.scan("x/y 1", "other 2");
        TreeScan target = Trees.scan("x 5");
        assertThat(steps(plan(mirror().delete(true), source, target)))
                .containsExactly(
                        "copy other to the right (new, 2 bytes)",
                        "delete x",
                        "make directory x",
                        "copy x/y to the right (new, 1 bytes)");
        MirrorPlan without = plan(mirror(), source, target);
        assertThat(steps(without)).containsExactly("copy other to the right (new, 2 bytes)");
        assertThat(without.refused()).singleElement().satisfies(p -> assertThat(p.path())
                .hasToString("x"));
    }

    @Test
    void aDirectoryInThePlaceOfAFileGoesUnlessItHoldsWhatTakesNoPart() throws IOException {
        assertThat(steps(plan(mirror().delete(true), Trees.scan("x 1"), Trees.scan("x/y 1"))))
                .containsExactly("delete x/y", "delete directory x", "copy x to the right (new, 1 bytes)");
        MirrorPlan blocked = plan(mirror().delete(true), Trees.scan("x 1"), Trees.scan("x/deep/link"));
        assertThat(blocked.isEmpty()).isTrue();
        assertThat(blocked.refused()).hasSize(1);
    }

    @Test
    void aNameThatChangedItsCaseIsRenamedBecauseTheServerMayNotTellCase() throws IOException {
        MirrorPlan plan = plan(
                mirror().delete(true),
                Trees.scan("README.txt 3 " + T, "Dir/a 1 " + T, "Dir/b 2 " + T),
                Trees.scan("readme.TXT 3 " + T, "dir/a 1 " + T, "dir/c 1 " + T));
        assertThat(steps(plan))
                .containsExactly(
                        "rename dir to Dir",
                        "rename readme.TXT to README.txt",
                        "copy Dir/b to the right (new, 2 bytes)",
                        "delete Dir/c");
    }

    @Test
    void anAccentWrittenInAnotherWayIsTheSameNameAndKeepsItsBytes() throws IOException {
        MirrorPlan plan = plan(mirror().delete(true), Trees.scan("caf\u00e9 3"), Trees.scan("cafe\u0301 4"));
        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(step.path()).hasToString("cafe\u0301");
            assertThat(((Step.Copy) step).from()).hasToString("caf\u00e9");
        });
    }

    @Test
    void nothingIsDeletedWhileADirectoryCouldNotBeRead() throws IOException {
        MirrorPlan plan = plan(mirror().delete(true), Trees.unread("secret", "a 1"), Trees.scan("b 1", "c 2", "d/e 1"));
        assertThat(steps(plan)).containsExactly("copy a to the right (new, 1 bytes)");
        assertThat(plan.withheld()).isEqualTo(4);
        assertThat(plan.toString()).contains("cannot read secret: 550 Permission denied", "4 not deleted");
    }

    @Test
    void namesThatTheTargetCannotWriteAreReportedAndLeftOut() throws IOException {
        Mirror.Builder home = Mirror.from(Tree.local(Path.of("there")), Tree.local(Path.of("here")));
        MirrorPlan plan = plan(home, Trees.scan("back\\slash/a 1", "good 1"), Trees.scan());
        assertThat(steps(plan)).containsExactly("copy good to the right (new, 1 bytes)");
        assertThat(plan.refused()).singleElement().satisfies(p -> assertThat(p.reason())
                .contains("backslash"));
    }

    @Test
    void theLimitIsTheLesserOfAHundredFilesAndATenthOfTheTree() {
        assertThat(DeleteLimit.DEFAULT.of(0)).isZero();
        assertThat(DeleteLimit.DEFAULT.of(5)).isEqualTo(1);
        assertThat(DeleteLimit.DEFAULT.of(500)).isEqualTo(50);
        assertThat(DeleteLimit.DEFAULT.of(5000)).isEqualTo(100);
        assertThat(DeleteLimit.files(7).of(10)).isEqualTo(7);
    }

    @Test
    void aPlanOverTheLimitSaysSo() throws IOException {
        Mirror.Builder careful = mirror().delete(true).maxDelete(DeleteLimit.DEFAULT);
        MirrorPlan plan = plan(careful, Trees.scan(), Trees.scan("a 1", "b 1", "c 1"));
        assertThat(plan.refusal()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("would delete 3 of the 3 files", "at most 1", "nothing was touched"));
        assertThat(plan(careful, Trees.scan("a 1", "b 1"), Trees.scan("a 1", "b 1", "c 1"))
                        .refusal())
                .isEmpty();
    }

    @Test
    void aNarrowSelectionMakesAndDeletesNoDirectoriesWithoutItsFiles() throws IOException {
        Mirror.Builder narrow = mirror().delete(true).include("*.csv");
        MirrorPlan plan = plan(narrow, Trees.scan("empty/", "full/a.csv 1"), Trees.scan("theirs/"));
        assertThat(steps(plan)).containsExactly("make directory full", "copy full/a.csv to the right (new, 1 bytes)");
    }
}
