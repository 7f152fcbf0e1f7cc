package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mirror that goes both ways, and a server with its own ideas. */
class TwoWayScriptTest extends ScriptedTree {
    private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

    @TempDir
    Path elsewhere;

    private final List<MirrorEvent> heard = new CopyOnWriteArrayList<>();

    private Mirror.Builder both(RemoteTree remote, Path state) {
        return Mirror.both(Tree.local(home), remote, state)
                .maxDelete(DeleteLimit.NONE)
                .listener(heard::add)
                .retry(RetryPolicy.NONE);
    }

    private Mirror.Builder both(RemoteTree remote) {
        return both(remote, elsewhere.resolve("state"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static long count(ScriptedServer server, String verb) {
        return server.commands().stream()
                .filter(line -> line.equals(verb) || line.startsWith(verb + " "))
                .count();
    }

    @Test
    void changesOfOneSizeWithinASecondAreAConflictAndNothingIsOverwritten() throws Exception {
        script.file("/tree/same.txt", bytes("same"), TIME).file("/tree/other.txt", bytes("hers"), TIME);
        local().write("same.txt", "same", TIME);
        local().write("other.txt", "mine", TIME);
        play((server, remote) -> {
            SyncResult first = engine.run(both(remote).build());
            assertThat(first.conflicts()).extracting(Problem::path).containsExactly("other.txt");
            assertThat(first.skipped()).isEqualTo(1);
            assertThat(first.plan().compared()).isEqualTo(2);
            assertThat(first.plan().comparedBytes()).isBetween(4L, 8L);
            assertThat(first.toString()).contains("2 compared by content");
            assertThat(heard)
                    .filteredOn(MirrorEvent.Compared.class::isInstance)
                    .contains(new MirrorEvent.Compared(RemotePath.of("same.txt"), true, 4));

            local().write("other.txt", "mine, and newer", TIME.plusSeconds(60));
            assertThat(engine.run(both(remote).build()).conflicts()).hasSize(1);
            assertThat(server.file("/tree/other.txt")).hasValue(bytes("hers"));
            assertThat(count(server, "STOR")).isZero();

            long read = count(server, "RETR");
            assertThat(engine.run(both(remote).build()).plan().compared()).isZero();
            assertThat(count(server, "RETR")).isEqualTo(read);
        });
    }

    @Test
    void equalFilesOfAServerThatTellsOtherTimesByListAreNoConflict() throws Exception {
        script.lacks("MLST", "MLSD", "MDTM")
                .features("SIZE")
                .file("/tree/a.txt", bytes("aaa"), TIME)
                .file("/tree/b.txt", bytes("bbb"), TIME);
        local().write("a.txt", "aaa", TIME.minusSeconds(3_000_000));
        local().write("b.txt", "bxb", TIME.minusSeconds(3_000_000));
        play((server, remote) -> {
            SyncResult first = engine.run(both(remote).build());
            assertThat(first.conflicts()).extracting(Problem::path).containsExactly("b.txt");
            assertThat(first.skipped()).isEqualTo(1);
        });
    }

    @Test
    void aMirrorThatGoesOneWayReadsNoContents() throws Exception {
        script.file("/tree/a.txt", bytes("aaa"), TIME);
        local().write("a.txt", "bbb", TIME);
        play((server, remote) -> {
            Mirror up = Mirror.from(Tree.local(home), remote).build();
            assertThat(engine.run(up).plan().compared()).isZero();
            assertThat(count(server, "RETR") + count(server, "STOR")).isZero();
        });
    }

    @Test
    void theServersDigestIsTakenWhereThereIsOne() throws Exception {
        script.file("/tree/empty", bytes(""), TIME)
                .file("/tree/a.txt", bytes("abc"), TIME)
                .features("MLST type*;size*;modify*;", "MFMT", "SIZE", "XSHA256")
                .on("XSHA256 /tree/a.txt", "250 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        local().write("empty", "", TIME.plusSeconds(5));
        local().write("a.txt", "abc", TIME.plusSeconds(5));
        play((server, remote) -> {
            SyncResult first = engine.run(both(remote).build());
            assertThat(first.skipped()).isEqualTo(2);
            assertThat(first.plan().compared()).isEqualTo(1);
            assertThat(first.plan().comparedBytes()).isZero();
            assertThat(count(server, "RETR")).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"550", "cut", "reset"})
    void aFileThatCannotBeReadToTheEndIsNeverTakenForTheSame(String fault) throws Exception {
        String text = "x".repeat(100_000);
        script.file("/tree/a.txt", bytes(text), TIME).file("/tree/b.txt", bytes("bbb"), TIME);
        local().write("a.txt", text, TIME);
        local().write("b.txt", "bbb", TIME);
        script.on("RETR /tree/a.txt");
        switch (fault) {
            case "550" -> script.replies("550 You may not.");
            case "cut" -> script.closesDataEarly(50_000).thenReplies("426 Broken.");
            default -> script.resetsData(50_000).closesControl();
        }
        play((server, remote) -> {
            SyncResult result = engine.run(both(remote).build());
            assertThat(result.conflicts()).singleElement().satisfies(problem -> {
                assertThat(problem.path()).isEqualTo("a.txt");
                assertThat(problem.reason()).contains("whether both are the same could not be told");
            });
            assertThat(result.skipped()).isEqualTo(1);
            assertThat(result.isUnchanged()).isTrue();
            assertThat(Files.readString(elsewhere.resolve("state"))).doesNotContain("a.txt");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "deep/in it/state", "link/state"})
    void aStateInsideATreeTakesNoPartAndNeitherDoesWhatHasItsPlaceThere(String where) throws Exception {
        Files.createDirectories(home.resolve("deep/in it"));
        Files.createSymbolicLink(home.resolve("link"), home.resolve("deep"));
        local().write("a.txt", "a", TIME);
        String real = where.replace("link/", "deep/");
        script.file("/tree/" + real, "theirs").file("/tree/" + real + ".new", "theirs too");
        play((server, remote) -> {
            Mirror both = both(remote, home.resolve(where)).build();
            SyncResult first = engine.run(both);
            assertThat(first.isComplete()).isTrue();
            assertThat(first.uploaded()).containsExactly("a.txt");
            assertThat(first.downloaded()).isEmpty();
            Files.writeString(home.resolve(where + ".new"), "left by a run that was killed");

            local().write("b.txt", "b", TIME);
            SyncResult second = engine.run(both);
            assertThat(second.isComplete()).isTrue();
            assertThat(second.uploaded()).containsExactly("b.txt");
            assertThat(engine.run(both).plan().steps()).isEmpty();
            assertThat(server.file("/tree/" + real)).hasValue(bytes("theirs"));
            assertThat(server.file("/tree/" + real + ".new")).hasValue(bytes("theirs too"));
            assertThat(Files.readString(home.resolve(where))).startsWith("drover mirror state 2");
        });
    }

    /** As Pure-FTPd does with a blank at the end. */
    @Test
    void aNameThatTheServerWouldChangeIsLeftAloneAndNothingComesBackOrIsReplaced() throws Exception {
        local().write("0 ", "mine", TIME);
        local().write("dir /deep.txt", "deep", TIME);
        local().write("kept?.txt", "kept", TIME);
        local().write("gone.txt", "gone", TIME);
        script.file("/tree/0_", bytes("hers"), TIME).file("/tree/gone.txt", bytes("gone"), TIME);
        String kept = "type=file;size=4;modify=20240506070809; kept?.txt";
        String changed = "type=file;size=4;modify=20240506070809; ";
        for (int run = 1; run <= 2; run++) {
            script.once("MLSD /tree/.names.mirror-00000000.part").asUsual();
            script.once("MLSD /tree/.names.mirror-00000000.part").sendsLines(kept, changed + "0_", changed + "dir_");
            script.once("MLSD /tree/.names.mirror-00000000.part").asUsual();
        }
        play((server, remote) -> {
            Mirror both = both(remote).build();
            SyncResult first = engine.run(both);
            assertThat(first.refused()).extracting(Problem::path).containsExactlyInAnyOrder("0 ", "dir ");
            assertThat(first.refused().get(0).reason()).contains("the server changes this name");
            assertThat(first.failed()).isEmpty();
            assertThat(first.uploaded()).containsExactly("kept?.txt");
            assertThat(first.downloaded()).containsExactly("0_");
            Files.delete(home.resolve("gone.txt"));

            SyncResult second = engine.run(both);
            assertThat(second.refused()).hasSize(2);
            assertThat(second.deleted()).containsExactly("gone.txt");
            assertThat(server.file("/tree/0_")).hasValue(bytes("hers"));
            assertThat(server.isDirectory("/tree/.names.mirror-00000000.part")).isFalse();
            assertThat(home.resolve("0_")).hasContent("hers");
        });
    }

    @Test
    void whereTheServerDoesNotLetUsFindOutOddNamesAreLeftAlone() throws Exception {
        local().write("0 ", "mine", TIME);
        local().write("1", "one", TIME);
        script.on("MKD /tree/.names.mirror-00000000.part", "550 No directories here.");
        play((server, remote) -> {
            SyncResult result = engine.run(both(remote).build());
            assertThat(result.uploaded()).containsExactly("1");
            assertThat(result.refused()).singleElement().satisfies(problem -> assertThat(problem.reason())
                    .contains("could not be found out", "No directories here"));
        });
    }

    @Test
    void whatIsNotListedUnderItsNameAfterwardsIsNotTakenForDeletedInTheNextRun() throws Exception {
        local().write("long-name.txt", "long", TIME);
        script.file("/tree/long-n~1.txt", bytes("long"), TIME);
        script.on("MLSD /tree").sendsLines("type=file;size=4;modify=20240506070809; long-n~1.txt");
        play((server, remote) -> {
            Mirror both = both(remote).build();
            SyncResult first = engine.run(both);
            assertThat(first.failed()).singleElement().satisfies(problem -> assertThat(problem.reason())
                    .contains("not there under this name"));
            engine.run(both);
            assertThat(home.resolve("long-name.txt")).hasContent("long");
        });
    }

    /** In the place of each run is one that was killed: a half-sent file lies in a directory that is gone on the other side. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDirectoryGoesWithThePartialFilesOfKilledRunsInIt(boolean twoWay) throws Exception {
        String partial = ".big.bin.mirror-00ff00ff.part";
        script.file("/tree/old/a.txt", bytes("a"), TIME).file("/tree/keep.txt", bytes("keep"), TIME);
        play((server, remote) -> {
            Mirror both = both(remote).build();
            Mirror down = Mirror.from(remote, Tree.local(home)).build();
            assertThat(engine.run(twoWay ? both : down).isComplete()).isTrue();
            server.put("/tree/old/" + partial, bytes("half"));
            server.put("/tree/" + partial, bytes("somebody else is writing this"));
            remote.client().call(session -> {
                session.setModified(RemotePath.of("/tree/" + partial), Instant.now());
                return session;
            });
            SampleTree.deleteAll(home.resolve("old"));
            Mirror up = Mirror.from(Tree.local(home), remote)
                    .delete(true)
                    .maxDelete(DeleteLimit.NONE)
                    .build();

            SyncResult result = engine.run(twoWay ? both : up);

            assertThat(result.failed()).isEmpty();
            assertThat(result.deleted()).containsExactly("old/a.txt", "old");
            assertThat(server.isDirectory("/tree/old")).isFalse();
            assertThat(server.file("/tree/" + partial).isPresent()).isEqualTo(twoWay);
            assertThat(server.file("/tree/keep.txt")).isPresent();
        });
    }

    @Test
    void aPartialFileThatNobodyHasTouchedForDaysGoes() throws Exception {
        script.file("/tree/.big.bin.mirror-00ff00ff.part", bytes("half"), TIME);
        local().write(".more.bin.mirror-00ff00ff.part", "half", TIME);
        play((server, remote) -> {
            assertThat(engine.run(both(remote).build()).isUnchanged()).isTrue();
            assertThat(server.file("/tree/.big.bin.mirror-00ff00ff.part")).isEmpty();
            assertThat(home).isEmptyDirectory();
        });
    }

    @Test
    void aDirectoryThatCannotBeReadOnEitherSideDeletesNothingOnBoth() throws Exception {
        script.file("/tree/sub/a.txt", bytes("a"), TIME)
                .file("/tree/here.txt", bytes("here"), TIME)
                .file("/tree/there.txt", bytes("there"), TIME);
        play((server, remote) -> {
            Mirror both = both(remote).build();
            engine.run(both);
            Files.delete(home.resolve("here.txt"));
            remote.client().call(session -> {
                session.delete(RemotePath.of("/tree/there.txt"));
                return session;
            });
            script.once("MLSD /tree/sub").sendsData("type=file;si").thenReplies("426 Broken.");

            SyncResult broken = engine.run(both);
            assertThat(broken.deleted()).isEmpty();
            assertThat(broken.deletesWithheld()).isEqualTo(2);
            assertThat(server.file("/tree/here.txt")).isPresent();
            assertThat(home.resolve("there.txt")).exists();
            assertThat(home.resolve("sub/a.txt")).exists();

            assertThat(engine.run(both).deleted()).containsExactlyInAnyOrder("here.txt", "there.txt");
            assertThat(home.resolve("sub/a.txt")).exists();
        });
    }

    /** Its names with a dot are not listed, and nothing says that they are there until somebody asks. */
    @Test
    void hiddenFilesAreAskedForOnWhicheverSideTheServerIs() throws Exception {
        script.file("/tree/.x", bytes("x"), TIME).on("MLSD /tree").sendsData("");
        local().write(".x", "x", TIME);
        play((server, remote) -> {
            Mirror backward = Mirror.both(remote, Tree.local(home), elsewhere.resolve("state"))
                    .build();
            SyncResult result = engine.run(backward);
            assertThat(result.isComplete()).isTrue();
            assertThat(result.skipped()).isEqualTo(1);
        });
    }

    /** The file was written after the run, and its listing tells the same minute and size as before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChangeWithinTheMinuteOfTheLastRunIsSeenAllTheSame(boolean longAgo) throws Exception {
        Instant now = Instant.now();
        Instant minute = (longAgo ? now.minus(Duration.ofDays(3)) : now).truncatedTo(ChronoUnit.MINUTES);
        String listed = DateTimeFormatter.ofPattern("'-rw-r--r--   1 ftp ftp 3 'MMM dd HH:mm' f1'", Locale.ROOT)
                .format(minute.atOffset(ZoneOffset.UTC));
        script.lacks("MLST", "MLSD")
                .features("MDTM", "SIZE", "MFMT")
                .file("/tree/f1", bytes("111"), minute)
                .on("LIST")
                .sendsLines(listed);
        play((server, remote) -> {
            assertThat(engine.run(both(remote).build()).downloaded()).containsExactly("f1");
            server.put("/tree/f1", bytes("222"));
            remote.client().call(session -> {
                session.setModified(RemotePath.of("/tree/f1"), minute.plusSeconds(1));
                return session;
            });
            assertThat(engine.run(both(remote).build()).downloaded()).hasSize(longAgo ? 0 : 1);
            Mirror exact =
                    both(remote).comparison(Comparison.SIZE_AND_EXACT_TIME).build();
            assertThat(engine.run(exact).downloaded()).hasSize(longAgo ? 1 : 0);
            assertThat(home.resolve("f1")).hasContent("222");
            assertThat(engine.run(exact).isUnchanged()).isTrue();
        });
    }

    @Test
    void whatIsWrittenWhileItsReplacementIsOnItsWayIsLeftAlone() throws Exception {
        script.file("/tree/a.txt", bytes("a"), TIME).file("/tree/b.txt", bytes("b"), TIME);
        play((server, remote) -> {
            assertThat(engine.run(both(remote).build()).downloaded()).hasSize(2);
            server.put("/tree/a.txt", bytes("theirs is new"));
            local().write("b.txt", "mine is new", TIME.plusSeconds(60));
            MirrorListener meanwhile = event -> {
                if (event instanceof MirrorEvent.Moving moving && moving.event() instanceof TransferEvent.Started) {
                    if (moving.step().name().equals("a.txt")) {
                        local().write("a.txt", "but so is mine", TIME.plusSeconds(90));
                    } else {
                        server.put("/tree/b.txt", bytes("hers is newer"));
                    }
                }
            };

            SyncResult result = engine.run(both(remote).listener(meanwhile).build());

            assertThat(result.failed())
                    .extracting(Problem::reason)
                    .hasSize(2)
                    .allMatch(reason -> reason.contains("changed meanwhile"));
            assertThat(home.resolve("a.txt")).hasContent("but so is mine");
            assertThat(server.file("/tree/b.txt")).hasValue(bytes("hers is newer"));
            assertThat(engine.run(both(remote).build()).conflicts()).hasSize(2);
        });
    }
}
