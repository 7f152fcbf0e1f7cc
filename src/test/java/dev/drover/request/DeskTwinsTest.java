package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.journal.NewRequest;
import dev.drover.journal.RequestState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two messages that ask for the same: one of them is it, the other is answered. */
class DeskTwinsTest extends DeskScene {
    private static final String[] REFUSED = {"rejected", "dead INVALID", "dead-lettered", "reply REJECTED"};

    @Test
    void aTwinThatIsNotPersistentIsRefusedAndTheOtherGoesOn() throws Exception {
        write(drop.resolve("a"), "1");
        String body = transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'notBefore':'" + clock.instant().plusSeconds(3600) + "',");
        desk.handle(message("m1", body), files());

        assertThat(kinds(desk.handle(fleeting("m2", body), files()))).containsExactly(REFUSED);

        assertThat(record().state()).isEqualTo(RequestState.WAITING);
        assertThat(timeline()).doesNotContain("rejected");
        clock.offset = Duration.ofHours(1);
        assertThat(kinds(desk.handle(message("m1", body), files()))).contains("completed");
    }

    @Test
    void aTwinOfSomebodyElseIsRefusedAndTheOtherGoesOn() throws Exception {
        write(drop.resolve("a"), "1");
        desk = desk(a, Map.of("acme.submitters", "billing"));
        String body = transfer("'paths':['a']", "'directory':'in'");
        server.stop();
        desk.handle(message("m1", body, Optional.of("billing")), files());

        assertThat(kinds(desk.handle(message("m2", body, Optional.of("mallory")), files())))
                .contains("rejected", "dead FORBIDDEN");

        assertThat(record().state()).isEqualTo(RequestState.RETRY_WAIT);
        server.restart();
        List<Letter> letters = desk.handle(message("m1", body, Optional.of("billing")), files());
        assertThat(kinds(letters)).contains("completed");
        assertThat(record().work().attempts()).isEqualTo(2);
    }

    @Test
    void aTwinOfWhatWaitsLongComesBackWhenThatIsDue() throws Exception {
        String soon = waiting("request-0001", 60);
        String late = waiting("request-0002", 3600);
        desk.handle(message("m1", soon), files());
        desk.handle(message("m2", late), files());
        clock.offset = Duration.ofMinutes(-1);

        Letter.Again twin = again(desk.handle(message("m3", soon), files()));
        assertThat(twin.delay()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(121));
        assertThat(again(desk.handle(message("m4", late), files())).delay())
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    }

    @Test
    void aTwinMayBeWrittenInAnyWay() throws Exception {
        write(drop.resolve("a"), "1");
        String body = transfer("'paths':['a']", "'directory':'in'", "'deadline':'2199-01-01T00:00:00Z',");
        desk.handle(message("m1", body), files());

        for (String twin : List.of(
                body.replace(":1,", ":1.0,"),
                body.replace(":1,", ":1,\"dryRun\":false,\"labels\":{},\"options\":{\"verify\":\"size\"},"),
                body.replace("T00:00:00Z", "t01:00:00.000+01:00"),
                body.replace("\"acme\",", "\"acme\",\"ifExists\":\"fail\","))) {
            assertThat(twin).isNotEqualTo(body);
            assertThat(kinds(desk.handle(message("m2", twin), files()))).contains("duplicate");
        }
    }

    @Test
    void whatAnEarlierVersionWroteInAnotherWayIsTheSame() throws Exception {
        write(drop.resolve("a"), "1");
        String body = transfer("'paths':['a']", "'directory':'in'", "'dryRun':false,");
        NewRequest before =
                message("m1", body).asNew(new RequestReader().read(body)).withBody(body);
        a.requests().receive(before);

        assertThat(kinds(desk.handle(message("m1", body), files()))).contains("completed");
    }

    private String waiting(String id, int seconds) {
        return transfer(
                        "'paths':['a']",
                        "'directory':'in'",
                        "'notBefore':'" + clock.instant().plusSeconds(seconds) + "',")
                .replace("request-0001", id);
    }

    private static Incoming fleeting(String key, String body) {
        return new Incoming(body, key, Optional.empty(), Optional.empty(), 4, false, Optional.empty(), 0);
    }
}
