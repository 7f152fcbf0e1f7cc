package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoWayDiffTest {
    private static final String OLD = "1 2024-01-01T00:00:00Z";
    private static final String NEW = "1 2024-02-02T00:00:00Z";
    private static final String NEWER = "2 2024-03-03T00:00:00Z";

    private static final Mirror MIRROR = Mirror.both(
                    Tree.local(Path.of("one")), Tree.local(Path.of("other")), Path.of("state"))
            .maxDelete(DeleteLimit.NONE)
            .build();

    private static MirrorPlan plan(BaseState base, String[] left, String[] right) throws IOException {
        return plan(MIRROR, base, left, right);
    }

    private static MirrorPlan plan(Mirror mirror, BaseState base, String[] left, String[] right) throws IOException {
        return new TwoWayDiff(
                        mirror,
                        Trees.scan(left),
                        Trees.scan(right),
                        base,
                        Trees.sameness(Comparison.SIZE_AND_TIME, true),
                        TwoWayDiffTest::lookInside)
                .run();
    }

    /** Files are called {@code f} where they are the same inside, and {@code other} where they are not. */
    private static List<Contents.Verdict> lookInside(List<Contents.Pair> files) {
        return files.stream()
                .map(pair -> new Contents.Verdict(!pair.left().name().startsWith("other"), 7, Optional.empty()))
                .toList();
    }

    private static String[] lines(String version, String... more) {
        Stream<String> file = version.equals("-") ? Stream.empty() : Stream.of("f " + versionOf(version));
        return Stream.concat(file, Stream.of(more)).toArray(String[]::new);
    }

    private static String versionOf(String word) {
        return switch (word) {
            case "old" -> OLD;
            case "new" -> NEW;
            case "newer" -> NEWER;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static BaseState base(String version) throws IOException {
        String[] known = lines(version);
        return known.length == 0
                ? new BaseState()
                : plan(new BaseState(), known, known).agreed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // before | left | right | outcome
                "old | old   | old   | unchanged",
                "old | new   | old   | copy to the right",
                "old | old   | new   | copy to the left",
                "old | new   | new   | unchanged",
                "old | new   | newer | conflict",
                "old | -     | old   | delete RIGHT",
                "old | old   | -     | delete LEFT",
                "old | -     | new   | conflict",
                "old | new   | -     | conflict",
                "old | -     | -     | nothing",
                "-   | new   | -     | copy to the right",
                "-   | -     | new   | copy to the left",
                "-   | new   | new   | unchanged",
                "-   | new   | newer | conflict",
            })
    void eachSideGetsWhatChangedInTheOther(String before, String left, String right, String outcome)
            throws IOException {
        MirrorPlan plan = plan(base(before), lines(left), lines(right));
        assertThat(outcomes(plan)).isEqualTo(outcome.equals("nothing") ? List.of() : List.of(outcome));
    }

    private static List<String> outcomes(MirrorPlan plan) {
        List<String> outcomes = new ArrayList<>();
        for (Step step : plan.steps()) {
            outcomes.add(
                    step instanceof Step.Delete
                            ? "delete " + step.side()
                            : step.toString().replaceAll("copy f (to the \\w+) .*", "copy $1"));
        }
        plan.conflicts().forEach(conflict -> outcomes.add("conflict"));
        for (long i = 0; i < plan.unchanged(); i++) {
            outcomes.add("unchanged");
        }
        return outcomes;
    }

    @Test
    void twoChangesOfOneSizeWithinASecondAreToldApartByWhatIsInThem() throws IOException {
        String[] after = {"f " + NEW, "other " + NEW};
        BaseState base = new BaseState();
        for (String key : List.of("f", "other")) {
            Version version = new Version(OptionalLong.of(1), Optional.of(Trees.time("2024-01-01T00:00:00Z")));
            base.addFile(key, version, version);
        }
        MirrorPlan plan = plan(base, after, after);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.conflicts())
                .extracting(Problem::toString)
                .containsExactly("other: it was changed on both sides");
        assertThat(plan.unchanged()).isEqualTo(1);
        assertThat(plan.compared()).isEqualTo(2);
        assertThat(plan.comparedBytes()).isEqualTo(14);
        assertThat(plan.toString()).contains("2 compared by content (14 bytes read)");
        assertThat(plan.agreed().file(Side.LEFT, "f")).isNotEqualTo(base.file(Side.LEFT, "f"));
        assertThat(plan.agreed().file(Side.LEFT, "other")).isEqualTo(base.file(Side.LEFT, "other"));
    }

    @Test
    void filesThatAreTheSameButForTheirTimesAreNoConflictInTheFirstRun() throws IOException {
        MirrorPlan plan = plan(new BaseState(), new String[] {"f " + OLD}, new String[] {"f " + NEW});
        assertThat(plan.conflicts()).isEmpty();
        assertThat(plan.unchanged()).isEqualTo(1);
        assertThat(plan(plan.agreed(), new String[] {"f " + OLD}, new String[] {"f " + NEW})
                        .compared())
                .isZero();
    }

    @Test
    void aDirectoryDeletedOnOneSideGoesOnTheOtherUnlessSomethingNewIsInIt() throws IOException {
        String[] full = {"d/a " + OLD, "d/b " + OLD};
        BaseState base = plan(new BaseState(), full, full).agreed();
        assertThat(plan(base, new String[0], full).steps())
                .extracting(Object::toString)
                .containsExactly("delete d/a", "delete d/b", "delete directory d");
        assertThat(plan(base, new String[0], full).toString())
                .contains("  delete d/a on the right\n", "  delete directory d on the right\n");
        String[] grown = {"d/a " + OLD, "d/b " + OLD, "d/c " + NEW};
        assertThat(plan(base, new String[0], grown).steps())
                .extracting(Object::toString)
                .containsExactly("make directory d", "copy d/c to the left (new, 1 bytes)", "delete d/a", "delete d/b");
    }

    @Test
    void whatMayBeDeletedCountsOverBothSides() throws IOException {
        String[] all = {"a " + OLD, "b " + OLD, "c " + OLD, "d " + OLD};
        BaseState base = plan(new BaseState(), all, all).agreed();
        String[] left = {"a " + OLD, "b " + OLD};
        String[] right = {"c " + OLD, "d " + OLD};
        assertThat(limited(3, base, left, right).refusal().orElseThrow())
                .contains("would delete 2 files in tree and 2 in tree, and at most 3", "--max-delete");
        assertThat(limited(4, base, left, right).refusal()).isEmpty();
        assertThat(limited(1, base, left, right).refusal().orElseThrow()).contains("would delete 2 of the 2 files");
    }

    private static MirrorPlan limited(long files, BaseState base, String[] left, String[] right) throws IOException {
        Mirror mirror = Mirror.both(Tree.local(Path.of("tree")), Tree.local(Path.of("tree")), Path.of("state"))
                .maxDelete(DeleteLimit.files(files))
                .build();
        return plan(mirror, base, left, right);
    }

    @Test
    void aConflictStaysOneUntilSomebodySettlesIt() throws IOException {
        BaseState base = base("old");
        MirrorPlan first = plan(base, lines("new"), lines("newer"));
        assertThat(first.agreed()).isEqualTo(base);
        MirrorPlan settled = plan(first.agreed(), lines("newer"), lines("newer"));
        assertThat(settled.conflicts()).isEmpty();
        assertThat(settled.unchanged()).isEqualTo(1);
    }

    @Test
    void aFileAgainstADirectoryIsAConflict() throws IOException {
        MirrorPlan plan = plan(new BaseState(), lines("new"), new String[] {"f/x 1"});
        assertThat(plan.conflicts()).hasSize(1);
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void aTreeThatIsGoneIsNoDeletionOfAllItsFiles() throws IOException {
        BaseState base = base("old");
        TreeScan gone = new TreeScan(
                Tree.local(Path.of("one")), Trees.tree(), false, List.of(), List.of(), List.of(), List.of());
        TwoWayDiff diff = new TwoWayDiff(
                MIRROR,
                gone,
                Trees.scan(lines("old")),
                base,
                Trees.sameness(Comparison.SIZE_AND_TIME, true),
                TwoWayDiffTest::lookInside);
        assertThatThrownBy(diff::run)
                .isInstanceOf(MirrorRefusedException.class)
                .hasMessageContaining("is missing")
                .hasMessageContaining("nothing was touched");
    }

    @Test
    void whatCannotBeSeenIsRememberedAsItWas() throws IOException {
        String[] both = {"d/a " + OLD};
        BaseState base = plan(new BaseState(), both, both).agreed();
        MirrorPlan plan = plan(base, new String[] {"d"}, both);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.agreed()).isEqualTo(base);
    }

    @Test
    void theStateComesBackFromTheDiskAsItWas(@TempDir Path here) throws IOException {
        String[] lines = {"d/caf\u00e9 " + OLD, "e/", "minute 3 2024-05-06T07:08Z", "day 4 2024-05-06"};
        BaseState state = plan(new BaseState(), lines, lines).agreed();
        Path file = here.resolve("deep/state");
        state.write(file, MIRROR);
        assertThat(BaseState.read(file, MIRROR)).isEqualTo(state);
        assertThat(here.resolve("deep")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aStateOfAnotherMirrorOrADamagedOneIsRefused(@TempDir Path here) throws IOException {
        Path file = here.resolve("state");
        base("old").write(file, MIRROR);
        String whole = Files.readString(file);
        Mirror other = Mirror.both(Tree.local(Path.of("one")), Tree.local(Path.of("else\nwhere")), file)
                .build();
        assertThatThrownBy(() -> BaseState.read(file, other))
                .hasMessageContaining("belongs to another mirror (one <-> other) and not to one <-> else\\nwhere;");
        Files.writeString(file, whole + "F\tx\n");
        assertThatThrownBy(() -> BaseState.read(file, MIRROR)).hasMessageContaining("damaged at \"end\\t1\"");
        Files.writeString(file, whole.replace("F\t1", "F\tx"));
        assertThatThrownBy(() -> BaseState.read(file, MIRROR)).hasMessageContaining("damaged at \"F\\tx");
        Files.writeString(file, whole.replaceFirst("F\t.*\n", ""));
        assertThatThrownBy(() -> BaseState.read(file, MIRROR)).hasMessageContaining("damaged at \"end\\t1\"");
        Files.writeString(file, "something else\n");
        assertThatThrownBy(() -> BaseState.read(file, MIRROR)).hasMessageContaining("not the state of a mirror;");
        Files.writeString(file, whole.replace("state 2", "state 3"));
        assertThatThrownBy(() -> BaseState.read(file, MIRROR)).hasMessageContaining("or that of a newer Drover");
    }

    @Test
    void aStateThatWasCutOffAnywhereIsSaidToBe(@TempDir Path here) throws IOException {
        String[] lines = {"caf\u00e9 " + OLD, "d/x " + OLD};
        Path file = here.resolve("state");
        plan(new BaseState(), lines, lines).agreed().write(file, MIRROR);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> BaseState.read(file, MIRROR))
                    .hasMessageContaining("was cut off after")
                    .hasMessageContaining("move it away to begin anew");
        }
    }

    @Test
    void aStateWithoutAnEndMarkIsReadAsItWasWritten(@TempDir Path here) throws IOException {
        Path file = here.resolve("state");
        BaseState state = base("old");
        state.write(file, MIRROR);
        String old = Files.readString(file).replace("state 2", "state 1").replace("end\t1\n", "");
        Files.writeString(file, old);
        assertThat(BaseState.read(file, MIRROR)).isEqualTo(state);
        Files.writeString(file, old.substring(0, old.length() - 1));
        assertThatThrownBy(() -> BaseState.read(file, MIRROR)).hasMessageContaining("was cut off");
    }

    @Test
    void aMissingStateIsTheStateBeforeTheFirstRun(@TempDir Path here) throws IOException {
        assertThat(BaseState.read(here.resolve("none"), MIRROR).isEmpty()).isTrue();
        assertThat(BaseState.read(here.resolve("none"), MIRROR)
                        .file(Side.LEFT, RemotePath.of("x").toString()))
                .isEmpty();
    }
}
