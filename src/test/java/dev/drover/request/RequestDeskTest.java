package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.Claim;
import dev.drover.journal.ClaimVerdict;
import dev.drover.journal.ItemRecord;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.journal.Tally;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of messages with requests, on two nodes that share a journal. */
class RequestDeskTest extends DeskScene {
    @Test
    void aRequestIsDoneAndAnsweredOnce() throws Exception {
        write(drop.resolve("a"), "1");

        List<Letter> letters = desk.handle(message("m1", transfer("'paths':['a']", "'directory':'in'")), files());

        assertThat(kinds(letters)).containsExactly("completed", "reply COMPLETED");
        assertThat(news)
                .extracting(event -> event.kind().word())
                .containsExactly("accepted", "started", "item-completed");
        assertThat(remote.resolve("in/a")).hasContent("1");
        assertThat(record().state()).isEqualTo(RequestState.COMPLETED);
        assertThat(timeline()).containsExactly("accepted", "started", "item-completed", "completed");
        assertThat(a.history().items("request-0001")).singleElement().satisfies(item -> assertThat(item.state())
                .isEqualTo(ItemRecord.State.COMPLETED));
    }

    @Test
    void lettersThatDidNotLeaveAreWrittenAgainTheSame() throws Exception {
        Incoming message = message("m1", transfer("'paths':['none']", "'directory':'in'"));

        List<Letter> lost = desk.handle(message, files());
        List<Letter> again = desk.handle(message, files());

        assertThat(kinds(lost)).containsExactly("failed", "dead LOCAL", "dead-lettered", "reply FAILED");
        assertThat(kinds(again)).isEqualTo(kinds(lost));
        assertThat(ids(again)).isEqualTo(ids(lost));
        assertThat(replies(again)).isEqualTo(replies(lost));
        assertThat(a.history().attempts("request-0001")).hasSize(1);
    }

    @Test
    void aDuplicateIsAnsweredWithoutADeadLetter() throws Exception {
        String body = transfer("'paths':['none']", "'directory':'in'");
        List<Letter> first = desk.handle(message("m1", body), files());

        List<Letter> second = desk.handle(message("m2", body.replace(",", " , ")), files());

        assertThat(kinds(second)).containsExactly("duplicate", "reply FAILED");
        assertThat(replies(second)).isEqualTo(replies(first));
        assertThat(timeline()).endsWith("duplicate");
    }

    @Test
    void anotherContentUnderTheSameIdIsRefusedAndChangesNothing() throws Exception {
        write(drop.resolve("a"), "1");
        desk.handle(message("m1", transfer("'paths':['a']", "'directory':'in'")), files());

        List<Letter> letters = desk.handle(message("m2", transfer("'paths':['a']", "'directory':'other'")), files());

        assertThat(kinds(letters)).containsExactly("rejected", "dead INVALID", "dead-lettered", "reply REJECTED");
        assertThat(record().state()).isEqualTo(RequestState.COMPLETED);
    }

    @Test
    void aRejectedRequestMayComeAgainUnderItsIdWhenItIsMended() throws Exception {
        write(drop.resolve("a"), "1");
        String wrong = transfer("'paths':['a']", "'directory':'in'").replace("\"acme\"", "\"acne\"");
        assertThat(kinds(desk.handle(message("m1", wrong), files()))).contains("rejected");
        assertThat(record().state()).isEqualTo(RequestState.REJECTED);

        List<Letter> letters = desk.handle(message("m2", transfer("'paths':['a']", "'directory':'in'")), files());

        assertThat(kinds(letters)).contains("completed");
        assertThat(record().asked().destination()).contains("acme");
    }

    @Test
    void aRequestThatAnotherNodeWorksOnIsPutBack() throws Exception {
        String body = transfer("'paths':['a']", "'directory':'in'");
        write(drop.resolve("a"), "1");
        claim(b, body, Duration.ofMinutes(1));

        assertThat(kinds(desk.handle(message("m1", body), files()))).containsExactly("again");
        assertThat(remote.resolve("in")).doesNotExist();
    }

    @Test
    void aServerThatIsAwayIsTriedAgainAndTheRequestGoesOn() throws Exception {
        write(drop.resolve("a"), "1");
        write(drop.resolve("b"), "2");
        String body = transfer("'paths':['a','b']", "'directory':'in'");
        server.stop();

        List<Letter> first = desk.handle(message("m1", body), files());

        assertThat(kinds(first)).containsExactly("retry-scheduled", "again");
        assertThat(again(first).delay()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(record().state()).isEqualTo(RequestState.RETRY_WAIT);
        server.restart();
        List<Letter> second = desk.handle(message("m1", body), files());
        assertThat(kinds(second)).containsExactly("completed", "reply COMPLETED");
        assertThat(replies(second).get(0)).contains("\"attempt\":2");
        assertThat(a.history().attempts("request-0001"))
                .extracting(attempt -> attempt.result())
                .containsExactly(RequestState.RETRY_WAIT, RequestState.COMPLETED);
    }

    @Test
    void filesThatArrivedAreNotSentAgain() throws Exception {
        write(drop.resolve("a"), "1");
        write(drop.resolve("b"), "2");
        String body = transfer("'paths':['a','b']", "'directory':'in'");
        RequestListener cutter = new RequestListener() {
            @Override
            public void itemEnded(TransferRequest request, Outcome.Item item) {
                server.stop();
            }
        };

        assertThat(kinds(desk.handle(message("m1", body), cutter))).containsExactly("retry-scheduled", "again");
        server.restart();
        write(remote.resolve("in/a"), "changed since");
        List<Letter> second = desk.handle(message("m1", body), files());

        assertThat(kinds(second)).containsExactly("completed", "reply COMPLETED");
        assertThat(remote.resolve("in/a")).hasContent("changed since");
        assertThat(remote.resolve("in/b")).hasContent("2");
    }

    @Test
    void attemptsHaveAnEnd() throws Exception {
        write(drop.resolve("a"), "1");
        String body = transfer("'paths':['a']", "'directory':'in'", "'maxAttempts':2,");
        server.stop();

        assertThat(kinds(desk.handle(message("m1", body), files()))).containsExactly("retry-scheduled", "again");
        List<Letter> last = desk.handle(message("m1", body), files());

        assertThat(kinds(last)).containsExactly("failed", "dead TRANSIENT_NETWORK", "dead-lettered", "reply FAILED");
        assertThat(last).filteredOn(Letter.Dead.class::isInstance).first().satisfies(letter -> assertThat(
                        ((Letter.Dead) letter).attempts())
                .isEqualTo(2));
        assertThat(record().state()).isEqualTo(RequestState.DEAD);
    }

    @Test
    void aRefusedLoginLeavesTheEndpointAloneForAWhile() throws Exception {
        write(drop.resolve("a"), "1");
        desk = desk(a, Map.of("acme.password", "wr0ng-word"));
        String first = transfer("'paths':['a']", "'directory':'in'");
        String second = first.replace("request-0001", "request-0002");

        assertThat(kinds(desk.handle(message("m1", first), files()))).containsExactly("retry-scheduled", "again");
        assertThat(kinds(desk.handle(message("m2", second), files()))).containsExactly("again");

        assertThat(desk.circuits().snapshot()).containsOnlyKeys("acme");
        RequestRecord waiting = a.history().find("request-0002").orElseThrow();
        assertThat(waiting.state()).isEqualTo(RequestState.WAITING);
        assertThat(waiting.waitReason()).contains("circuit");
        assertThat(waiting.work().attempts()).isZero();
    }

    @Test
    void whatWaitsForAServerExpiresAtItsDeadlineAndNotWhenTheServerIsAskedAgain() throws Exception {
        write(drop.resolve("a"), "1");
        desk = desk(a, Map.of("acme.password", "wr0ng-word"));
        String body = transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'deadline':'" + clock.instant().plusSeconds(5) + "',");
        desk.handle(
                message("m1", body.replaceFirst("'deadline[^,]*,", "").replace("request-0001", "request-0000")),
                files());
        assertThat(kinds(desk.handle(message("m1", body), files()))).containsExactly("again");
        clock.offset = Duration.ofSeconds(6);

        assertThat(kinds(desk.handle(message("m1", body), files())))
                .containsExactly("expired", "dead EXPIRED", "dead-lettered", "reply EXPIRED");
        assertThat(desk.circuits().snapshot()).containsOnlyKeys("acme");
    }

    @Test
    void aRequestForAnEndpointThatIsFullGoesBackAndOthersPass() throws Exception {
        desk = desk(a, Map.of("acme.max-transfers", "1"));
        write(drop.resolve("a"), "1");
        CompletableFuture<List<Letter>> inside = new CompletableFuture<>();
        String body = transfer("'paths':['a']", "'directory':'in'");
        String second = body.replace("request-0001", "request-0002");
        RequestListener meanwhile = new RequestListener() {
            @Override
            public void started(TransferRequest request) {
                inside.complete(desk.handle(message("m2", second), files()));
            }
        };

        assertThat(kinds(desk.handle(message("m1", body), meanwhile))).contains("completed");

        assertThat(kinds(inside.join())).containsExactly("again");
        assertThat(a.history().find("request-0002").orElseThrow().waitReason()).contains("capacity");
        assertThat(kinds(desk.handle(message("m2", second.replace("'in'", "'in'")), files())))
                .doesNotContain("again");
    }

    @Test
    void aRequestWaitsForItsTime() throws Exception {
        write(drop.resolve("a"), "1");
        Instant start = clock.instant().plusSeconds(3600);
        String body = transfer("'paths':['a']", "'directory':'in'", "'notBefore':'" + start + "',");

        List<Letter> early = desk.handle(message("m1", body), files());
        assertThat(kinds(early)).containsExactly("again");
        assertThat(again(early).delay()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        clock.offset = Duration.ofHours(1);

        assertThat(kinds(desk.handle(message("m1", body), files()))).contains("completed");
    }

    @Test
    void aDuplicateDoesNotBeginWhatWaitsForItsTime() throws Exception {
        write(drop.resolve("a"), "1");
        server.stop();
        String body = transfer("'paths':['a']", "'directory':'in'");
        assertThat(kinds(desk.handle(message("m1", body), files()))).containsExactly("retry-scheduled", "again");
        server.restart();

        assertThat(kinds(desk.handle(message("m2", body), files()))).containsExactly("again");
        assertThat(kinds(desk.handle(message("m1", body), files()))).contains("completed");
        assertThat(kinds(desk.handle(message("m2", body), files()))).contains("duplicate");
    }

    @Test
    void whatComesLaterToAnOrderedEndpointWaitsForWhatFailedBefore() throws Exception {
        write(drop.resolve("a"), "1");
        desk = desk(a, Map.of("acme.ordered", "true"));
        String first = transfer("'paths':['a']", "'directory':'first'");
        String second = transfer("'paths':['a']", "'directory':'second'").replace("request-0001", "request-0000");
        assertThat(again(desk.handle(message("m1", first), files())).group()).contains("acme");
        server.stop();

        assertThat(kinds(desk.handle(inGroup("m1", first), files()))).containsExactly("retry-scheduled", "again");
        server.restart();

        assertThat(kinds(desk.handle(inGroup("m2", second), files()))).containsExactly("again");
        assertThat(remote.resolve("second")).doesNotExist();
        assertThat(kinds(desk.handle(inGroup("m1", first), files()))).contains("completed");
        assertThat(kinds(desk.handle(inGroup("m2", second), files()))).contains("completed");
    }

    @Test
    void whatComesTooLateExpires() throws Exception {
        write(drop.resolve("a"), "1");
        String body = transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'deadline':'" + clock.instant().minusSeconds(1) + "',");

        assertThat(kinds(desk.handle(message("m1", body), files())))
                .containsExactly("expired", "dead EXPIRED", "dead-lettered", "reply EXPIRED");
        assertThat(record().state()).isEqualTo(RequestState.EXPIRED);
        assertThat(remote.resolve("in")).doesNotExist();
    }

    @Test
    void aRetryThatWouldComeTooLateIsNotMade() throws Exception {
        desk = desk(a, Map.of("acme.retry.base", "1s"));
        write(drop.resolve("a"), "1");
        server.stop();
        String body = transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'deadline':'" + clock.instant().plusMillis(400) + "',");

        assertThat(kinds(desk.handle(message("m1", body), files())))
                .containsExactly("expired", "dead EXPIRED", "dead-lettered", "reply EXPIRED");
    }

    @Test
    void aRunningTransferIsCancelledAndLeavesNothingBehind() throws Exception {
        goSlowly();
        desk = desk(a, Map.of());
        Files.write(drop.resolve("a"), new byte[4_000_000]);
        CompletableFuture<List<Letter>> running = CompletableFuture.supplyAsync(
                () -> desk.handle(message("m1", transfer("'paths':['a']", "'directory':'in'")), files()));
        await().atMost(PATIENCE)
                .until(() -> Files.exists(remote.resolve("in"))
                        && !names(remote.resolve("in")).isEmpty());

        List<Letter> cancel = desk.handle(message("m2", cancel("request-0002", "request-0001")), files());

        assertThat(kinds(cancel)).containsExactly("completed", "reply COMPLETED");
        List<Letter> letters = running.get(2, TimeUnit.SECONDS);
        assertThat(kinds(letters)).containsExactly("cancelled", "reply CANCELLED");
        assertThat(names(remote.resolve("in"))).isEmpty();
        assertThat(record().state()).isEqualTo(RequestState.CANCELLED);
    }

    @Test
    void anotherNodesWishToCancelEndsARunningTransfer() throws Exception {
        goSlowly();
        desk = desk(a, Map.of());
        Files.write(drop.resolve("a"), new byte[4_000_000]);
        CompletableFuture<List<Letter>> running = CompletableFuture.supplyAsync(
                () -> desk.handle(message("m1", transfer("'paths':['a']", "'directory':'in2'")), files()));
        await().atMost(PATIENCE).until(() -> a.history().find("request-0001").isPresent());

        b.requests().cancel("request-0001", "ops");

        assertThat(kinds(running.get(2, TimeUnit.SECONDS))).containsExactly("cancelled", "reply CANCELLED");
    }

    @Test
    void aWaitingRequestIsCancelledAndSaysSoWhenItsMessageComes() throws Exception {
        String body = transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'notBefore':'" + clock.instant().plusSeconds(3600) + "',");
        desk.handle(message("m1", body), files());

        desk.handle(message("m2", cancel("request-0002", "request-0001")), files());
        clock.offset = Duration.ofHours(1);

        assertThat(kinds(desk.handle(message("m1", body), files()))).containsExactly("cancelled", "reply CANCELLED");
    }

    @Test
    void nobodyCancelsWhatIsSomebodyElses() throws Exception {
        String body = transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'notBefore':'" + clock.instant().plusSeconds(3600) + "',");
        desk.handle(message("m1", body, Optional.of("billing")), files());

        List<Letter> letters =
                desk.handle(message("m2", cancel("request-0002", "request-0001"), Optional.of("sales")), files());

        assertThat(kinds(letters)).contains("dead FORBIDDEN");
        assertThat(record().state()).isEqualTo(RequestState.WAITING);
    }

    @Test
    void whoAsksForTooMuchWaitsAndNobodyElse() throws Exception {
        write(drop.resolve("a"), "1");
        DeskSettings onePerMinute = SETTINGS.withPlaces(4, 1);
        desk = desk(a, Map.of(), onePerMinute);
        String body = transfer("'paths':['a']", "'directory':'in'");
        String later = body.replace("request-0001", "request-0002").replace("\"in\"", "\"in2\"");

        assertThat(kinds(desk.handle(message("m1", body, Optional.of("billing")), files())))
                .contains("completed");
        List<Letter> held = desk.handle(message("m2", later, Optional.of("billing")), files());
        assertThat(kinds(held)).containsExactly("again");
        assertThat(again(held).delay()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(a.history().find("request-0002").orElseThrow().state()).isEqualTo(RequestState.WAITING);
        String other = later.replace("request-0002", "request-0003").replace("\"in2\"", "\"in3\"");
        assertThat(kinds(desk.handle(message("m3", other, Optional.of("sales")), files())))
                .contains("completed");

        Incoming back =
                new Incoming(later, "m2", Optional.of("billing"), Optional.empty(), 4, true, Optional.empty(), 1);
        assertThat(kinds(desk.handle(back, files()))).contains("completed");
    }

    /** That a message was put back is written on it, and so may have been written by its sender. */
    @Test
    void whoClaimsToHaveWaitedWaits() throws Exception {
        DeskSettings onePerMinute = SETTINGS.withPlaces(4, 1);
        desk = desk(a, Map.of(), onePerMinute);
        String body = transfer("'paths':['a']", "'directory':'in'");
        desk.handle(message("m1", body), files());

        Incoming lie = new Incoming(
                body.replace("request-0001", "request-0002"),
                "m2",
                Optional.empty(),
                Optional.empty(),
                4,
                true,
                Optional.empty(),
                3);

        assertThat(kinds(desk.handle(lie, files()))).containsExactly("again");
    }

    @Test
    void whatADeadNodeHadRenamedIsNotSentAgain() throws Exception {
        write(drop.resolve("a"), "new content");
        String body = transfer("'paths':['a']", "'directory':'in','ifExists':'rename'");
        write(remote.resolve("in/a"), "somebody else's");
        write(remote.resolve("in/a-1"), "new content");
        deadNodeWasAboutToRename(body, "in/a-1");

        List<Letter> letters = desk.handle(message("m1", body), files());

        assertThat(kinds(letters)).contains("completed");
        assertThat(replies(letters).get(0)).contains("\"target\":\"in/a-1\"");
        assertThat(names(remote.resolve("in"))).containsExactlyInAnyOrder("a", "a-1");
    }

    @Test
    void anOldFileOfTheSameSizeIsNotTakenForWhatADeadNodeSent() throws Exception {
        write(drop.resolve("a"), "new");
        String body = transfer("'paths':['a']", "'directory':'in','ifExists':'overwrite'");
        write(remote.resolve("in/a"), "old");
        claim(b, body, Duration.ofMillis(1));
        await().atMost(PATIENCE).until(() -> !a.history().abandoned(1).isEmpty());

        assertThat(kinds(desk.handle(message("m1", body), files()))).contains("completed");
        assertThat(remote.resolve("in/a")).hasContent("new");
    }

    @Test
    void aSourceThatADeadNodeHadDeletedAlreadyIsNoFailure() throws Exception {
        String body = transfer("'paths':['a']", "'directory':'in'")
                .replace("['a']", "['a']")
                .replace("\"paths\"", "\"onSuccess\":\"delete\",\"paths\"");
        write(remote.resolve("in/a"), "1");
        Claim dead = claim(b, body, Duration.ofMillis(200));
        b.requests()
                .record(
                        dead,
                        List.of(ItemRecord.pending(0, "a").completed("in/a", 1, Optional.empty(), Duration.ZERO)),
                        Tally.NONE);
        await().atMost(PATIENCE).until(() -> !a.history().abandoned(1).isEmpty());

        assertThat(kinds(desk.handle(message("m1", body), files()))).containsExactly("completed", "reply COMPLETED");
    }

    @Test
    void whoLostARequestChangesNothingAnyMore() throws Exception {
        DeskSettings shortLease = SETTINGS.withLease(Duration.ofMillis(400), Duration.ofMillis(200));
        goSlowly();
        desk = desk(a, Map.of(), shortLease);
        Files.write(drop.resolve("a"), new byte[4_000_000]);
        String body = transfer("'paths':['a']", "'directory':'in3'");
        CompletableFuture<List<Letter>> running =
                CompletableFuture.supplyAsync(() -> desk.handle(message("m1", body), files()));
        await().atMost(PATIENCE).until(() -> a.history().find("request-0001").isPresent());
        b.endAllLeases();

        ClaimVerdict verdict =
                b.requests().claim("request-0001", Duration.ofMinutes(1)).orElseThrow();

        assertThat(kinds(running.get(10, TimeUnit.SECONDS))).containsExactly("again");
        if (verdict instanceof ClaimVerdict.Granted) {
            assertThat(record().work().owner()).contains(b.owner());
        }
        assertThat(names(remote.resolve("in3"))).doesNotContain("a");
    }

    @Test
    void aMessageThatWouldNotOutliveTheBrokerIsRefused() throws Exception {
        Incoming fleeting = new Incoming(
                transfer("'paths':['a']", "'directory':'in'"),
                "m1",
                Optional.empty(),
                Optional.empty(),
                4,
                false,
                Optional.empty(),
                0);

        assertThat(kinds(desk.handle(fleeting, files()))).contains("rejected", "dead INVALID");
    }

    @Test
    void onlySubmittersThatAreNamedMayAsk() throws Exception {
        desk = desk(a, Map.of("acme.submitters", "billing"));
        write(drop.resolve("a"), "1");
        String body = transfer("'paths':['a']", "'directory':'in'");

        assertThat(kinds(desk.handle(message("m1", body, Optional.of("sales")), files())))
                .contains("dead FORBIDDEN");
        assertThat(kinds(desk.handle(message("m2", body, Optional.of("billing")), files())))
                .contains("completed");
    }

    @Test
    void progressIsToldWhenItIsAskedFor() throws Exception {
        Files.write(drop.resolve("a"), new byte[12_000_000]);
        server.close();
        server = EmbeddedServer.on(home.resolve("slow")).rate(6_000_000).start();
        desk = desk(a, Map.of());

        desk.handle(
                message("m1", transfer("'paths':['a']", "'directory':'in'", "'options':{'progress':true},")), files());

        assertThat(news).extracting(event -> event.kind().word()).contains("progress");
        assertThat(news.stream().filter(e -> e.kind() == Event.Kind.PROGRESS).map(Event::id))
                .doesNotHaveDuplicates();
    }

    private void deadNodeWasAboutToRename(String body, String target) throws Exception {
        Claim dead = claim(b, body, Duration.ofMillis(200));
        b.requests().record(dead, List.of(ItemRecord.pending(0, "a").running(target)), Tally.NONE);
        await().atMost(PATIENCE).until(() -> !a.history().abandoned(1).isEmpty());
    }
}
