package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.journal.RequestState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of requests whose message the broker gave up. */
class DeskGivingUpTest extends DeskScene {
    private static final String REASON = "It was delivered too often.";

    @Test
    void theRequestOfAMessageThatIsGivenUpEnds() throws Exception {
        Incoming message = message("m1", waiting());
        desk.handle(message, files());
        assertThat(record().state()).isEqualTo(RequestState.WAITING);

        List<Letter> letters = desk.giveUp(message, false, REASON);

        assertThat(kinds(letters)).containsExactly("failed", "dead POISON", "dead-lettered", "reply FAILED");
        assertThat(replies(letters)).singleElement().asString().contains(REASON);
        assertThat(record().state()).isEqualTo(RequestState.DEAD);
        assertThat(timeline()).endsWith("failed", "dead-lettered");
        assertThat(ids(desk.giveUp(message, false, REASON))).isEqualTo(ids(letters));
    }

    @Test
    void aMessageThatExpiredBeforeAnybodySawItLeavesItsRequestExpired() throws Exception {
        List<Letter> letters = desk.giveUp(message("m1", waiting()), true, "It expired.");

        assertThat(kinds(letters)).containsExactly("expired", "dead EXPIRED", "dead-lettered", "reply EXPIRED");
        assertThat(letters.get(1)).isInstanceOfSatisfying(Letter.Dead.class, dead -> assertThat(dead.reason())
                .isEqualTo("It expired."));
        assertThat(record().state()).isEqualTo(RequestState.EXPIRED);
    }

    @Test
    void aTwinThatIsGivenUpLeavesTheRequestAlone() throws Exception {
        desk.handle(message("m1", waiting()), files());

        List<Letter> letters = desk.giveUp(message("m2", waiting()), false, REASON);

        assertThat(kinds(letters)).containsExactly("dead POISON");
        assertThat(letters.get(0)).isInstanceOfSatisfying(Letter.Dead.class, dead -> assertThat(dead.requestId())
                .contains("request-0001"));
        assertThat(record().state()).isEqualTo(RequestState.WAITING);
    }

    @Test
    void whoMayNotAskTakesNoIdByLettingMessagesExpire() throws Exception {
        desk = desk(a, Map.of("acme.submitters", "billing"));
        String body = transfer("'paths':['a']", "'directory':'in'");
        write(drop.resolve("a"), "1");

        assertThat(kinds(desk.giveUp(message("m1", body, Optional.of("mallory")), true, "It expired.")))
                .contains("rejected", "dead FORBIDDEN");

        Incoming other = message("m2", body.replace("\"in\"", "\"to\""), Optional.of("billing"));
        assertThat(kinds(desk.handle(other, files()))).contains("completed");
    }

    @Test
    void theMessageOfARequestThatRunsComesBackForItsOutcome() throws Exception {
        claim(b, waiting(), Duration.ofMinutes(1));

        assertThat(kinds(desk.giveUp(message("m1", waiting()), false, REASON))).containsExactly("again");
        assertThat(record().state()).isEqualTo(RequestState.RUNNING);
    }

    @Test
    void aRequestWhoseMessageDoesNotComeBackEndsAndIsTold() throws Exception {
        desk = desk(a, Map.of(), SETTINGS.withWaits(Duration.ofDays(30), Duration.ZERO));
        a.requests().receive(message("m1", waiting()).asNew(new RequestReader().read(waiting())));

        desk.sweep();

        assertThat(record().state()).isEqualTo(RequestState.DEAD);
        assertThat(news).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Event.Kind.FAILED);
            assertThat(event.json()).contains("MESSAGE_LOST");
        });
    }

    @Test
    void whatIsNoRequestIsADeadLetterAndNoMore() {
        assertThat(kinds(desk.giveUp(message("m1", "rubbish"), false, REASON))).containsExactly("dead POISON");
    }

    @Test
    void aRequestThatDroverFailsOnEndsAndIsAnswered() throws Exception {
        RequestListener broken = new RequestListener() {
            @Override
            public void started(TransferRequest request) {
                throw new IllegalStateException("broken");
            }
        };
        String body = transfer("'paths':['a']", "'directory':'in'");
        assertThat(kinds(desk.handle(message("m1", body), broken))).containsExactly("again");

        List<Letter> letters = desk.handle(returned("m1", body), broken);

        assertThat(kinds(letters)).containsExactly("failed", "dead INTERNAL", "dead-lettered", "reply FAILED");
        assertThat(record().state()).isEqualTo(RequestState.DEAD);
    }

    private static Incoming returned(String key, String body) {
        return new Incoming(body, key, Optional.empty(), Optional.empty(), 4, true, Optional.empty(), 5);
    }

    private String waiting() {
        return transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'notBefore':'" + clock.instant().plusSeconds(3600) + "',");
    }
}
