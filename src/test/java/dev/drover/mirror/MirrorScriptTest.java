package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.Location;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults and limits of a server: what a mirror makes of them, and what it must not do. */
class MirrorScriptTest extends ScriptedTree {
    private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

    private Mirror.Builder up(RemoteTree remote) {
        return Mirror.from(Tree.local(home), remote)
                .delete(true)
                .maxDelete(DeleteLimit.NONE)
                .parallel(2)
                .retry(RetryPolicy.NONE);
    }

    private Mirror.Builder down(RemoteTree remote) {
        return Mirror.from(remote, Tree.local(home))
                .delete(true)
                .maxDelete(DeleteLimit.NONE)
                .retry(RetryPolicy.NONE);
    }

    private static long count(ScriptedServer server, String verb) {
        return server.commands().stream()
                .filter(line -> line.equals(verb) || line.startsWith(verb + " "))
                .count();
    }

    private static void assertNothingIsDeletedOn(ScriptedServer server) {
        assertThat(count(server, "DELE") + count(server, "RMD")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "426", "cut", "garbage"})
    void aListingOfTheTargetThatBreaksHalfWayDeletesNothing(String fault) throws Exception {
        local().write("a.txt", "a", TIME);
        String half = "type=file;size=1;modify=20240506070809; one.txt\r\ntype=file;size=1;mod";
        script.file("/tree/sub/one.txt", "1").file("/tree/sub/two.txt", "2").file("/tree/old.txt", "old");
        script.on("MLSD /tree/sub").sendsData(half);
        switch (fault) {
            case "reset" -> script.resetsData(60).closesControl();
            case "426" -> script.thenReplies("426 Data connection broken.");
            case "cut" -> script.closesDataEarly(60).closesControl();
            default -> script.sendsData("type=file;size=1;modify=20240506070809; one.txt\r\nrubbish\r\n");
        }
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).build());
            assertThat(result.isComplete()).isFalse();
            assertThat(result.failed()).singleElement().satisfies(problem -> assertThat(problem.path())
                    .hasToString("sub"));
            assertThat(result.deleted()).isEmpty();
            assertThat(result.deletesWithheld()).isPositive();
            assertThat(result.uploaded()).containsExactly("a.txt");
            assertNothingIsDeletedOn(server);
            assertThat(server.file("/tree/old.txt")).isPresent();
        });
    }

    @Test
    void aLinkThatTheServerShowsAsADirectoryAndThatLeadsBackIsLeftAlone() throws Exception {
        String a = "type=file;size=1;modify=20240506070809;unique=801g3; a.txt";
        script.file("/tree/a.txt", "1").file("/tree/sub/a.txt", "1");
        script.on("MLST /tree", "250-Listing", " type=dir;unique=801g1; /tree", "250 End");
        script.on("MLSD /tree").sendsLines(a, "type=dir;unique=801g2; sub", "type=dir;unique=801g1; loop");
        script.on("MLSD /tree/sub").sendsLines(a, "type=dir;unique=801g1; up", "type=dir;unique=801g2; same");
        play((server, remote) -> {
            SyncResult result = engine.run(down(remote).build());
            assertThat(result.refused())
                    .extracting(Problem::toString)
                    .containsExactlyInAnyOrder(
                            "loop: it leads back to a directory that it lies in",
                            "sub/up: it leads back to a directory that it lies in",
                            "sub/same: it leads back to a directory that it lies in");
            assertThat(result.downloaded()).containsExactlyInAnyOrder("a.txt", "sub/a.txt");
            assertThat(count(server, "MLSD")).isEqualTo(2);
        });
    }

    @Test
    void aListingOfTheSourceThatBreaksHalfWayDeletesNothingHere() throws Exception {
        local().write("sub/one.txt", "1", TIME);
        local().write("sub/two.txt", "2", TIME);
        local().write("extra.txt", "extra", TIME);
        script.file("/tree/sub/one.txt", "1").file("/tree/sub/two.txt", "2");
        script.on("MLSD /tree/sub").thenReplies("451 Disk error.");
        play((server, remote) -> {
            SyncResult result = engine.run(down(remote).build());
            assertThat(result.deleted()).isEmpty();
            assertThat(result.deletesWithheld()).isEqualTo(1);
            assertThat(home.resolve("sub/two.txt")).exists();
            assertThat(home.resolve("extra.txt")).exists();
        });
    }

    @Test
    void aSourceThatIsNotThereIsAnErrorAndNotAnEmptyTree() throws Exception {
        local().write("keep.txt", "keep", TIME);
        play((server, remote) -> {
            RemoteTree missing = Tree.remote(remote.client(), RemotePath.of("/missing"));
            assertThatThrownBy(() -> engine.run(down(missing).build()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not exist");
            assertThat(home.resolve("keep.txt")).exists();
        });
    }

    @Test
    void aBrokenTransferLeavesNothingUnderTheFinalNameAndNothingIsDeleted() throws Exception {
        local().write("big.bin", "x".repeat(200_000), TIME);
        local().write("small.txt", "small", TIME);
        script.file("/tree/old.txt", "old");
        script.on("SIZE .*", "550 none");
        script.once("STOR").closesDataEarly(1000).thenReplies("426 Broken.");
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).parallel(1).build());
            assertThat(result.failed()).singleElement().satisfies(problem -> assertThat(problem.path())
                    .hasToString("big.bin"));
            assertThat(result.uploaded()).containsExactly("small.txt");
            assertThat(server.file("/tree/big.bin")).isEmpty();
            assertThat(result.deletesWithheld()).isEqualTo(1);
            assertThat(server.file("/tree/old.txt")).isPresent();

            SyncResult second = engine.run(up(remote).build());
            assertThat(second.failed()).isEmpty();
            assertThat(second.deleted()).containsExactly("old.txt");
            assertThat(server.file("/tree/big.bin"))
                    .hasValue("x".repeat(200_000).getBytes(StandardCharsets.US_ASCII));
        });
    }

    @Test
    void theNextRunGoesOnWithTheHalfSentFile() throws Exception {
        local().write("big.bin", "0123456789".repeat(50_000), TIME);
        script.once("STOR").closesDataEarly(300_000).thenReplies("426 Broken.");
        play((server, remote) -> {
            assertThat(engine.run(up(remote).build()).failed()).hasSize(1);
            SyncResult second = engine.run(up(remote).build());
            assertThat(second.failed()).isEmpty();
            assertThat(second.bytes()).isLessThan(500_000);
            assertThat(count(server, "REST")).isEqualTo(1);
            assertThat(server.file("/tree/big.bin"))
                    .hasValue("0123456789".repeat(50_000).getBytes(StandardCharsets.US_ASCII));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatTheServerStoredUnderAnotherNameIsAProblemAndNothingIsDeleted(boolean keepsTimes) throws Exception {
        local().write("0 ", "zero", TIME);
        local().write("1", "one", TIME);
        script.file("/tree/0_", "zero").on("RNTO /tree/0 ", "250 Renamed.");
        if (!keepsTimes) {
            script.lacks("MFMT", "MFF", "SITE").features("MDTM", "MLST type*;size*;modify*;", "SIZE");
        }
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).build());
            assertThat(result.isComplete()).isFalse();
            assertThat(result.uploaded()).containsExactly("1");
            assertThat(result.failed()).singleElement().satisfies(problem -> assertThat(problem.reason())
                    .contains("not there under this name"));
            assertThat(result.deletesWithheld()).isEqualTo(1);
            assertNothingIsDeletedOn(server);
        });
    }

    /** As where the server also takes the old name for the new one in every command, and only its listing tells. */
    @Test
    void whatIsNewIsSeenInTheListingBeforeAnythingBesideItIsDeleted() throws Exception {
        local().write("long-name.txt", "long", TIME);
        script.file("/tree/long-n~1.txt", "long").file("/tree/old.txt", "old").directory("/tree/other");
        String shown = "type=file;size=4;modify=20240506070809; long-n~1.txt";
        script.on("MLSD /tree").sendsLines(shown, "type=file;size=3;modify=20240506070809; old.txt");
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).build());
            assertThat(result.failed()).singleElement().satisfies(problem -> assertThat(problem.path())
                    .isEqualTo("long-name.txt"));
            assertThat(result.deletesWithheld()).isEqualTo(2);
            assertNothingIsDeletedOn(server);
        });
    }

    @Test
    void aTimeThatIsRefusedToOneFileIsItsOwnProblemAndTheOthersKeepTheirs() throws Exception {
        for (int i = 0; i < 8; i++) {
            local().write("file-" + i, "x", TIME.minusSeconds(3600));
        }
        script.file("/tree/old.txt", "old")
                .on("MFMT 20240506060809 /tree/file-2", "550 utime(file-2): Permission denied");
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).parallel(1).build());
            assertThat(count(server, "MFMT")).isEqualTo(8);
            assertThat(result.uploaded()).hasSize(8);
            assertThat(result.failed()).singleElement().satisfies(problem -> {
                assertThat(problem.path()).isEqualTo("file-2");
                assertThat(problem.reason()).contains("without the modification time", "550 utime");
            });
            assertThat(result.deleted()).containsExactly("old.txt");
            assertThat(engine.run(up(remote).build()).uploaded()).containsExactly("file-2");
        });
    }

    @ParameterizedTest
    @CsvSource({"550 Permission denied., 5, 5", "500 What?, 1, 0", "502 Not here., 1, 0"})
    void timesAreGivenUpWhereTheServerRefusesThemToEveryFile(String reply, int tries, int problems) throws Exception {
        for (int i = 0; i < 8; i++) {
            local().write("file-" + i, "x", TIME);
        }
        script.on("MFMT", reply);
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).parallel(1).build());
            assertThat(result.uploaded()).hasSize(8);
            assertThat(count(server, "MFMT")).isEqualTo(tries);
            assertThat(result.failed()).hasSize(problems);
        });
    }

    @Test
    void partialFilesThatNobodyNeedsAreRemovedAfterAGoodRun() throws Exception {
        script.file("/tree/.gone.txt.mirror-00ff00ff.part", "half");
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).delete(false).build());
            assertThat(result.deleted()).isEmpty();
            assertThat(server.file("/tree/.gone.txt.mirror-00ff00ff.part")).isEmpty();
        });
    }

    @Test
    void aPlanOverTheLimitTouchesNothing() throws Exception {
        local().write("new.txt", "new", TIME);
        for (int i = 0; i < 20; i++) {
            script.file("/tree/old-" + i, "old");
        }
        play((server, remote) -> {
            Mirror mirror = up(remote).maxDelete(DeleteLimit.DEFAULT).build();
            assertThatThrownBy(() -> engine.run(mirror))
                    .isInstanceOf(MirrorRefusedException.class)
                    .hasMessageContaining("would delete 20 of the 20 files")
                    .hasMessageContaining("at most 2")
                    .hasMessageContaining("maxDelete, --max-delete");
            assertNothingIsDeletedOn(server);
            assertThat(count(server, "STOR")).isZero();
        });
    }

    @Test
    void aDryRunTellsThePlanAndSendsNothing() throws Exception {
        local().write("new.txt", "new", TIME);
        script.file("/tree/old.txt", "old");
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).dryRun(true).build());
            assertThat(result.dryRun()).isTrue();
            assertThat(result.isUnchanged()).isTrue();
            assertThat(result.plan().toString())
                    .contains("copy new.txt to the right (new, 3 bytes)", "delete old.txt")
                    .contains("1 to copy (3 bytes), 1 to delete, 0 unchanged");
            assertNothingIsDeletedOn(server);
            assertThat(count(server, "STOR")).isZero();
        });
    }

    @Test
    void whereTheServerKeepsNoTimesTheSecondRunMovesNothingAllTheSame() throws Exception {
        local().write("a.txt", "aaa", TIME.minus(90, ChronoUnit.DAYS));
        local().write("b.txt", "bbb", TIME.minus(80, ChronoUnit.DAYS));
        script.lacks("MFMT", "MFF", "SITE").features("MDTM", "MLST type*;size*;modify*;", "SIZE");
        play((server, remote) -> {
            assertThat(engine.run(up(remote).build()).uploaded()).hasSize(2);
            long stored = count(server, "STOR");

            assertThat(engine.run(up(remote).build()).isUnchanged()).isTrue();

            // One small file to find out that times are not kept; it is gone again.
            assertThat(count(server, "STOR")).isEqualTo(stored + 1);
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("DELE /tree/.clock."))
                    .hasSize(1);
            local().write("b.txt", "BBB", Instant.now().plus(1, ChronoUnit.HOURS));
            assertThat(engine.run(up(remote).build()).uploaded()).containsExactly("b.txt");
        });
    }

    @Test
    void theZoneOfAListingIsMeasuredOnce() throws Exception {
        Instant first = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        Instant second = first.minus(Duration.ofHours(30));
        local().write("a.txt", "aaa", first);
        local().write("b.txt", "bbb", second);
        script.lacks("MLST", "MLSD")
                .file("/tree/a.txt", "aaa".getBytes(StandardCharsets.US_ASCII), first)
                .file("/tree/b.txt", "bbb".getBytes(StandardCharsets.US_ASCII), second)
                .on("LIST")
                .sendsLines(line("a.txt", first), line("b.txt", second));
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).build());
            assertThat(result.isUnchanged()).isTrue();
            assertThat(result.skipped()).isEqualTo(2);
            assertThat(count(server, "MDTM")).isBetween(1L, 2L);
        });
    }

    /** As a server two hours ahead of UTC lists a file of three bytes. */
    private static String line(String name, Instant time) {
        String listed =
                DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ROOT).format(time.atOffset(ZoneOffset.ofHours(2)));
        return "-rw-r--r--   1 ftp ftp 3 " + listed + " " + name;
    }

    @Test
    void namesThatWouldLeadOutOfOurTreeAreRefusedAndReported() throws Exception {
        script.on("MLSD /tree")
                .sendsLines(
                        "type=file;size=1;modify=20240506070809; back\\slash.txt",
                        "type=file;size=3;modify=20240506070809; good.txt")
                .file("/tree/good.txt", "yes");
        play((server, remote) -> {
            SyncResult result = engine.run(down(remote).delete(false).build());
            assertThat(result.downloaded()).containsExactly("good.txt");
            assertThat(result.refused()).hasSize(1);
            assertThat(home.resolve("good.txt")).hasContent("yes");
        });
    }

    @Test
    void hiddenFilesAreAskedForWhereTheListingLeavesThemOut() throws Exception {
        local().write(".hidden", "h", TIME);
        local().write(".deep/.er", "h", TIME);
        script.file("/tree/.hidden", "h".getBytes(StandardCharsets.US_ASCII), TIME)
                .file("/tree/.deep/.er", "h".getBytes(StandardCharsets.US_ASCII), TIME)
                .on("MLSD")
                .sendsData("");
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).build());
            assertThat(result.isUnchanged()).isTrue();
            assertThat(result.skipped()).isEqualTo(2);
        });
    }

    @Test
    void checksumsSeeAChangeThatKeepsSizeAndTime() throws Exception {
        local().write("a.txt", "new", TIME);
        local().write("same.txt", "same", TIME);
        script.file("/tree/a.txt", "old".getBytes(StandardCharsets.US_ASCII), TIME)
                .file("/tree/same.txt", "same".getBytes(StandardCharsets.US_ASCII), TIME)
                .features("MLST type*;size*;modify*;", "MFMT", "SIZE", "XSHA256")
                .on("XSHA256 /tree/a.txt", "250 " + sha256("old"))
                .on("XSHA256 /tree/same.txt", "250 " + sha256("same"));
        play((server, remote) -> {
            assertThat(engine.run(up(remote).build()).isUnchanged()).isTrue();
            SyncResult result =
                    engine.run(up(remote).comparison(Comparison.CHECKSUM).build());
            assertThat(result.uploaded()).containsExactly("a.txt");
        });
    }

    @Test
    void aServerWithoutDigestsCannotBeComparedByChecksum() throws Exception {
        local().write("a.txt", "new", TIME);
        script.file("/tree/a.txt", "old");
        play((server, remote) -> assertThatThrownBy(() ->
                        engine.run(up(remote).comparison(Comparison.CHECKSUM).build()))
                .hasMessageContaining("offer no digest in common"));
    }

    @Test
    void aLinkThatLeadsUpwardsOrOutIsNeverFollowed() throws Exception {
        Path outside = Files.createTempDirectory("drover-outside");
        Files.writeString(outside.resolve("secret.txt"), "secret");
        local().write("real/file.txt", "file", TIME);
        Files.createSymbolicLink(home.resolve("out"), outside);
        Files.createSymbolicLink(home.resolve("real/loop"), home);
        Files.createSymbolicLink(home.resolve("alias"), home.resolve("real"));
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote).links(Links.FOLLOW).build());
            assertThat(result.uploaded()).containsExactlyInAnyOrder("real/file.txt", "alias/file.txt");
            assertThat(result.refused())
                    .extracting(Problem::path)
                    .containsExactlyInAnyOrder("out", "real/loop", "alias/loop");
            SyncResult skipping =
                    engine.run(up(remote).links(Links.SKIP).delete(false).build());
            assertThat(skipping.refused()).isEmpty();
            assertThat(skipping.isUnchanged()).isTrue();
        });
        SampleTree.deleteAll(outside);
    }

    @Test
    void aCancelledMirrorEndsAndDeletesNothing() throws Exception {
        for (int i = 0; i < 10; i++) {
            local().write("file-" + i, "x", TIME);
        }
        script.file("/tree/old.txt", "old");
        Cancellation cancellation = new Cancellation();
        MirrorListener afterTheFirst = event -> {
            if (event instanceof MirrorEvent.StepDone) {
                cancellation.cancel();
            }
        };
        play((server, remote) -> {
            SyncResult result = engine.run(up(remote)
                    .parallel(1)
                    .cancellation(cancellation)
                    .listener(afterTheFirst)
                    .build());
            assertThat(result.uploaded()).hasSize(1);
            assertThat(result.failed()).hasSize(9);
            assertThat(server.file("/tree/old.txt")).isPresent();
        });
    }

    @Test
    void whatChangesThereWhileATwoWayMirrorRunsIsLeftAlone(@TempDir Path state) throws Exception {
        local().write("changed.txt", "one", TIME);
        local().write("deleted.txt", "two", TIME);
        play((server, remote) -> {
            Mirror.Builder both = Mirror.both(Tree.local(home), remote, state.resolve("state"))
                    .maxDelete(DeleteLimit.NONE)
                    .retry(RetryPolicy.NONE);
            assertThat(engine.run(both.build()).failed()).isEmpty();
            local().write("changed.txt", "three", TIME.plusSeconds(60));
            Files.delete(home.resolve("deleted.txt"));
            MirrorListener meanwhile = event -> {
                if (event instanceof MirrorEvent.Planned) {
                    server.put("/tree/changed.txt", "theirs is newer".getBytes(StandardCharsets.US_ASCII));
                    server.put("/tree/deleted.txt", "still needed".getBytes(StandardCharsets.US_ASCII));
                }
            };

            SyncResult result = engine.run(both.listener(meanwhile).build());

            assertThat(result.failed()).singleElement().satisfies(problem -> assertThat(problem.reason())
                    .contains("changed meanwhile"));
            assertThat(result.deletesWithheld()).isEqualTo(1);
            assertThat(server.file("/tree/changed.txt"))
                    .hasValue("theirs is newer".getBytes(StandardCharsets.US_ASCII));
            SyncResult next = engine.run(both.listener(MirrorListener.NONE).build());
            assertThat(next.conflicts())
                    .extracting(Problem::path)
                    .containsExactlyInAnyOrder("changed.txt", "deleted.txt");
            assertThat(server.file("/tree/deleted.txt")).hasValue("still needed".getBytes(StandardCharsets.US_ASCII));
        });
    }

    /** What both wrote within the minute, or the day, that the listing tells. */
    @ParameterizedTest
    @ValueSource(strings = {"minutes", "days"})
    void whatBothSidesWroteWhileTheListingTellsTheSameTimeIsAConflict(String told, @TempDir Path state)
            throws Exception {
        Instant day = told.equals("days")
                ? Instant.parse("2024-05-06T00:00:00Z")
                : Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.HOURS);
        String listed = told.equals("days")
                ? "-rw-r--r--   1 ftp ftp 3 May  6  2024 f1"
                : DateTimeFormatter.ofPattern("'-rw-r--r--   1 ftp ftp 3 'MMM dd HH:mm' f1'", Locale.ROOT)
                        .format(day.atOffset(ZoneOffset.UTC));
        script.lacks("MLST", "MLSD")
                .features("MDTM", "SIZE", "MFMT")
                .file("/tree/f1", "111".getBytes(StandardCharsets.US_ASCII), day)
                .on("LIST")
                .sendsLines(listed);
        local().write("f1", "222", day.plusSeconds(20));
        play((server, remote) -> {
            Mirror both = Mirror.both(Tree.local(home), remote, state.resolve("state"))
                    .maxDelete(DeleteLimit.NONE)
                    .retry(RetryPolicy.NONE)
                    .build();
            assertThat(engine.run(both).conflicts()).extracting(Problem::path).containsExactly("f1");

            local().write("f1", "111", day);
            assertThat(engine.run(both).skipped()).isEqualTo(1);
            long asked = count(server, "MDTM");
            SyncResult unchanged = engine.run(both);
            assertThat(unchanged.skipped()).isEqualTo(1);
            assertThat(count(server, "MDTM") - asked).isLessThanOrEqualTo(1);

            server.put("/tree/f1", "R11".getBytes(StandardCharsets.US_ASCII));
            local().write("f1", "111 and more", day.plusSeconds(40));
            SyncResult overwriting = engine.run(both);
            assertThat(overwriting.conflicts()).extracting(Problem::path).containsExactly("f1");
            assertThat(count(server, "STOR")).isZero();
            assertThat(server.file("/tree/f1")).hasValue("R11".getBytes(StandardCharsets.US_ASCII));

            Files.delete(home.resolve("f1"));
            assertThat(engine.run(both).conflicts()).hasSize(1);
            assertNothingIsDeletedOn(server);
        });
    }

    @Test
    void aTreeIsFoundThroughTheLocationOfAnEndpointAndStaysInsideOfIt() throws Exception {
        local().write("sub/a.txt", "a", TIME);
        Path outside = Files.createTempDirectory("drover-outside");
        Files.createSymbolicLink(home.resolve("out"), outside);
        play((server, remote) -> {
            Tree sub = Tree.at(Location.local(home, RelativePath.of("sub")));
            Tree there = Tree.at(Location.remote(remote.client(), remote.root()));
            assertThat(engine.run(Mirror.from(sub, there).build()).uploaded()).containsExactly("a.txt");
            assertThatThrownBy(() -> Tree.at(Location.local(home, RelativePath.of("out/deeper"))))
                    .isInstanceOf(PathRefusedException.class)
                    .hasMessageContaining("leads out of");
        });
        SampleTree.deleteAll(outside);
    }

    @Test
    void theListenerHearsTheRun() throws Exception {
        local().write("a.txt", "a", TIME);
        List<MirrorEvent> heard = new CopyOnWriteArrayList<>();
        play((server, remote) -> engine.run(up(remote).listener(heard::add).build()));
        assertThat(heard)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Scanned", "Scanned", "Planned", "Moving", "Moving", "StepDone", "Ended");
        assertThat(heard.get(4)).isInstanceOfSatisfying(MirrorEvent.Moving.class, moving -> assertThat(moving.event())
                .isInstanceOf(TransferEvent.Completed.class));
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
