package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.journal.ClaimVerdict.Busy;
import dev.drover.journal.ClaimVerdict.Ended;
import dev.drover.journal.ClaimVerdict.Granted;
import dev.drover.journal.ClaimVerdict.IdReused;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on every database. */
abstract class RequestsContract {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Tally TALLY = new Tally(2, 1, 1, 300, 100);
    private static final FailureNote RESET = FailureNote.of("TRANSIENT_NETWORK", "connection reset");

    private final Databases kind;

    private Journal a;
    private Journal b;

    RequestsContract(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws IOException {
        List<Journal> nodes = kind.twoNodes();
        a = nodes.get(0);
        b = nodes.get(1);
    }

    @Test
    void aNewRequestIsRecordedAndTakenInOneStep() throws Exception {
        Claim claim = claim(a, "request-1");

        assertThat(claim.owner()).startsWith("node-a/");
        assertThat(claim).extracting(Claim::fence, Claim::attempt).containsExactly(1L, 1);
        assertThat(claim.leaseUntil())
                .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(90));
        RequestRecord found = a.history().find("request-1").orElseThrow();
        assertThat(found.state()).isEqualTo(RequestState.RUNNING);
        assertThat(found.work().owner()).contains(a.owner());
        assertThat(a.history().body("request-1")).contains("{\"n\":\"request-1\"}");
    }

    @Test
    void theSameRequestAgainGetsTheStoredAnswer() throws Exception {
        a.requests().finish(claim(a, "request-1"), Ending.of(RequestState.COMPLETED, "{\"ok\":true}", TALLY));

        assertThat(b.requests().claim(request("request-1"), LEASE)).isInstanceOfSatisfying(Ended.class, ended -> {
            assertThat(ended.outcome()).contains("{\"ok\":true}");
            assertThat(ended.request().tally()).isEqualTo(TALLY);
            assertThat(ended.request().finished()).isPresent();
        });
    }

    @Test
    void anotherContentUnderAKnownIdIsRefused() throws Exception {
        Claim claim = claim(a, "request-1");
        NewRequest other = NewRequest.of("request-1", "transfer", "{\"n\":\"something else\"}");

        assertThat(b.requests().claim(other, LEASE)).isInstanceOf(IdReused.class);
        a.requests().finish(claim, Ending.of(RequestState.COMPLETED, "{}", TALLY));
        assertThat(b.requests().claim(other, LEASE)).isInstanceOf(IdReused.class);
    }

    @Test
    void aRequestThatRunsIsNobodyElsesNotEvenThatOfItsOwnNode() throws Exception {
        Claim claim = claim(a, "request-1");

        for (Journal node : List.of(a, b)) {
            assertThat(node.requests().claim(request("request-1"), LEASE)).isInstanceOfSatisfying(Busy.class, busy -> {
                assertThat(busy.owner()).isEqualTo(a.owner());
                assertThat(busy.leaseUntil()).isEqualTo(claim.leaseUntil());
            });
        }
    }

    @Test
    void whatADeadNodeLeftBehindIsTakenOverWithAHigherFence() throws Exception {
        claim(a, "request-1");
        a.endAllLeases();

        assertThat(b.history().abandoned(10)).extracting(RequestRecord::id).containsExactly("request-1");
        Claim taken = claim(b, "request-1");

        assertThat(taken)
                .extracting(Claim::fence, Claim::attempt, Claim::takenOver)
                .containsExactly(2L, 2, true);
        assertThat(b.history().abandoned(10)).isEmpty();
        assertThat(b.history().attempts("request-1")).singleElement().satisfies(attempt -> {
            assertThat(attempt.owner()).isEqualTo(a.owner());
            assertThat(attempt.failure().orElseThrow().errorClass()).isEqualTo(FailureNote.NODE_LOST);
        });
        assertThat(events("request-1")).containsExactly("accepted", "started", "taken-over", "started");
    }

    @Test
    void aRequestThatBringsNodesDownIsGivenUp() throws Exception {
        Claim claim = claim(a, "request-1");
        for (int lost = 1; lost < Requests.MOST_LOST_NODES; lost++) {
            a.endAllLeases();
            claim = claim(b, "request-1");
        }
        a.endAllLeases();

        assertThat(b.requests().claim(request("request-1"), LEASE)).isInstanceOfSatisfying(Ended.class, ended -> {
            assertThat(ended.request().state()).isEqualTo(RequestState.DEAD);
            assertThat(ended.request().failure().orElseThrow().errorClass()).isEqualTo(FailureNote.NODE_LOST);
        });
        assertThat(a.history().attempts("request-1")).hasSize(Requests.MOST_LOST_NODES);
        Claim last = claim;
        assertThatThrownBy(() -> a.requests().renew(last, LEASE)).isInstanceOf(LostClaimException.class);
    }

    @Test
    void aNodeThatCameToAnEndBeginsTheCountAnew() throws Exception {
        for (int round = 0; round < Requests.MOST_LOST_NODES; round++) {
            claim(a, "request-1");
            a.endAllLeases();
            b.requests().release(claim(b, "request-1"));
        }

        assertThat(a.history().find("request-1").orElseThrow().state()).isEqualTo(RequestState.ACCEPTED);
    }

    @Test
    void whoLostItsClaimWritesNothingMore() throws Exception {
        Claim lost = claim(a, "request-1");
        a.endAllLeases();
        claim(b, "request-1");
        RequestRecord before = b.history().find("request-1").orElseThrow();
        Requests requests = a.requests();
        ItemRecord item = ItemRecord.pending(0, "a.txt");

        List<ThrowingCallable> writes = List.of(
                () -> requests.renew(lost, LEASE),
                () -> requests.renew(lost, LEASE, TALLY),
                () -> requests.record(lost, List.of(item), TALLY),
                () -> requests.hold(lost, "circuit", LEASE),
                () -> requests.release(lost),
                () -> requests.retryLater(lost, LEASE, RESET, TALLY),
                () -> requests.finish(lost, Ending.of(RequestState.FAILED, "{}", TALLY)));

        assertThat(writes).allSatisfy(write -> assertThatThrownBy(write)
                .isInstanceOf(LostClaimException.class)
                .hasMessageContaining("request-1")
                .hasMessageContaining("fence 1"));
        assertThat(b.history().find("request-1")).contains(before);
        assertThat(b.history().items("request-1")).isEmpty();
        assertThat(b.history().attempts("request-1")).hasSize(1);
    }

    @Test
    void aLeaseThatRanOutIsStillOursUntilSomebodyTakesIt() throws Exception {
        Claim claim = claim(a, "request-1");
        a.endAllLeases();

        Claim renewed = a.requests().renew(claim, LEASE);

        assertThat(renewed.leaseUntil()).isAfter(Instant.now());
        assertThat(b.requests().claim(request("request-1"), LEASE)).isInstanceOf(Busy.class);
    }

    @Test
    void ofFourThatClaimANewRequestOneGetsIt() throws Exception {
        List<String> ids = ids(100);

        List<String> winners = Collections.synchronizedList(new ArrayList<>());
        Racing.of(4, thread -> {
            Journal node = thread % 2 == 0 ? a : b;
            for (String id : ids) {
                ClaimVerdict verdict = node.requests().claim(request(id), LEASE);
                if (verdict instanceof Granted) {
                    winners.add(id);
                } else {
                    assertThat(verdict).isInstanceOf(Busy.class);
                }
            }
            return thread;
        });

        assertThat(winners).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void ofFourThatTakeOverOneGetsIt() throws Exception {
        List<String> ids = ids(50);
        for (String id : ids) {
            claim(a, id);
        }
        a.endAllLeases();

        List<String> winners = Collections.synchronizedList(new ArrayList<>());
        Racing.of(4, thread -> {
            Journal node = thread % 2 == 0 ? a : b;
            for (String id : ids) {
                if (node.requests().claim(id, LEASE).orElseThrow() instanceof Granted granted) {
                    assertThat(granted.claim().fence()).isEqualTo(2);
                    winners.add(id);
                }
            }
            return thread;
        });

        assertThat(winners).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aFailedAttemptIsKeptAndAnotherOneFollows() throws Exception {
        FailureNote refused = new FailureNote("TRANSIENT_REMOTE", "STOR a.txt refused", Optional.of("450 busy"));

        Instant due = a.requests().retryLater(claim(a, "request-1"), Duration.ofMinutes(5), refused, TALLY);

        assertThat(due).isBetween(Instant.now().plusSeconds(240), Instant.now().plusSeconds(360));
        RequestRecord waiting = a.history().find("request-1").orElseThrow();
        assertThat(waiting.state()).isEqualTo(RequestState.RETRY_WAIT);
        assertThat(waiting.due()).contains(due);
        assertThat(waiting.failure()).contains(refused);
        assertThat(waiting.work().owner()).isEmpty();
        assertThat(a.history().attempts("request-1")).singleElement().satisfies(attempt -> {
            assertThat(attempt.failure()).contains(refused);
            assertThat(attempt.bytes()).isEqualTo(100);
            assertThat(attempt.result()).isEqualTo(RequestState.RETRY_WAIT);
        });
        assertThat(claim(b, "request-1"))
                .extracting(Claim::attempt, Claim::fence, Claim::takenOver)
                .containsExactly(2, 2L, false);
    }

    @Test
    void waitingForACircuitIsNoAttempt() throws Exception {
        a.requests().hold(claim(a, "request-1"), "circuit", Duration.ofMinutes(1));

        assertThat(a.history().find("request-1").orElseThrow())
                .extracting(RequestRecord::state, RequestRecord::waitReason)
                .containsExactly(RequestState.WAITING, Optional.of("circuit"));
        assertThat(a.history().attempts("request-1")).isEmpty();
        assertThat(claim(b, "request-1").attempt()).isEqualTo(1);
    }

    @Test
    void aNodeThatStopsLeavesItsRequestToTheNext() throws Exception {
        a.requests().release(claim(a, "request-1"));

        assertThat(a.history().find("request-1").orElseThrow().state()).isEqualTo(RequestState.ACCEPTED);
        assertThat(claim(b, "request-1"))
                .extracting(Claim::attempt, Claim::takenOver)
                .containsExactly(1, false);
    }

    @Test
    void itemsAreReplacedByWhatIsKnownLater() throws Exception {
        Claim claim = claim(a, "request-1");
        ItemRecord first = ItemRecord.pending(0, "a.txt");
        ItemRecord second = ItemRecord.pending(1, "b.txt");
        a.requests().record(claim, List.of(first, second), Tally.NONE);
        ItemRecord moved = first.completed("in/a.txt", 42, Optional.of("ab".repeat(32)), Duration.ofMillis(1500));
        ItemRecord failed = second.failed(
                new FailureNote("PERMANENT_REMOTE", "no such file", Optional.of("550 b.txt?")), Duration.ofMillis(3));

        a.requests().record(claim, List.of(moved), TALLY);
        a.requests().finish(claim, Ending.of(RequestState.PARTIAL, "{}", TALLY).withItems(List.of(failed)));

        assertThat(b.history().items("request-1")).containsExactly(moved, failed);
    }

    @Test
    void howFarItHasComeIsSeenWhileItRuns() throws Exception {
        a.requests().renew(claim(a, "request-1"), LEASE, TALLY);

        assertThat(b.history().find("request-1").orElseThrow().tally()).isEqualTo(TALLY);
    }

    @Test
    void whatNobodyWorksOnIsCancelledAtOnce() throws Exception {
        a.requests().receive(request("request-1"));

        assertThat(b.requests().cancel("request-1", "ops")).isEqualTo(CancelVerdict.CANCELLED);
        assertThat(a.requests().claim(request("request-1"), LEASE))
                .isInstanceOfSatisfying(
                        Ended.class,
                        ended -> assertThat(ended.request().cancelledBy()).contains("ops"));
        assertThat(b.requests().cancel("request-1", "ops")).isEqualTo(CancelVerdict.TOO_LATE);
        assertThat(b.requests().cancel("request-2", "ops")).isEqualTo(CancelVerdict.UNKNOWN);
    }

    @Test
    void whatADeadNodeLeftBehindIsCancelledAtOnceAndMayBeReplayed() throws Exception {
        claim(a, "request-1");
        a.endAllLeases();

        assertThat(b.requests().cancel("request-1", "ops")).isEqualTo(CancelVerdict.CANCELLED);

        assertThat(a.history().find("request-1").orElseThrow())
                .extracting(RequestRecord::state, found -> found.work().owner())
                .containsExactly(RequestState.CANCELLED, Optional.empty());
        assertThat(a.history().attempts("request-1")).singleElement().satisfies(attempt -> assertThat(
                        attempt.failure().orElseThrow().errorClass())
                .isEqualTo(FailureNote.NODE_LOST));
        assertThat(b.requests().replay("request-1", "ops", "m2")).isTrue();
    }

    @Test
    void whoWorksOnItLearnsOfTheWishToCancel() throws Exception {
        Claim claim = claim(a, "request-1");
        assertThat(a.requests().renew(claim, LEASE).cancelRequested()).isFalse();

        assertThat(b.requests().cancel("request-1", "ops")).isEqualTo(CancelVerdict.REQUESTED);

        assertThat(a.requests().renew(claim, LEASE).cancelRequested()).isTrue();
        a.endAllLeases();
        assertThat(claim(b, "request-1").cancelRequested()).isTrue();
    }

    @Test
    void aRejectedRequestIsKeptWithItsReason() throws Exception {
        FailureNote why = FailureNote.of("INVALID", "source.endpoint: \"nowhere\" is not known");

        assertThat(a.requests().reject(request("request-1"), why, "{\"rejected\":1}"))
                .isTrue();

        RequestRecord rejected = a.history().find("request-1").orElseThrow();
        assertThat(rejected.failure()).contains(why);
        assertThat(rejected.finished()).isPresent();
        assertThat(a.history().outcome("request-1")).contains("{\"rejected\":1}");
    }

    @Test
    void aRejectionTouchesNoOtherRequestOfThatId() throws Exception {
        claim(a, "request-1");
        RequestRecord before = a.history().find("request-1").orElseThrow();

        assertThat(b.requests().reject(request("request-1"), RESET, "{}")).isFalse();
        assertThat(b.requests().receive(request("request-1"))).isFalse();

        assertThat(a.history().find("request-1")).contains(before);
    }

    @Test
    void aDeadRequestIsReplayedWithItsHistory() throws Exception {
        a.requests()
                .finish(
                        claim(a, "request-1"),
                        Ending.of(RequestState.DEAD, "{}", TALLY).withFailure(RESET));

        assertThat(b.requests().replay("request-1", "ops", "message-2")).isTrue();
        assertThat(b.requests().replay("request-1", "ops", "message-2")).isFalse();

        assertThat(b.history().outcome("request-1")).isEmpty();
        Claim again = claim(b, "request-1");
        assertThat(again).extracting(Claim::attempt, Claim::fence).containsExactly(1, 2L);
        b.requests().finish(again, Ending.of(RequestState.COMPLETED, "{}", TALLY));
        assertThat(b.requests().replay("request-1", "ops", "message-2")).isFalse();
        assertThat(b.history().attempts("request-1"))
                .extracting(AttemptRecord::result)
                .containsExactly(RequestState.DEAD, RequestState.COMPLETED);
        assertThat(events("request-1"))
                .containsExactly("accepted", "started", "failed", "dead-lettered", "replayed", "started", "completed");
    }

    @Test
    void hostileTextsAreKeptAsTextAndLongOnesCut() throws Exception {
        String nasty = "'); DROP TABLE drover_request; --\u0000\uD800 \uD83D\uDE9A";
        String body = "{\"x\":\"" + "y".repeat(256 * 1024) + "\"}";
        String answer = "[" + "0,".repeat(1_500_000) + "0]";
        NewRequest request = NewRequest.of("request-1", nasty, body)
                .withJobName(Optional.of(nasty))
                .between(Optional.of(nasty), Optional.of(nasty))
                .withSubmitter(Optional.of(nasty.repeat(20)));
        Claim claim = ((Granted) a.requests().claim(request, LEASE)).claim();
        FailureNote failure = new FailureNote(nasty, nasty.repeat(500), Optional.of(nasty));
        ItemRecord item = ItemRecord.pending(0, nasty.repeat(500)).failed(failure, Duration.ZERO);

        a.requests()
                .finish(
                        claim,
                        Ending.of(RequestState.FAILED, answer, TALLY)
                                .withFailure(failure)
                                .withItems(List.of(item)));

        RequestRecord found = b.history().find("request-1").orElseThrow();
        String shown = "'); DROP TABLE drover_request; --\uFFFD\uFFFD \uD83D\uDE9A";
        assertThat(found.asked().jobName()).contains(shown);
        assertThat(found.failure().orElseThrow().message()).startsWith(shown).endsWith("…");
        assertThat(b.history().items("request-1").get(0).path())
                .startsWith(shown)
                .endsWith("…");
        assertThat(b.history().outcome("request-1")).contains(answer);
        assertThat(b.history().body("request-1")).contains(body);
        assertThat(b.requests().claim(request, LEASE)).isInstanceOf(Ended.class);
    }

    @Test
    void aRejectedRequestGivesWayToAnotherOneOfItsId() throws Exception {
        NewRequest wrong = NewRequest.of("request-1", "?", "no request");
        assertThat(a.requests().reject(wrong, FailureNote.of("INVALID", "no"), "{}"))
                .isTrue();
        assertThat(a.history().find("request-1").orElseThrow().state()).isEqualTo(RequestState.REJECTED);

        ClaimVerdict verdict = b.requests().claim(request("request-1").withMessageKey("m2"), LEASE);

        assertThat(verdict).isInstanceOf(Granted.class);
        RequestRecord found = a.history().find("request-1").orElseThrow();
        assertThat(found.state()).isEqualTo(RequestState.RUNNING);
        assertThat(found.asked().operation()).isEqualTo("transfer");
        assertThat(found.asked().messageKey()).contains("m2");
        assertThat(found.failure()).isEmpty();
        assertThat(found.finished()).isEmpty();
    }

    @Test
    void aRequestThatWaitsMayBeRejectedLaterButNotOneThatRunsOrEnded() throws Exception {
        FailureNote no = FailureNote.of("FORBIDDEN", "no more");
        a.requests().hold(claim(a, "request-1"), "circuit", Duration.ofHours(1));
        claim(a, "request-2");
        a.requests().finish(claim(a, "request-3"), Ending.of(RequestState.COMPLETED, "{}", TALLY));

        assertThat(b.requests().reject(request("request-1"), no, "{}")).isTrue();
        assertThat(b.requests().reject(request("request-2"), no, "{}")).isFalse();
        assertThat(b.requests().reject(request("request-3"), no, "{}")).isFalse();

        assertThat(a.history().find("request-1").orElseThrow().state()).isEqualTo(RequestState.REJECTED);
        assertThat(a.history().find("request-2").orElseThrow().state()).isEqualTo(RequestState.RUNNING);
        assertThat(a.history().find("request-3").orElseThrow().state()).isEqualTo(RequestState.COMPLETED);
    }

    @Test
    void aRejectionDoesNotTouchWhatAnotherMessageBrought() throws Exception {
        NewRequest first = request("request-1").withMessageKey("m1");
        a.requests().receive(first);

        assertThat(b.requests().reject(request("request-1").withMessageKey("m2"), RESET, "{}"))
                .isFalse();

        assertThat(a.history().find("request-1").orElseThrow().state()).isEqualTo(RequestState.RECEIVED);
        assertThat(b.requests().reject(first, RESET, "{}")).isTrue();
    }

    @Test
    void requestsThatWriteToAnEndpointHaveAnOrder() throws Exception {
        NewRequest first = request("request-9").withTurn(turn("acme", 0, Instant.EPOCH));
        a.requests().receive(first);
        a.requests().receive(request("request-1").withTurn(turn("acme", 0, Instant.EPOCH)));
        a.requests().receive(request("request-2").between(Optional.of("acme"), Optional.of("other")));

        assertThat(b.requests().isFirst("request-9", "acme")).isTrue();
        assertThat(b.requests().isFirst("request-1", "acme")).isFalse();
        assertThat(b.requests().isFirst("request-1", "other")).isTrue();

        Claim claim = ((Granted) b.requests().claim(first, LEASE)).claim();
        assertThat(a.requests().isFirst("request-1", "acme")).isFalse();
        b.requests().finish(claim, Ending.of(RequestState.DEAD, "{}", TALLY));

        assertThat(a.requests().isFirst("request-1", "acme")).isTrue();
    }

    @Test
    void theBrokerKnowsBestInWhichOrderRequestsCame() throws Exception {
        Instant moment = Instant.parse("2026-01-01T00:00:00Z");
        a.requests().receive(request("request-1").withTurn(arrived("acme", moment, 8)));
        a.requests().receive(request("request-2").withTurn(arrived("acme", moment, 7)));
        a.requests().receive(request("request-3").withTurn(arrived("acme", moment.minusMillis(1), 9)));

        assertThat(b.requests().isFirst("request-3", "acme")).isTrue();
        a.requests().cancel("request-3", "ops");
        assertThat(b.requests().isFirst("request-1", "acme")).isFalse();
        assertThat(b.requests().isFirst("request-2", "acme")).isTrue();
    }

    @Test
    void whatIsToBeginLaterComesAfterWhatMayBeginNow() throws Exception {
        a.requests()
                .receive(request("request-1")
                        .withTurn(turn("acme", 0, Instant.now().plusSeconds(60))));
        a.requests().receive(request("request-2").withTurn(turn("acme", 0, Instant.EPOCH)));

        assertThat(b.requests().isFirst("request-2", "acme")).isTrue();
        assertThat(b.requests().isFirst("request-1", "acme")).isFalse();
    }

    @Test
    void whatIsOverdueAndWaitsEndsButNotWhatRuns() throws Exception {
        Optional<Instant> past = Optional.of(Instant.now().minusSeconds(600));
        a.requests().receive(request("request-1").withDeadline(past));
        a.requests()
                .receive(request("request-2")
                        .withDeadline(Optional.of(Instant.now().plusSeconds(600))));
        a.requests().claim(request("request-3").withDeadline(past), LEASE);

        assertThat(b.requests().expire(Duration.ofMinutes(1)))
                .extracting(RequestRecord::id)
                .containsExactly("request-1");

        assertThat(b.requests().expire(Duration.ofMinutes(1))).isEmpty();
        assertThat(a.history().find("request-1").orElseThrow().state()).isEqualTo(RequestState.EXPIRED);
        assertThat(events("request-1")).endsWith("expired");
    }

    @Test
    void whatNobodyHasSeenForLongEndsButNotWhatIsNotDueOrRuns() throws Exception {
        FailureNote why = FailureNote.of(FailureNote.MESSAGE_LOST, "gone");
        a.requests().receive(request("request-1"));
        a.requests().hold(claim(a, "request-2"), "notBefore", Duration.ofHours(1));
        claim(a, "request-3");

        assertThat(b.requests().giveUpLost(Duration.ofHours(1), why)).isEmpty();
        assertThat(b.requests().giveUpLost(Duration.ZERO, why))
                .extracting(RequestRecord::id)
                .containsExactly("request-1");

        RequestRecord lost = a.history().find("request-1").orElseThrow();
        assertThat(lost.state()).isEqualTo(RequestState.DEAD);
        assertThat(lost.failure()).contains(why);
        assertThat(events("request-1")).containsExactly("received", "failed");
        assertThat(b.requests().replay("request-1", "ops", "m2")).isTrue();
    }

    @Test
    void aSignOfLifeKeepsARequestFromBeingGivenUp() throws Exception {
        NewRequest waiting = request("request-1").withMessageKey("m1");
        a.requests().receive(waiting);
        a.database().update("age", "UPDATE drover_request SET updated_at = updated_at - INTERVAL '2' HOUR");
        FailureNote why = FailureNote.of(FailureNote.MESSAGE_LOST, "gone");

        b.requests().seen(waiting.withMessageKey("m2"));
        assertThat(a.history().find("request-1").orElseThrow().updated())
                .isBefore(Instant.now().minusSeconds(3600));
        b.requests().seen(waiting);

        assertThat(b.requests().giveUpLost(Duration.ofHours(1), why)).isEmpty();
    }

    @Test
    void aReplayKeepsWhatArrivedAndForgetsWhatFailed() throws Exception {
        ItemRecord arrived = ItemRecord.pending(0, "a")
                .withDetail("{\"size\":1}")
                .completed("in/a", 1, Optional.empty(), Duration.ZERO);
        ItemRecord failed = ItemRecord.pending(1, "b").failed(FailureNote.of("CONFLICT", "there"), Duration.ZERO);
        a.requests()
                .finish(
                        claim(a, "request-1"),
                        Ending.of(RequestState.PARTIAL, "{}", TALLY).withItems(List.of(arrived, failed)));

        assertThat(b.requests().replay("request-1", "ops", "again-1")).isTrue();

        assertThat(a.history().items("request-1"))
                .extracting(ItemRecord::state)
                .containsExactly(ItemRecord.State.COMPLETED, ItemRecord.State.PENDING);
        assertThat(a.history().items("request-1").get(0).detail()).contains("{\"size\":1}");
        assertThat(a.history().find("request-1").orElseThrow().asked().messageKey())
                .contains("again-1");
    }

    private static List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add("request-" + i);
        }
        return ids;
    }

    private static Turn turn(String endpoint, long number, Instant earliest) {
        return new Turn(List.of("other-one", endpoint), Optional.empty(), number, Optional.of(earliest));
    }

    private static Turn arrived(String endpoint, Instant at, long number) {
        return new Turn(List.of(endpoint), Optional.of(at), number, Optional.empty());
    }

    private static NewRequest request(String id) {
        return NewRequest.of(id, "transfer", "{\"n\":\"" + id + "\"}");
    }

    private static Claim claim(Journal node, String id) throws JournalException {
        ClaimVerdict verdict = node.requests().claim(request(id), LEASE);
        assertThat(verdict).isInstanceOf(Granted.class);
        return ((Granted) verdict).claim();
    }

    private List<String> events(String id) throws JournalException {
        return a.history().events(id).stream().map(RequestEvent::event).toList();
    }
}
