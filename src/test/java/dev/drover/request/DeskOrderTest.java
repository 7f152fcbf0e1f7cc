package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At an endpoint that is ordered, requests that write to it are carried out in the order in which they came. */
class DeskOrderTest extends DeskScene {
    @BeforeEach
    void keepOrder() throws Exception {
        write(drop.resolve("a"), "1");
        desk = desk(a, Map.of("acme.ordered", "true", "acme.allow.list", "**"));
    }

    @Test
    void aRequestForLaterHoldsUpNobody() throws Exception {
        Instant later = clock.instant().plus(Duration.ofDays(20));
        String far = transfer("'paths':['a']", "'directory':'far'", "'notBefore':'" + later + "',");
        assertThat(kinds(desk.handle(inGroup("m1", far), files()))).containsExactly("again");

        assertThat(kinds(desk.handle(inGroup("m2", numbered(2)), files()))).contains("completed");

        clock.offset = Duration.ofDays(20);
        assertThat(kinds(desk.handle(inGroup("m1", far), files()))).contains("completed");
    }

    @Test
    void aRequestThatIsToBeginInAnotherCenturyIsRefused() throws Exception {
        String body = transfer("'paths':['a']", "'directory':'in'", "'notBefore':'2299-01-01T00:00:00Z',");

        List<Letter> letters = desk.handle(message("m1", body), files());

        assertThat(kinds(letters)).containsExactly("rejected", "dead INVALID", "dead-lettered", "reply REJECTED");
        assertThat(replies(letters)).singleElement().asString().contains("TOO_FAR_AHEAD", "720 hours");
    }

    @Test
    void aRequestThatOnlyReadsHoldsUpNobody() throws Exception {
        String list = ("{'version':1,'id':'request-0009','operation':'list','notBefore':'"
                        + clock.instant().plusSeconds(60) + "','source':{'endpoint':'acme','directory':'.'}}")
                .replace('\'', '"');
        assertThat(kinds(desk.handle(inGroup("m1", list), files()))).containsExactly("again");

        assertThat(kinds(desk.handle(inGroup("m2", numbered(2)), files()))).contains("completed");
    }

    @Test
    void aRequestWithoutGroupHasItsPlaceFromTheFirstTimeThatItIsSeen() throws Exception {
        Instant moment = clock.instant();
        Incoming second = message("m2", numbered(2)).withArrival(new Arrival(moment, 12));
        Incoming first = message("m1", numbered(1)).withArrival(new Arrival(moment, 11));
        Letter.Again sorted = again(desk.handle(second, files()));
        assertThat(sorted.group()).contains("acme");
        desk.handle(first, files());

        assertThat(kinds(desk.handle(inGroup("m2", numbered(2)), files()))).containsExactly("again");
        assertThat(kinds(desk.handle(inGroup("m1", numbered(1)), files()))).contains("completed");
        assertThat(kinds(desk.handle(inGroup("m2", numbered(2)), files()))).contains("completed");
    }

    @Test
    void aMoveFromAnOrderedEndpointWritesToItToo() throws Exception {
        desk = desk(a, Map.of("drop.ordered", "true"));
        String body = transfer("'paths':['a'],'onSuccess':'delete'", "'directory':'in'");

        assertThat(desk.handle(message("m1", body), files()))
                .singleElement()
                .isEqualTo(new Letter.Again(Duration.ZERO, 0, Optional.of("drop")));
        assertThat(kinds(desk.handle(message("m2", numbered(2)), files()))).contains("completed");
    }

    @Test
    void theOrderOfTwoEndpointsIsKeptAtOnce() throws Exception {
        desk = desk(a, Map.of("acme.ordered", "true", "drop.ordered", "true"));
        List<Letter> toServer = desk.handle(message("m1", numbered(1)), files());
        assertThat(again(toServer).group()).contains("acme");
        String both = transfer("'paths':['a'],'onSuccess':'delete'", "'directory':'in'")
                .replace("request-0001", "request-0002");
        desk.handle(message("m2", both), files());

        assertThat(kinds(desk.handle(inGroup("m2", both), files()))).containsExactly("again");
        assertThat(kinds(desk.handle(inGroup("m1", numbered(1)), files()))).contains("completed");
        assertThat(kinds(desk.handle(inGroup("m2", both), files()))).contains("completed");
    }

    private static String numbered(int number) {
        return transfer("'paths':['a']", "'directory':'in" + number + "'")
                .replace("request-0001", "request-000" + number);
    }
}
