package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of a server during an upload: what the engine makes of them, and what it must not do. */
class UploadScriptTest {
    private static final String PARTIAL = "/in/.a.";
    private static final String PASSWORD = "s3cret-word";

    @TempDir
    Path home;

    private final ManualTime time = new ManualTime();
    private final TransferEngine engine = new TransferEngine(time, time, new Random(1));
    private final FtpScript script = FtpScript.server().directory("/in").login("drover", PASSWORD);

    /** What a test does with the server. */
    private interface Play {
        void with(ScriptedServer server, FtpClient client) throws Exception;
    }

    private void play(Play play) throws Exception {
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(FtpCredentials.of("drover", PASSWORD))
                        .build()) {
            play.with(server, client);
            assertThat(client.pool().lent()).isZero();
        }
    }

    @Test
    void aFileIsUploadedUnderATemporaryNameVerifiedAndRenamed() throws Exception {
        source(100);
        play((server, client) -> {
            TransferResult result = engine.transfer(upload(client).build());
            String partial = partialName(server);
            assertThat(partial).startsWith(PARTIAL).endsWith(".part");
            assertThat(server.commands())
                    .containsSubsequence(
                            "MLST /in/a", "STOR " + partial, "SIZE " + partial, "RNFR " + partial, "RNTO /in/a");
            assertThat(count(server, "STOR")).isEqualTo(1);
            assertThat(count(server, "DELE")).isZero();
            assertThat(server.file("/in/a")).hasValue(content(100));
            assertThat(result.verified()).isEqualTo(Verification.SIZE);
        });
    }

    @Test
    void aBrokenUploadIsResumedWhereTheServerHasGotTo() throws Exception {
        source(300_000);
        script.once("STOR").closesDataEarly(100_000).thenReplies("426 Broken off.");
        play((server, client) -> {
            TransferResult result = engine.transfer(upload(client).build());
            assertThat(server.file("/in/a")).hasValue(content(300_000));
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(result.resumedFrom()).isEqualTo(100_000);
            assertThat(result.sha256()).isPresent();
            assertThat(server.commands()).contains("REST 100000");
            assertThat(time.pauses()).hasSize(1);
        });
    }

    @Test
    void aServerThatDoesNotOfferToResumeGetsTheFileAgain() throws Exception {
        source(300_000);
        script.features("SIZE", "UTF8").once("STOR").closesDataEarly(100_000).thenReplies("426 Broken off.");
        play((server, client) -> {
            TransferResult result = engine.transfer(upload(client).build());
            assertThat(server.file("/in/a")).hasValue(content(300_000));
            assertThat(result.resumedFrom()).isZero();
            assertThat(server.commands()).noneMatch(line -> line.startsWith("REST"));
        });
    }

    @Test
    void aLostConfirmationOfTheDataIsLookedUpAndNothingIsSentAgain() throws Exception {
        source(1000);
        script.once("STOR").closesDataEarly(Long.MAX_VALUE).noFinalReply().closesControl();
        play((server, client) -> {
            TransferResult result = engine.transfer(upload(client).build());
            assertThat(server.file("/in/a")).hasValue(content(1000));
            assertThat(count(server, "STOR")).isEqualTo(1);
            assertThat(result.bytesMoved()).isEqualTo(1000);
            assertThat(result.attempts()).isEqualTo(2);
        });
    }

    @Test
    void aLostReplyToARenameThatWasDoneIsFoundOutByLooking() throws Exception {
        source(1000);
        script.once("RNTO").asUsualButSilently().closesControl();
        play((server, client) -> {
            TransferResult result =
                    engine.transfer(upload(client).retry(RetryPolicy.NONE).build());
            assertThat(server.file("/in/a")).hasValue(content(1000));
            assertThat(result.status()).isEqualTo(TransferResult.Status.COMPLETED);
            assertThat(result.bytes()).isEqualTo(1000);
            assertThat(result.sha256()).isPresent();
            assertThat(count(server, "STOR")).isEqualTo(1);
            assertThat(count(server, "RNTO")).isEqualTo(1);
            assertThat(count(server, "DELE")).isZero();
        });
    }

    @Test
    void aLostReplyToARenameThatWasNotDoneIsFollowedByAnother() throws Exception {
        source(1000);
        script.once("RNTO").saysNothing().closesControl();
        play((server, client) -> {
            engine.transfer(upload(client).retry(RetryPolicy.NONE).build());
            assertThat(server.file("/in/a")).hasValue(content(1000));
            assertThat(count(server, "STOR")).isEqualTo(1);
            assertThat(count(server, "RNTO")).isEqualTo(2);
            assertThat(partial(server)).isEmpty();
        });
    }

    @Test
    void a421InReplyToARenameLeavesOpenWhatWasDone() throws Exception {
        source(1000);
        script.once("RNTO").asUsualButSilently().replies("421 Going down.").closesControl();
        play((server, client) -> {
            engine.transfer(upload(client).build());
            assertThat(server.file("/in/a")).hasValue(content(1000));
            assertThat(count(server, "STOR")).isEqualTo(1);
            assertThat(count(server, "RNTO")).isEqualTo(1);
        });
    }

    @Test
    void aRenameWhoseOutcomeStaysUnknownIsReportedAsSuch() throws Exception {
        source(1000);
        script.once("RNTO").asUsualButSilently().closesControl();
        script.once("SIZE").asUsual().on("SIZE").closesControl();
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(
                            upload(client).retry(RetryPolicy.NONE).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isEqualTo(ErrorClass.AMBIGUOUS);
                        assertThat(e.retryable()).isTrue();
                    });
            assertThat(count(server, "STOR")).isEqualTo(1);
            assertThat(count(server, "RNTO")).isEqualTo(1);
            assertThat(server.file("/in/a")).hasValue(content(1000));
        });
    }

    @Test
    void aServerThatRefusesToRenameOverAFileLosesTheOldOneOnlyWhenTheNewOneIsWhole() throws Exception {
        source(1000);
        script.file("/in/a", "old").once("RNTO /in/a", "553 File exists.");
        play((server, client) -> {
            engine.transfer(upload(client).ifExists(IfExists.OVERWRITE).build());
            assertThat(server.file("/in/a")).hasValue(content(1000));
            assertThat(server.commands())
                    .containsSubsequence("RNTO /in/a", "DELE /in/a", "RNTO /in/a")
                    .filteredOn(line -> line.startsWith("DELE"))
                    .containsExactly("DELE /in/a");
            assertThat(partial(server)).isEmpty();
        });
    }

    @Test
    void aRefusedRenameWithNothingInTheWayDeletesNothingButOurOwn() throws Exception {
        source(1000);
        script.on("RNTO", "553 Name not allowed.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(
                            upload(client).ifExists(IfExists.OVERWRITE).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isEqualTo(ErrorClass.PERMANENT_REMOTE);
                        assertThat(e.reply())
                                .hasValueSatisfying(r -> assertThat(r.code()).isEqualTo(553));
                    })
                    .hasMessageContaining("553 Name not allowed");
            assertThat(server.file("/in/a")).isEmpty();
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("DELE"))
                    .singleElement()
                    .asString()
                    .startsWith("DELE " + PARTIAL);
        });
    }

    @Test
    void whenTheOldFileIsGoneThePartialFileIsKeptWhateverHappens() throws Exception {
        source(1000);
        script.file("/in/a", "old").on("RNTO /in/a", "553 No.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(
                            upload(client).ifExists(IfExists.OVERWRITE).build()))
                    .isInstanceOf(TransferException.class);
            assertThat(server.file("/in/a")).isEmpty();
            assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE " + PARTIAL));
            assertThat(partial(server)).hasValue(content(1000));
        });
    }

    @Test
    void anEndpointThatDeletesFirstNeverRenamesOver() throws Exception {
        source(1000);
        script.file("/in/a", "old");
        play((server, client) -> {
            RemoteLocation target = target(client).withRenameMode(RenameMode.DELETE_FIRST);
            engine.transfer(Transfer.builder(local(), target)
                    .ifExists(IfExists.OVERWRITE)
                    .build());
            assertThat(server.commands())
                    .containsSubsequence("STOR " + partialName(server), "DELE /in/a", "RNTO /in/a");
            assertThat(server.file("/in/a")).hasValue(content(1000));
        });
    }

    @Test
    void aServerWithoutRenameGetsTheFileUnderItsName() throws Exception {
        source(1000);
        script.lacks("RNFR", "RNTO");
        play((server, client) -> {
            RemoteLocation target = target(client).withRenameMode(RenameMode.UNSUPPORTED);
            engine.transfer(Transfer.builder(local(), target).build());
            assertThat(server.commands()).contains("STOR /in/a").noneMatch(line -> line.startsWith("RN"));
            assertThat(server.file("/in/a")).hasValue(content(1000));
        });
    }

    @Test
    void withoutRenameABrokenFileIsNotLeftUnderItsName() throws Exception {
        source(1000);
        script.on("STOR").closesDataEarly(Long.MAX_VALUE).thenReplies("552 Quota exceeded.");
        play((server, client) -> {
            RemoteLocation target = target(client).withRenameMode(RenameMode.UNSUPPORTED);
            assertThatThrownBy(() ->
                            engine.transfer(Transfer.builder(local(), target).build()))
                    .hasMessageContaining("552 Quota exceeded");
            assertThat(server.file("/in/a")).isEmpty();
        });
    }

    @Test
    void aServerThatStoredTooFewBytesIsNotBelieved() throws Exception {
        source(1000);
        script.on("STOR").closesDataEarly(400).thenReplies("226 Fine.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(upload(client).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isIn(ErrorClass.INTEGRITY, ErrorClass.TRANSIENT_NETWORK);
                    });
            assertThat(server.file("/in/a")).isEmpty();
            assertThat(count(server, "RNTO")).isZero();
            assertThat(partial(server)).isEmpty();
        });
    }

    @Test
    void aSizeThatIsNotOursIsTriedOnceMoreFromTheStart() throws Exception {
        source(300_000);
        script.on("SIZE", "213 299999");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(upload(client).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isEqualTo(ErrorClass.INTEGRITY);
                        assertThat(e.attempts()).isEqualTo(2);
                    })
                    .hasMessageContaining("299999");
            assertThat(count(server, "STOR")).isEqualTo(2);
            assertThat(count(server, "REST")).isZero();
            assertThat(count(server, "RNTO")).isZero();
        });
    }

    @Test
    void aMissingDirectoryIsMadeAfterARefusalOnly() throws Exception {
        source(100);
        play((server, client) -> {
            engine.transfer(upload(client).build());
            assertThat(count(server, "MKD")).isZero();
            for (String name : List.of("one", "two")) {
                engine.transfer(
                        Transfer.builder(local(), Location.remote(client, RemotePath.of("/in/new/deep/" + name)))
                                .build());
            }
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("MKD"))
                    .containsExactlyInAnyOrder("MKD /in/new/deep", "MKD /in/new", "MKD /in/new/deep");
            assertThat(server.file("/in/new/deep/two")).hasValue(content(100));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 Permission denied.", "553 Name not allowed."})
    void aRefusalInADirectoryThatExistsIsFinal(String reply) throws Exception {
        source(100);
        script.on("STOR", reply);
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(upload(client).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isEqualTo(ErrorClass.PERMANENT_REMOTE);
                        assertThat(e.attempts()).isEqualTo(1);
                    })
                    .hasMessageContaining(reply);
            assertThat(time.pauses()).isEmpty();
            assertThat(count(server, "STOR")).isLessThanOrEqualTo(2);
        });
    }

    @Test
    void aReplyThatTheEndpointCallsTemporaryIsTriedAgain() throws Exception {
        source(100);
        script.once("STOR", "550 Busy.").once("STOR", "550 Busy.");
        play((server, client) -> {
            TransferResult result = engine.transfer(upload(client)
                    .createDirectories(false)
                    .retry(RetryPolicy.DEFAULT.withRetryCodes(Set.of(550)))
                    .build());
            assertThat(result.attempts()).isEqualTo(3);
        });
    }

    @Test
    void aRefusedLoginIsTriedOnceAndNamesNoPassword() throws Exception {
        source(100);
        play((server, client) -> {
            try (FtpClient wrong = FtpClient.builder(server.address())
                    .credentials(FtpCredentials.of("drover", "wr0ng-word"))
                    .build()) {
                assertThatThrownBy(() -> engine.transfer(upload(wrong).build()))
                        .isInstanceOfSatisfying(TransferException.class, e -> {
                            assertThat(e.errorClass()).isEqualTo(ErrorClass.AUTH);
                            assertThat(e.attempts()).isEqualTo(1);
                            assertThat(wholeText(e)).contains("530").doesNotContain("wr0ng-word");
                        });
            }
            assertThat(count(server, "PASS")).isEqualTo(1);
            assertThat(count(server, "STOR")).isZero();
        });
    }

    @Test
    void aServerThatIsFullForNowIsAskedAgain() throws Exception {
        source(100);
        script.once("STOR", "452 Disk full.");
        play((server, client) -> {
            TransferResult result = engine.transfer(upload(client).build());
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(time.pauses()).singleElement().satisfies(p -> assertThat(p.toMillis())
                    .isGreaterThan(1000));
        });
    }

    @Test
    void aServerThatIsGoneIsTriedAsOftenAsThePolicySays() throws Exception {
        source(100);
        ScriptedServer gone = script.start();
        gone.close();
        try (FtpClient client = FtpClient.builder(gone.address()).build()) {
            assertThatThrownBy(() -> engine.transfer(upload(client)
                            .retry(RetryPolicy.DEFAULT.withAttempts(3))
                            .build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isEqualTo(ErrorClass.TRANSIENT_NETWORK);
                        assertThat(e.attempts()).isEqualTo(3);
                        assertThat(e.retryable()).isTrue();
                    });
        }
        assertThat(time.pauses()).hasSize(2);
    }

    @Test
    void anExistingFileIsFoundBeforeAByteIsSent() throws Exception {
        source(100);
        script.file("/in/a", "old");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(upload(client).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> assertThat(e.errorClass())
                            .isEqualTo(ErrorClass.CONFLICT));
            assertThat(count(server, "STOR")).isZero();
            assertThat(server.file("/in/a")).hasValue(bytes("old"));
        });
    }

    @Test
    void aFileThatAppearsDuringTheUploadIsNotReplaced() throws Exception {
        source(100);
        script.file("/in/a", "theirs").once("MLST /in/a", "550 No such file.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(upload(client).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> assertThat(e.errorClass())
                            .isEqualTo(ErrorClass.CONFLICT));
            assertThat(server.file("/in/a")).hasValue(bytes("theirs"));
            assertThat(count(server, "RNTO")).isZero();
            assertThat(partial(server)).isEmpty();
        });
    }

    @Test
    void thePartialFileOfAnEarlierRunIsContinuedByItsToken() throws Exception {
        source(300_000);
        script.once("STOR").closesDataEarly(100_000).thenReplies("426 Broken off.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(upload(client)
                            .token("request-0001")
                            .retry(RetryPolicy.NONE)
                            .build()))
                    .isInstanceOf(TransferException.class);
            assertThat(partial(server))
                    .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(100_000));
            assertThat(count(server, "DELE")).isZero();

            TransferResult result = engine.transfer(
                    upload(client).token("request-0001").triedBefore(true).build());

            assertThat(result.resumedFrom()).isEqualTo(100_000);
            assertThat(result.bytesMoved()).isEqualTo(200_000);
            assertThat(server.file("/in/a")).hasValue(content(300_000));
        });
    }

    @Test
    void aPartialFileThatNobodyCanContinueIsRemoved() throws Exception {
        source(300_000);
        script.once("STOR").closesDataEarly(100_000).thenReplies("426 Broken off.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(
                            upload(client).retry(RetryPolicy.NONE).build()))
                    .isInstanceOf(TransferException.class);
            assertThat(partial(server)).isEmpty();
        });
    }

    private Transfer.Builder upload(FtpClient client) throws IOException {
        return Transfer.builder(local(), target(client));
    }

    private static RemoteLocation target(FtpClient client) {
        return Location.remote(client, RemotePath.of("/in/a"));
    }

    private LocalLocation local() throws IOException {
        return Location.local(home, RelativePath.of("a"));
    }

    private void source(int size) throws IOException {
        Files.write(home.resolve("a"), content(size));
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long count(ScriptedServer server, String verb) {
        return server.commands().stream()
                .filter(line -> line.equals(verb) || line.startsWith(verb + " "))
                .count();
    }

    /** The name of the partial file, as the last STOR gave it. */
    private static String partialName(ScriptedServer server) {
        return server.commands().stream()
                .filter(line -> line.startsWith("STOR "))
                .reduce((first, last) -> last)
                .orElseThrow()
                .substring("STOR ".length());
    }

    /** What is left of the partial file. */
    private static Optional<byte[]> partial(ScriptedServer server) {
        return server.file(partialName(server));
    }

    private static String wholeText(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
