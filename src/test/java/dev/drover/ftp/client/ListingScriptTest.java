package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing is complete, or an exception; a refused one is never an empty directory. */
class ListingScriptTest extends ScriptCase {
    private static final RemotePath IN = RemotePath.of("/in");

    private static FtpScript withMlsd() {
        return FtpScript.server().file("/in/a", "hello").file("/in/b", "other");
    }

    private static FtpScript withList() {
        return withMlsd().lacks("MLST", "MLSD");
    }

    private static void assertBothListed(FtpSession session) throws Exception {
        assertThat(session.list(IN)).extracting(RemoteEntry::path).containsExactly(path("/in/a"), path("/in/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 No such directory", "501 No", "550 Denied", "530 Log in", "425 No data"})
    void aRefusedListingIsNoEmptyDirectory(String refusal) throws Exception {
        session(withMlsd().on("MLSD", refusal), (server, session) -> assertThat(
                        failure(FtpReplyException.class, () -> session.list(IN)))
                .hasMessageContaining(refusal));
        session(withList().on("LIST", refusal), (server, session) -> assertThat(
                        failure(FtpReplyException.class, () -> session.list(IN)))
                .hasMessageContaining(refusal));
    }

    @Test
    void aListingThatFailsAtItsEndIsNoListing() throws Exception {
        FtpScript script = withList().once("LIST").sendsLines().thenReplies("450 No such directory");
        session(script, (server, session) -> {
            assertThat(failure(FtpTransferException.class, () -> session.list(IN))
                            .reply()
                            .orElseThrow()
                            .code())
                    .isEqualTo(450);
            assertBothListed(session);
        });
    }

    @Test
    void anErrorTextInPlaceOfAListingIsNoListing() throws Exception {
        FtpScript script = withList()
                .once("LIST")
                .sendsLines("/bin/ls: cannot access 'in': No such file or directory")
                .thenReplies("226 Transfer complete");
        session(script, (server, session) -> {
            assertThat(failure(FtpListingException.class, () -> session.list(IN)))
                    .hasMessageContaining("cannot access");
            if (session.isUsable()) {
                assertBothListed(session);
            }
        });
    }

    @Test
    void namesWithControlCharactersAreTakenWhenAskedFor() throws Exception {
        FtpScript odd = withMlsd().file("/in/c\td", "odd");
        session(odd, (server, session) -> {
            assertThat(failure(FtpListingException.class, () -> session.list(IN)))
                    .hasMessageContaining("control character")
                    .hasMessageContaining("rename that file on the server");
            List<RemotePath> paths = new ArrayList<>();
            try (Listing listing = session.openListing(IN).takingUnprintable()) {
                while (listing.hasNext()) {
                    paths.add(listing.next().path());
                }
            }
            assertThat(paths).containsExactlyInAnyOrder(path("/in/a"), path("/in/b"), path("/in/c\td"));
        });
        session(withMlsd().on("MLSD").sendsLines("type=file; ../c\td").thenReplies("226 Done"), (server, session) -> {
            Listing listing = session.openListing(IN).takingUnprintable();
            assertThat(failure(FtpListingException.class, listing::next)).hasMessageContaining("might lead out");
        });
    }

    @Test
    void aLineThatNoRuleExplainsIsNotDropped() throws Exception {
        FtpScript script = withList()
                .on("LIST")
                .sendsLines(
                        "-rw-r--r--   1 u g  5 May  6  2024 a", "what is this", "-rw-r--r--   1 u g  5 May  6  2024 b");
        session(script, (server, session) -> assertThat(failure(FtpListingException.class, () -> session.list(IN)))
                .hasMessageContaining("what is this"));
    }

    @Test
    void aListingThatBreaksInTheMiddleIsNoListing() throws Exception {
        FtpScript script = withMlsd().once("MLSD").closesDataEarly(30).thenReplies("426 Broken");
        session(script, (server, session) -> {
            failure(FtpException.class, () -> session.list(IN));
            assertBothListed(session);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"MLSD", "LIST"})
    void nothingAtAllForAMissingDirectoryIsAnError(String verb) throws Exception {
        FtpScript script = verb.equals("MLSD") ? withMlsd() : withList();
        session(script.on(verb).sendsData("").thenReplies("226 done"), (server, session) -> {
            assertThat(failure(FtpReplyException.class, () -> session.list(path("/none"))))
                    .hasMessageContaining("/none");
            assertThat(session.workingDirectory()).isEqualTo(RemotePath.ROOT);
        });
    }

    /** Pure-FTPd after 10,000 entries; whoever takes these for all of them deletes the others elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"MLSD", "LIST"})
    void aListingThatTheServerCutOffIsNoListingUnlessTheCallerTakesWhatThereIs(String verb) throws Exception {
        String end = "226 Output truncated to 2 matches";
        FtpScript script = verb.equals("MLSD")
                ? withMlsd().on(verb).sendsLines("type=file;size=5; a", "type=file;size=5; b")
                : withList()
                        .on(verb)
                        .sendsLines("-rw-r--r-- 1 0 0 5 Jan 01  2024 a", "-rw-r--r-- 1 0 0 5 Jan 01  2024 b");
        session(script.thenReplies(end), (server, session) -> {
            assertThat(failure(FtpListingException.class, () -> session.list(IN)))
                    .hasMessageContaining("a part of \"/in\" only")
                    .hasMessageContaining(end);
            assertInPlace(session);
            List<String> told = new ArrayList<>();
            try (Listing listing = session.openListing(IN).takingWhatThereIs(told::add)) {
                assertThat(listing.next().path()).isEqualTo(path("/in/a"));
                assertThat(listing.next().path()).isEqualTo(path("/in/b"));
                assertThat(listing.hasNext()).isFalse();
            }
            assertThat(told).singleElement().asString().contains(end);
        });
        session(withMlsd().on("NLST").sendsLines("a", "b").thenReplies(end), (server, session) -> {
            failure(FtpListingException.class, () -> session.names(IN));
            assertInPlace(session);
        });
    }

    /** vsftpd with a directory that may be entered and not read. */
    @ParameterizedTest
    @ValueSource(strings = {"/in", "/i n"})
    void aDirectoryThatCouldNotBeReadIsNotEmpty(String directory) throws Exception {
        FtpScript script = withList()
                .directory("/i n")
                .on("LIST")
                .sendsData("")
                .thenReplies("226 Transfer done (but failed to open directory).");
        session(script, (server, session) -> {
            assertThat(failure(FtpListingException.class, () -> session.list(path(directory))))
                    .hasMessageContaining("could not read the directory \"" + directory + "\"");
            assertInPlace(session);
        });
    }

    /** So does vsftpd when such a directory is named in the command. */
    @Test
    void aDirectoryThatTellsOfItselfIsLookedIntoFromInside() throws Exception {
        String itself = "drwx--x--x    2 0        0            4096 Jan 01  2024 sec";
        FtpScript unreadable = withList()
                .directory("/sec")
                .on("LIST /sec")
                .sendsLines(itself)
                .on("LIST")
                .sendsData("")
                .thenReplies("226 Transfer done (but failed to open directory).");
        session(unreadable, (server, session) -> {
            failure(FtpListingException.class, () -> session.list(path("/sec")));
            assertInPlace(session);
        });
        FtpScript readable = withList()
                .file("/sec/x", "1")
                .on("LIST /sec")
                .sendsLines(itself)
                .on("LIST")
                .sendsLines("-rw-r--r--    1 0        0               1 Jan 01  2024 x");
        session(readable, (server, session) -> {
            assertThat(session.list(path("/sec"))).extracting(RemoteEntry::path).containsExactly(path("/sec/x"));
            assertInPlace(session);
        });
    }

    @Test
    void aChildThatIsCalledLikeItsParentIsFound() throws Exception {
        session(withList().file("/x/x/a", "1"), (server, session) -> {
            assertThat(session.list(path("/x"))).extracting(RemoteEntry::path).containsExactly(path("/x/x"));
            assertThat(session.list(path("/x/x"))).extracting(RemoteEntry::path).containsExactly(path("/x/x/a"));
            assertInPlace(session);
        });
    }

    private static void assertInPlace(FtpSession session) throws Exception {
        assertThat(session.workingDirectory()).isEqualTo(RemotePath.ROOT);
        assertThat(session.send(FtpCommand.of(FtpVerb.NOOP)).isCompletion()).isTrue();
    }

    @Test
    void anEmptyDirectoryIsEmptyAndTheSessionStandsWhereItStood() throws Exception {
        session(FtpScript.server().directory("/in/empty"), (server, session) -> {
            session.changeDirectory(IN);
            assertThat(session.list(path("empty"))).isEmpty();

            session.uploadBytes(path("x"), bytes("x"));
            assertThat(server.file("/in/x")).isPresent();
        });
    }

    @Test
    void aFileIsNoDirectoryThatHoldsItself() throws Exception {
        session(withList(), (server, session) -> {
            failure(FtpReplyException.class, () -> session.list(path("/in/a")));
            failure(FtpReplyException.class, () -> session.names(path("/in/a")));
        });
        FtpScript script = FtpScript.server().lacks("MLST", "MLSD").file("/x/x", "1");
        session(script, (server, session) -> {
            assertThat(session.list(path("/x"))).extracting(RemoteEntry::path).containsExactly(path("/x/x"));
            assertThat(session.names(path("/x"))).containsExactly(path("/x/x"));
        });
    }

    @Test
    void aServerWithoutMlsdIsRemembered() throws Exception {
        FtpScript script = withMlsd().on("MLSD", "500 what");
        client(script, (server, client) -> {
            for (int i = 0; i < 3; i++) {
                try (FtpSession session = client.open()) {
                    assertBothListed(session);
                    session.discard();
                }
            }
            assertThat(server.commands()).filteredOn(c -> c.startsWith("MLSD")).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=file;size=1; ../../etc/passwd",
                "type=file;size=1; /etc/passwd",
                "type=file;size=1; sub/x",
                "type=file;size=1; ..",
                "type=dir; ../up"
            })
    void aNameThatLeadsOutOfTheDirectoryIsNotListed(String line) throws Exception {
        FtpScript script = withMlsd().on("MLSD").sendsLines("type=file;size=5; a", line);
        session(script, (server, session) -> {
            try {
                assertThat(session.list(IN)).extracting(RemoteEntry::name).containsExactly("a");
            } catch (FtpListingException refused) {
                assertThat(refused).hasMessageContaining("might lead out");
            }
        });
    }

    @Test
    void theDirectoryItselfAndItsParentAreNoEntries() throws Exception {
        FtpScript script = withMlsd()
                .on("MLSD")
                .sendsLines("Type=cdir; /in", "Type=pdir; /", "type=cdir; .", "type=pdir; ..", "Type=file;Size=5; a");
        session(script, (server, session) -> assertThat(session.list(IN))
                .extracting(RemoteEntry::path)
                .containsExactly(path("/in/a")));
    }

    @Test
    void namesKeepTheirSpacesAndSigns() throws Exception {
        FtpScript script = withMlsd()
                .on("MLSD")
                .sendsLines("type=file;size=1;  lead", "type=file;size=1; trail ", "type=file;size=1; a;b=c");
        session(script, (server, session) -> assertThat(session.list(IN))
                .extracting(RemoteEntry::name)
                .containsExactly(" lead", "trail ", "a;b=c"));
    }

    @Test
    void factsAreReadWhateverTheirCaseAndShape() throws Exception {
        FtpScript script = withMlsd()
                .on("MLSD")
                .sendsLines(
                        "Size=5;Modify=20240506070809.690;Type=file;UNIX.mode=0o644; a",
                        "type=OS.unix=slink:/target; l",
                        "type=OS.unix=chr-1/3; dev",
                        "type=dir;sizd=4096; d");
        session(script, (server, session) -> {
            var entries = session.list(IN);
            assertThat(entries).extracting(RemoteEntry::name).containsExactly("a", "l", "dev", "d");
            assertThat(entries.get(0).size()).hasValue(5);
            assertThat(entries.get(0).facts()).containsEntry("unix.mode", "0o644");
            assertThat(entries.get(1).kind()).isEqualTo(RemoteEntry.Kind.SYMLINK);
            assertThat(entries.get(1).linkTarget()).hasValue(path("/target"));
            assertThat(entries.get(3).isDirectory()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/my dir", "/a*b", "/[x]", "/~x"})
    void aDirectoryThatLooksLikeOptionsIsListedFromInside(String name) throws Exception {
        FtpScript script =
                FtpScript.server().lacks("MLST", "MLSD").file(name + "/f", "x").file("/outside", "y");
        session(script, (server, session) -> {
            assertThat(session.list(path(name))).extracting(RemoteEntry::path).containsExactly(path(name + "/f"));

            assertThat(server.commands()).contains("CWD " + name, "LIST");
            assertThat(session.size(path("outside"))).hasValue(1);
        });
    }

    @Test
    void aListingFromInsideThatIsRefusedLeavesTheSessionWhereItStood() throws Exception {
        FtpScript script = FtpScript.server()
                .lacks("MLST", "MLSD")
                .directory("/my dir")
                .file("/outside", "y")
                .on("LIST", "550 no");
        session(script, (server, session) -> {
            failure(FtpReplyException.class, () -> session.list(path("/my dir")));

            assertThat(session.size(path("outside"))).hasValue(1);
        });
    }

    @Test
    void aSessionThatCannotGoBackIsClosed() throws Exception {
        FtpScript script =
                FtpScript.server().lacks("MLST", "MLSD").file("/my dir/f", "x").on("CWD /", "550 not any more");
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                failure(FtpException.class, () -> session.list(path("/my dir")));
                assertThat(session.isUsable()).isFalse();
            }
            assertThat(client.pool().idle()).isZero();
        });
    }

    @Test
    void aSessionThatCannotGoBackIsClosedAlsoAfterAQuestion() throws Exception {
        FtpScript script =
                FtpScript.server().lacks("MLST", "MLSD").directory("/in").on("CWD /", "550 not any more");
        session(script, (server, session) -> {
            failure(FtpException.class, () -> session.exists(IN));
            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void aListingLeftEarlyLeavesTheSessionWhereItStood() throws Exception {
        FtpScript script =
                FtpScript.server().lacks("MLST", "MLSD").file("/my dir/f", "x").file("/outside", "y");
        session(script, (server, session) -> {
            try (Listing listing = session.openListing(path("/my dir"))) {
                assertThat(listing.hasNext()).isTrue();
            }
            if (session.isUsable()) {
                assertThat(session.size(path("outside"))).hasValue(1);
            }
        });
    }

    @Test
    void aLineWithoutEndIsCutOff() throws Exception {
        FtpScript script = withMlsd().on("MLSD").sendsData("type=file; " + "x".repeat(1_000_000));
        session(script, (server, session) -> assertThat(failure(FtpListingException.class, () -> session.list(IN)))
                .hasMessageContaining("65536"));
    }

    @Test
    void bareLineFeedsAreLineEnds() throws Exception {
        FtpScript script = withMlsd().on("MLSD").sendsData("type=file;size=5; a\ntype=file;size=5; b");
        session(script, (server, session) -> assertBothListed(session));
    }

    @Test
    void aSessionWithAListingOpenIsNotLentAgain() throws Exception {
        client(withMlsd(), (server, client) -> {
            FtpSession session = client.open();
            Listing listing = session.openListing(IN);
            assertThat(listing.hasNext()).isTrue();

            session.close();

            assertThat(client.pool().idle()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b", "/in/a|/in/b", "in/a|in/b", ".|..|a|b", "./a|./b"})
    void namesComeWithAndWithoutTheirDirectory(String lines) throws Exception {
        session(withMlsd().on("NLST").sendsLines(lines.split("\\|")), (server, session) -> assertThat(session.names(IN))
                .containsExactly(path("/in/a"), path("/in/b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "/other/x"})
    void namesThatLeadOutOfTheDirectoryAreNotUsed(String name) throws Exception {
        session(
                withMlsd().on("NLST").sendsLines("a", name),
                (server, session) -> failure(FtpListingException.class, () -> session.names(IN)));
    }

    @Test
    void noNamesOfAMissingDirectoryAreAnError() throws Exception {
        session(withMlsd().on("NLST").sendsData(""), (server, session) -> {
            assertThat(session.names(IN)).isEmpty();
            failure(FtpReplyException.class, () -> session.names(path("/none")));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 No files found.", "450 No files found", "550 no files"})
    void aServerThatRefusesToNameNothingHasAnEmptyDirectory(String refusal) throws Exception {
        FtpScript script = FtpScript.server().directory("/in").on("NLST", refusal);
        session(script, (server, session) -> {
            assertThat(session.names(IN)).isEmpty();
            failure(FtpReplyException.class, () -> session.names(path("/none")));
        });
        session(
                withMlsd().on("NLST", "550 Permission denied"),
                (server, session) -> failure(FtpReplyException.class, () -> session.names(IN)));
    }

    @Test
    void namesOfADirectoryWithSpacesAreToldFromInside() throws Exception {
        FtpScript script = FtpScript.server().file("/my dir/f", "x").file("/outside", "y");
        session(script, (server, session) -> {
            assertThat(session.names(path("/my dir"))).containsExactly(path("/my dir/f"));
            assertThat(session.size(path("outside"))).hasValue(1);
        });
    }

    @Test
    void factsOfOnePathAreFoundWhereverTheyStand() throws Exception {
        FtpScript script = withMlsd().on("MLST", "250-Listing", "", " Type=file;Size=5; /in/a", "", "250 End");
        session(script, (server, session) -> {
            RemoteEntry entry = session.stat(path("/in/a")).orElseThrow();
            assertThat(entry.size()).hasValue(5);
            assertThat(entry.path()).isEqualTo(path("/in/a"));
        });
    }

    @Test
    void factsThatMakeNoSenseAreLookedForInTheParent() throws Exception {
        FtpScript script = withMlsd().on("MLST", "250-Listing", "T", "y", "p", "e", "250 End");
        session(script, (server, session) -> assertThat(
                        session.stat(path("/in/a")).orElseThrow().size())
                .hasValue(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "530 Log in",
                "451 Trouble",
                "425 What",
                "450 File busy, try later",
                "501 Syntax error",
                "501 Not a valid option"
            })
    void aRefusalThatSaysNothingOfThePathIsNoAnswer(String refusal) throws Exception {
        session(
                withMlsd().on("MLST", refusal),
                (server, session) -> failure(FtpReplyException.class, () -> session.exists(path("/in/a"))));
        session(
                withList().on("SIZE", refusal),
                (server, session) -> failure(FtpReplyException.class, () -> session.exists(path("/in/a"))));
        session(
                withList().on("CWD", refusal),
                (server, session) -> failure(FtpReplyException.class, () -> session.exists(path("/none"))));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNameThatLooksLikeADriveSpoilsNoListing() throws Exception {
        session(withMlsd().file("/in/a:b", "x"), (server, session) -> assertThat(session.list(IN))
                .extracting(RemoteEntry::path)
                .contains(path("/in/a"), path("/in/a:b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 No such file", "501 No such file", "550 No such file", "553 No such file"})
    void aMissingPathIsMissing(String refusal) throws Exception {
        session(withMlsd().on("MLST", refusal), (server, session) -> assertThat(session.exists(path("/none")))
                .isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "450 No such file",
                "450 File not found",
                "450 /none: does not exist",
                "450 Not a directory.",
                "501 /none: not a plain file.",
                "501 Not a valid pathname."
            })
    void aServerWithAnotherCodeForAMissingFileMeansWhatItSays(String refusal) throws Exception {
        session(
                withList().on("SIZE", refusal).on("CWD", refusal),
                (server, session) -> assertThat(session.exists(path("/none"))).isFalse());
    }

    @Test
    void namesOfTwoDirectoriesNeverComeOutAsOne() throws Exception {
        FtpScript script = withMlsd().on("NLST").sendsLines("sub/x", "other/x");
        session(script, (server, session) -> {
            assertThat(failure(FtpListingException.class, () -> session.names(RemotePath.WORKING_DIRECTORY)))
                    .hasMessageContaining("sub/x");
            assertThat(failure(FtpListingException.class, () -> session.names(path("sub"))))
                    .hasMessageContaining("other/x");
        });
    }

    @Test
    void aDirectoryThatIsListedFromInsideMayStandBeforeItsNames() throws Exception {
        FtpScript script = FtpScript.server()
                .lacks("MLST", "MLSD")
                .directory("/in/a b")
                .on("NLST")
                .sendsLines("/in/a b/x", "/in/a b/y")
                .on("LIST")
                .sendsLines("-rw-r--r--   1 u g  5 May  6  2024 /in/a b/x");
        session(script, (server, session) -> {
            session.changeDirectory(IN);
            assertThat(session.names(path("a b"))).containsExactly(path("a b/x"), path("a b/y"));
            assertThat(session.list(path("a b"))).extracting(RemoteEntry::path).containsExactly(path("a b/x"));
            session.changeDirectory(path("/in/a b"));
            assertThat(session.names(RemotePath.WORKING_DIRECTORY)).containsExactly(path("x"), path("y"));
        });
    }

    @Test
    void whatIsNotInTheDirectoryListedFromInsideIsRefused() throws Exception {
        FtpScript script = FtpScript.server()
                .lacks("MLST", "MLSD")
                .directory("/in/a b")
                .on("NLST")
                .sendsLines("sub/x")
                .on("LIST")
                .sendsLines("-rw-r--r--   1 u g  5 May  6  2024 sub/x");
        session(script, (server, session) -> {
            failure(FtpListingException.class, () -> session.names(path("/in/a b")));
            failure(FtpListingException.class, () -> session.list(path("/in/a b")));
        });
    }
}
