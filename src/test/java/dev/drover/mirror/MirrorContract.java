package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mirror does with any server. */
abstract class MirrorContract {
    private static final AtomicInteger ROOTS = new AtomicInteger();

    private final Map<String, Integer> commands = new ConcurrentHashMap<>();
    private final MirrorEngine engine = new MirrorEngine(new TransferEngine());
    private SampleTree local;
    private RemoteTree remote;
    private Path onServer;
    private FtpClient client;

    /** A client of the server. */
    abstract FtpClient.Builder client();

    /** A directory as the server names it. */
    abstract String remote(String path);

    /** Where the server keeps it on this machine. */
    abstract Path onDisk(String path);

    /** Whether it knows SITE CHMOD, tells permissions, and lets its files have links beside them. */
    boolean isUnix() {
        return true;
    }

    /** Whether MLSD, where it is used, says what a link points at: one that may lead out of the tree is not followed. */
    boolean tellsWhereLinksLead() {
        return true;
    }

    @BeforeEach
    void setUp(@TempDir Path here) throws IOException {
        String name = "tree-" + ROOTS.incrementAndGet();
        client = client().listener(this::count).build();
        local = new SampleTree(Files.createDirectories(here.resolve("tree")));
        remote = Tree.remote(client, RemotePath.of(remote(name)));
        onServer = onDisk(name);
    }

    @AfterEach
    void tearDown() {
        client.close();
    }

    private void count(FtpEvent event) {
        if (event instanceof FtpEvent.CommandSent sent) {
            commands.merge(sent.command().verb(), 1, Integer::sum);
        }
    }

    private int sent(String verb) {
        return commands.getOrDefault(verb, 0);
    }

    private int listings() {
        return sent("MLSD") + sent("LIST");
    }

    private Mirror.Builder upload() {
        return Mirror.from(Tree.local(local.root()), remote).delete(true).maxDelete(DeleteLimit.NONE);
    }

    private Mirror.Builder download(Path to) {
        return Mirror.from(remote, Tree.local(to)).delete(true).maxDelete(DeleteLimit.NONE);
    }

    private void assertNothingMoves(Mirror mirror, long directories) throws IOException {
        commands.clear();
        SyncResult second = engine.run(mirror);
        assertThat(second.plan().steps()).isEmpty();
        assertThat(second.isUnchanged()).isTrue();
        assertThat(sent("STOR") + sent("RETR") + sent("DELE") + sent("RNFR") + sent("MKD"))
                .isZero();
        assertThat(listings()).isEqualTo((int) directories);
    }

    private static long directories(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            return paths.filter(Files::isDirectory).count();
        }
    }

    @Test
    void aTreeOfTwoThousandFilesChangedInEveryWayIsEqualAfterOneRunAndTheNextMovesNothing() throws IOException {
        local.fill(50, 40);
        SyncResult first = engine.run(upload().build());
        assertThat(first.failed()).isEmpty();
        assertThat(first.uploaded()).hasSize(2000);
        assertThat(SampleTree.differences(local.root(), onServer)).isEmpty();

        local.changeInEveryWay();
        SyncResult changed = engine.run(upload().build());
        assertThat(changed.failed()).isEmpty();
        assertThat(SampleTree.differences(local.root(), onServer)).isEmpty();
        assertThat(changed.skipped()).isGreaterThan(1700);

        assertNothingMoves(upload().build(), directories(local.root()));
        Mirror exact =
                upload().comparison(Comparison.SIZE_AND_EXACT_TIME).parallel(1).build();
        assertThat(engine.run(exact).uploaded()).isEmpty();
    }

    @Test
    void aChangeThatNoListingTellsIsSeenAndOtherFilesAreNotAskedFor() throws IOException {
        local.fill(3, 10);
        engine.run(upload().build());
        Instant time = SampleTree.TIMES[0];
        local.write("dir-01/File-02.txt", "one content", time);
        engine.run(upload().build());
        local.write("dir-01/File-02.txt", "new content", time.plusSeconds(2));
        commands.clear();

        SyncResult result = engine.run(upload().build());

        assertThat(result.uploaded()).containsExactly("dir-01/File-02.txt");
        assertThat(onServer.resolve("dir-01/File-02.txt")).hasContent("new content");
        assertThat(sent("MDTM")).isLessThan(10);
    }

    @Test
    void aServersTreeComesHereWithItsTimesAndTheNextRunMovesNothing(@TempDir Path other) throws IOException {
        local.fill(5, 6).write("odd/" + SampleTree.ODD_NAMES[4], "cjk", SampleTree.TIMES[2]);
        engine.run(upload().build());
        Path copy = other.resolve("copy");
        Files.createDirectories(copy.resolve("extra"));
        Files.writeString(copy.resolve("extra/old.txt"), "old");

        SyncResult result = engine.run(download(copy).build());

        assertThat(result.failed()).isEmpty();
        assertThat(result.downloaded()).hasSize(31);
        assertThat(result.deleted()).containsExactly("extra/old.txt", "extra");
        assertThat(SampleTree.differences(local.root(), copy)).isEmpty();
        assertNothingMoves(download(copy).build(), directories(copy));
    }

    @Test
    void withoutTheTimesOfTheSourceTheSecondRunMovesNothingEither(@TempDir Path other) throws IOException {
        local.fill(2, 3);
        engine.run(upload().preserveTimes(false).build());
        assertThat(Files.getLastModifiedTime(onServer.resolve("dir-00/File-00.txt"))
                        .toInstant())
                .isAfter(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(engine.run(upload().preserveTimes(false).build()).isUnchanged())
                .isTrue();
        engine.run(download(other).preserveTimes(false).build());
        assertThat(engine.run(download(other).preserveTimes(false).build()).isUnchanged())
                .isTrue();
    }

    @Test
    void fractionsOfSecondsAreNoChange(@TempDir Path other) throws IOException {
        local.write("fraction.txt", "written within a second", Instant.parse("2026-05-05T05:05:05.678901Z"));
        engine.run(upload().build());
        assertThat(engine.run(upload().build()).plan().steps()).isEmpty();
        engine.run(download(other).build());
        assertThat(engine.run(download(other).build()).plan().steps()).isEmpty();
    }

    @Test
    void aTreeGoesFromServerToServer() throws IOException {
        local.fill(3, 4);
        engine.run(upload().build());
        String name = "relayed-" + ROOTS.incrementAndGet();
        RemoteTree target = Tree.remote(client, RemotePath.of(remote(name)));

        SyncResult result = engine.run(Mirror.from(remote, target).build());

        assertThat(result.failed()).isEmpty();
        assertThat(SampleTree.differences(local.root(), onDisk(name))).isEmpty();
        assertThat(engine.run(Mirror.from(remote, target).build()).isUnchanged())
                .isTrue();
    }

    @Test
    void bothWaysEachSideGetsWhatChangedInTheOther(@TempDir Path state) throws IOException {
        Mirror both = Mirror.both(Tree.local(local.root()), remote, state.resolve("state"))
                .maxDelete(DeleteLimit.NONE)
                .build();
        local.fill(3, 5);
        assertThat(engine.run(both).failed()).isEmpty();
        Path other = Files.createDirectories(state.resolve("other"));
        engine.run(download(other).build());

        SampleTree theirs = new SampleTree(other);
        Instant now = Instant.parse("2024-09-09T09:09:09Z");
        theirs.write("dir-00/File-00.txt", "changed there", now);
        theirs.write("dir-00/new-there.txt", "new there", now);
        Files.delete(other.resolve("dir-00/File-01.txt"));
        theirs.write("dir-01/File-00.txt", "changed there, and here", now);
        engine.run(Mirror.from(Tree.local(other), remote)
                .delete(true)
                .maxDelete(DeleteLimit.NONE)
                .build());
        local.write("dir-02/File-00.txt", "changed here", now);
        local.write("new-here/a.txt", "new here", now);
        Files.delete(local.root().resolve("dir-02/File-01.txt"));
        local.write("dir-01/File-00.txt", "changed here, and there!", now);

        SyncResult result = engine.run(both);

        assertThat(result.failed()).isEmpty();
        assertThat(result.conflicts()).singleElement().satisfies(conflict -> assertThat(conflict.path())
                .hasToString("dir-01/File-00.txt"));
        assertThat(local.root().resolve("dir-01/File-00.txt")).hasContent("changed here, and there!");
        assertThat(onServer.resolve("dir-01/File-00.txt")).hasContent("changed there, and here");
        assertThat(result.uploaded()).containsExactlyInAnyOrder("dir-02/File-00.txt", "new-here/a.txt");
        assertThat(result.downloaded()).containsExactlyInAnyOrder("dir-00/File-00.txt", "dir-00/new-there.txt");
        assertThat(result.deleted()).containsExactlyInAnyOrder("dir-00/File-01.txt", "dir-02/File-01.txt");
        Map<String, String> here = SampleTree.state(local.root());
        Map<String, String> there = SampleTree.state(onServer);
        here.remove("dir-01/File-00.txt");
        there.remove("dir-01/File-00.txt");
        assertThat(there).isEqualTo(here);

        SyncResult again = engine.run(both);
        assertThat(again.plan().steps()).isEmpty();
        assertThat(again.conflicts()).hasSize(1);
    }

    /** Two people write the same number of bytes within a second; and each copied the tree before by other means. */
    @Test
    void bothWaysWhatHasOneSizeIsComparedByItsContent(@TempDir Path state) throws IOException {
        Mirror both = Mirror.both(Tree.local(local.root()), remote, state.resolve("state"))
                .build();
        local.write("copied.txt", "the same", SampleTree.TIMES[0]);
        local.write("differs.txt", "mine", SampleTree.TIMES[1]);
        SampleTree theirs = new SampleTree(onServer);
        theirs.write("copied.txt", "the same", SampleTree.TIMES[2]);
        theirs.write("differs.txt", "hers", SampleTree.TIMES[1]);

        SyncResult first = engine.run(both);
        assertThat(first.conflicts()).extracting(Problem::path).containsExactly("differs.txt");
        assertThat(first.plan().compared()).isEqualTo(2);
        assertThat(first.isUnchanged()).isTrue();

        theirs.write("differs.txt", "mine", SampleTree.TIMES[3]);
        assertThat(engine.run(both).isComplete()).isTrue();
        assertThat(engine.run(both).plan().compared()).isZero();

        local.write("copied.txt", "new here", SampleTree.TIMES[4]);
        theirs.write("copied.txt", "new thre", SampleTree.TIMES[4]);
        assertThat(engine.run(both).conflicts()).extracting(Problem::path).containsExactly("copied.txt");
        local.write("copied.txt", "newest", SampleTree.TIMES[4].plusSeconds(300));
        assertThat(engine.run(both).conflicts()).hasSize(1);
        assertThat(onServer.resolve("copied.txt")).hasContent("new thre");
    }

    @Test
    void permissionsGoWithTheirFilesWhenAsked(@TempDir Path other) throws IOException {
        assumeThat(isUnix()).isTrue();
        local.write("run.sh", "run", SampleTree.TIMES[0]);
        local.write("secret.txt", "secret", SampleTree.TIMES[1]);
        Files.setPosixFilePermissions(local.root().resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.setPosixFilePermissions(local.root().resolve("secret.txt"), PosixFilePermissions.fromString("rw-------"));

        assertThat(engine.run(upload().preserveModes(true).build()).failed()).isEmpty();
        assertThat(permissions(onServer.resolve("run.sh"))).isEqualTo("rwxr-x---");
        assertThat(permissions(onServer.resolve("secret.txt"))).isEqualTo("rw-------");

        assertThat(engine.run(download(other).preserveModes(true).build()).failed())
                .isEmpty();
        assertThat(permissions(other.resolve("run.sh"))).isEqualTo("rwxr-x---");
        assertThat(permissions(other.resolve("secret.txt"))).isEqualTo("rw-------");
        assertThat(engine.run(upload().preserveModes(true).build()).isUnchanged())
                .isTrue();
    }

    @Test
    void linksOnTheServerArePassedOverOrToldOrFollowed(@TempDir Path other) throws IOException {
        assumeThat(isUnix()).isTrue();
        local.write("real/file.txt", "content", SampleTree.TIMES[0]);
        engine.run(upload().build());
        Files.createSymbolicLink(onServer.resolve("link.txt"), Path.of("real/file.txt"));
        Files.createSymbolicLink(onServer.resolve("broken.txt"), Path.of("nowhere"));
        Files.createDirectories(other);
        Files.writeString(other.resolve("link.txt"), "was here before");

        SyncResult skipped = engine.run(download(other).build());
        assertThat(skipped.failed()).isEmpty();
        assertThat(skipped.refused()).isEmpty();
        assertThat(other.resolve("link.txt")).hasContent("was here before");
        assertThat(other.resolve("real/file.txt")).hasContent("content");

        SyncResult told = engine.run(download(other).links(Links.REPORT).build());
        // ProFTPD does not list links that lead nowhere.
        assertThat(told.refused())
                .extracting(Problem::path)
                .contains("link.txt")
                .isSubsetOf("link.txt", "broken.txt");
        assertThat(other.resolve("link.txt")).hasContent("was here before");

        Files.delete(other.resolve("link.txt"));
        SyncResult followed = engine.run(download(other).links(Links.FOLLOW).build());
        assertThat(followed.failed()).isEmpty();
        if (!tellsWhereLinksLead()) {
            assertThat(followed.refused())
                    .filteredOn(problem -> problem.path().equals("link.txt"))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.reason()).contains("mlsd=false"));
            try (FtpClient listing = client().useMlsd(false).build()) {
                RemoteTree again = Tree.remote(listing, remote.root());
                followed = engine.run(Mirror.from(again, Tree.local(other))
                        .links(Links.FOLLOW)
                        .build());
            }
        }
        assertThat(followed.refused()).extracting(Problem::path).doesNotContain("link.txt");
        assertThat(other.resolve("link.txt")).hasContent("content").isRegularFile();
        assertThat(Files.isSymbolicLink(other.resolve("link.txt"))).isFalse();
    }

    @Test
    void whatMayNotBeReadIsToldAndNothingIsDeletedThen(@TempDir Path other) throws IOException {
        assumeThat(isUnix()).isTrue();
        local.write("open.txt", "open", SampleTree.TIMES[0]);
        local.write("shut.txt", "shut", SampleTree.TIMES[1]);
        engine.run(upload().build());
        Files.setPosixFilePermissions(onServer.resolve("shut.txt"), PosixFilePermissions.fromString("---------"));
        Files.createDirectories(other);
        Files.writeString(other.resolve("extra.txt"), "extra");

        SyncResult result = engine.run(download(other).build());

        assertThat(result.failed()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("shut.txt");
            assertThat(problem.reason()).contains("550");
        });
        assertThat(other.resolve("open.txt")).hasContent("open");
        assertThat(other.resolve("extra.txt")).exists();
        assertThat(result.deletesWithheld()).isEqualTo(1);
        try (var names = Files.list(other)) {
            assertThat(names.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("open.txt", "extra.txt");
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
