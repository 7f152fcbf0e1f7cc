package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories with all that is below them, and listings that come another way. */
class TreeScriptTest extends ScriptCase {
    private static final RemotePath TOP = RemotePath.of("/top");

    private static FtpScript tree() {
        return FtpScript.server()
                .file("/top/a.txt", "a")
                .file("/top/sub/b.csv", "bb")
                .file("/top/sub/deep/c.txt", "ccc")
                .directory("/top/void")
                .file("/other", "x");
    }

    @Test
    void aWalkTellsADirectoryBeforeWhatIsInIt() throws Exception {
        session(tree(), (server, session) -> {
            List<String> seen = new ArrayList<>();
            Walk walk = session.walk(TOP);
            while (walk.hasNext()) {
                RemoteEntry entry = walk.next();
                seen.add(entry.path().toString());
                if (entry.isFile()) {
                    // Between two entries the session is free.
                    assertThat(session.downloadBytes(entry.path(), 10)).isNotEmpty();
                }
            }
            assertThat(seen)
                    .containsExactly(
                            "/top/a.txt",
                            "/top/sub",
                            "/top/sub/b.csv",
                            "/top/sub/deep",
                            "/top/sub/deep/c.txt",
                            "/top/void");
            assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
        });
    }

    @Test
    void whatPassesTheTestIsFound() throws Exception {
        session(tree(), (server, session) -> assertThat(
                        session.find(TOP, entry -> entry.name().endsWith(".txt")))
                .extracting(RemoteEntry::path)
                .containsExactly(path("/top/a.txt"), path("/top/sub/deep/c.txt")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.csv|/in/a.csv",
                "2026/*.csv|/in/2026/b.csv",
                "20*/*/*.csv|/in/2025/x/c.csv",
                "**/*.csv|/in/a.csv,/in/2025/x/c.csv,/in/2026/b.csv",
                "2025/**|/in/2025,/in/2025/x,/in/2025/x/c.csv",
                "{a,z}.csv|/in/a.csv",
                "a.csv|/in/a.csv",
                "none/*|''"
            })
    void aPatternIsFollowedWhereItLeads(String pattern, String found) throws Exception {
        FtpScript script = FtpScript.server()
                .file("/in/a.csv", "1")
                .file("/in/b.txt", "1")
                .file("/in/2025/x/c.csv", "1")
                .file("/in/2026/b.csv", "1");
        session(script, (server, session) -> assertThat(session.glob(path("/in"), pattern))
                .extracting(entry -> entry.path().toString())
                .containsExactlyInAnyOrder(found.isEmpty() ? new String[0] : found.split(",")));
    }

    @Test
    void whereAPatternCannotLeadNothingIsListed() throws Exception {
        FtpScript script = FtpScript.server().file("/in/a.csv", "1").file("/in/deep/b.csv", "1");
        session(script, (server, session) -> {
            session.glob(path("/in"), "*.csv");
            assertThat(server.commands()).contains("MLSD /in").doesNotContain("MLSD /in/deep");
            assertThatThrownBy(() -> session.glob(path("/in"), "{a")).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void linksAreToldAndNotFollowed() throws Exception {
        FtpScript script = tree().on("MLSD /top").sendsLines("type=OS.unix=slink:/top; loop", "type=file;size=1; f");
        session(script, (server, session) -> assertThat(session.find(TOP, e -> true))
                .extracting(RemoteEntry::name)
                .containsExactly("loop", "f"));
    }

    @Test
    void aLoopThatIsToldByItsNumberIsWalkedOnce() throws Exception {
        FtpScript script = tree().on("MLSD").sendsLines("type=dir;unique=8g1; again");
        session(script, (server, session) -> assertThat(session.find(TOP, e -> true))
                .hasSize(2));
    }

    @Test
    void aLoopThatIsNotToldEndsAllTheSame() throws Exception {
        FtpScript script = tree().on("MLSD").sendsLines("type=dir; again");
        session(script, (server, session) -> assertThat(
                        failure(FtpListingException.class, () -> session.find(TOP, e -> true)))
                .hasMessageContaining("loop"));
    }

    @Test
    void aWalkThatIsRefusedADirectoryIsNoWalk() throws Exception {
        session(
                tree().on("MLSD /top/sub", "550 Denied"),
                (server, session) -> failure(FtpReplyException.class, () -> session.find(TOP, e -> true)));
    }

    @Test
    void aTreeIsDeletedFromTheBottomUp() throws Exception {
        session(tree(), (server, session) -> {
            assertThat(session.deleteTree(TOP)).isEqualTo(3);

            assertThat(server.isDirectory("/top")).isFalse();
            assertThat(server.file("/other")).isPresent();
        });
    }

    @Test
    void aLinkIsDeletedAndNotWhatItPointsTo() throws Exception {
        FtpScript script = tree().on("MLSD /top/void")
                .sendsLines("type=OS.unix=slink:/top; link")
                .on("DELE /top/void/link", "250 gone");
        session(script, (server, session) -> {
            session.deleteTree(path("/top/void"));

            assertThat(server.commands()).contains("DELE /top/void/link", "RMD /top/void");
            assertThat(server.file("/top/a.txt")).isPresent();
        });
    }

    @Test
    void nothingIsDeletedWhenTheTreeCannotBeListed() throws Exception {
        session(tree().on("MLSD /top/sub/deep", "550 Denied"), (server, session) -> {
            failure(FtpReplyException.class, () -> session.deleteTree(TOP));

            assertThat(server.commands()).noneMatch(c -> c.startsWith("DELE") || c.startsWith("RMD"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", ".", "./", "//", "/top/..", "..", "/./"})
    void aWholeServerIsNotDeletedByMistake(String root) throws Exception {
        session(tree(), (server, session) -> {
            int before = server.commands().size();
            assertThatThrownBy(() -> session.deleteTree(path(root))).isInstanceOf(IllegalArgumentException.class);
            assertThat(server.commands()).hasSize(before);
        });
    }

    @Test
    void aListingComesOverTheControlConnectionToo() throws Exception {
        FtpScript script = tree().on(
                        "STAT /top",
                        "213-status of /top:",
                        "total 8",
                        "-rw-r--r--   1 u g    1 May  6  2024 a.txt",
                        "drwxr-xr-x   2 u g 4096 May  6  2024 sub",
                        "213 End of status");
        session(script, (server, session) -> {
            assertThat(session.listByStat(TOP))
                    .extracting(RemoteEntry::path)
                    .containsExactly(path("/top/a.txt"), path("/top/sub"));
            assertThat(server.dataConnectionsAccepted()).isZero();
        });
    }

    @Test
    void theStatusOfAFileIsNoDirectoryThatHoldsItself() throws Exception {
        FtpScript script = tree().on(
                        "STAT /top/a.txt",
                        "213-status of /top/a.txt:",
                        "-rw-r--r--   1 u g    1 May  6  2024 a.txt",
                        "213 End of status");
        session(script, (server, session) -> {
            failure(FtpReplyException.class, () -> session.listByStat(TOP.resolve("a.txt")));
            assertThat(session.exists(TOP.resolve("a.txt"))).isTrue();
        });
    }

    @Test
    void aNameInAStatusThatIsNoTextIsSentBackByteForByte() throws Exception {
        FtpScript script = tree().charset(StandardCharsets.ISO_8859_1)
                .on(
                        "STAT /top",
                        "213-status:",
                        "-rw-r--r--   1 u g    1 May  6  2024 caf\u00c3\u00a9",
                        "-rw-r--r--   1 u g    1 May  6  2024 caf\u00e9",
                        "213 End")
                .on("DELE", "250 gone");
        session(script, (server, session) -> {
            for (RemoteEntry entry : session.listByStat(TOP)) {
                session.delete(entry.path());
            }
            assertThat(server.commands()).containsSubsequence("DELE /top/caf\u00c3\u00a9", "DELE /top/caf\u00e9");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 no", "450 no", "211 Not a word of a listing", "213-st|what is this|213 End"})
    void aStatusThatIsNoListingIsNone(String replies) throws Exception {
        session(tree().on("STAT /none", replies.split("\\|")), (server, session) -> assertThatThrownBy(
                        () -> session.listByStat(path("/none")))
                .isInstanceOfAny(FtpReplyException.class, FtpListingException.class));
    }

    @Test
    void theZoneOfAListingIsMeasured() throws Exception {
        FtpScript script = FtpScript.server()
                .file("/in/f", bytes("x"), Instant.parse("2024-05-06T07:08:09Z"))
                .on("LIST")
                .sendsLines("drwxr-xr-x 2 u g 4096 May  6 09:08 d", "-rw-r--r-- 1 u g 1 2024-05-06 09:08 f");
        session(script, (server, session) -> assertThat(session.measureZone(path("/in")))
                .hasValue(ZoneOffset.ofHours(2)));
    }

    @Test
    void theZoneIsMeasuredByTheNewestFile() throws Exception {
        FtpScript script = FtpScript.server()
                .file("/in/summer", bytes("x"), Instant.parse("2024-07-06T07:08:09Z"))
                .file("/in/winter", bytes("x"), Instant.parse("2024-12-06T07:08:09Z"))
                .file("/in/spring", bytes("x"), Instant.parse("2024-05-06T07:08:09Z"))
                .on("LIST")
                .sendsLines(
                        "-rw-r--r-- 1 u g 1 2024-07-06 09:08 summer",
                        "-rw-r--r-- 1 u g 1 2024-12-06 08:08 winter",
                        "-rw-r--r-- 1 u g 1 2024-05-06 09:08 spring");
        session(script, (server, session) -> {
            assertThat(session.measureZone(path("/in"))).hasValue(ZoneOffset.ofHours(1));
            assertThat(server.commands()).filteredOn(c -> c.startsWith("MDTM")).containsExactly("MDTM /in/winter");
        });
    }

    @Test
    void theZoneOfADirectoryThatLooksLikeAnOptionIsMeasuredFromInside() throws Exception {
        FtpScript script = FtpScript.server()
                .file("/-in [1]/f", bytes("x"), Instant.parse("2024-05-06T07:08:09Z"))
                .on("LIST")
                .sendsLines("-rw-r--r-- 1 u g 1 2024-05-06 09:08 f");
        session(script, (server, session) -> {
            assertThat(session.measureZone(path("-in [1]"))).hasValue(ZoneOffset.ofHours(2));
            assertThat(server.commands()).containsSubsequence("CWD -in [1]", "LIST", "CWD /");
        });
    }

    @Test
    void withoutAFileToAskForTheZoneIsNotKnown() throws Exception {
        session(FtpScript.server().directory("/in"), (server, session) -> assertThat(session.measureZone(path("/in")))
                .isEmpty());
    }
}
