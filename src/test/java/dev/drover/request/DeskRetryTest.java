package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.journal.RequestState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that are tried again. */
class DeskRetryTest extends DeskScene {
    @Test
    void aRetryThatWasNotToldIsToldAgainAndItsPauseKept() throws Exception {
        desk = desk(a, Map.of("acme.retry.base", "20s"));
        write(drop.resolve("a"), "1");
        String body = transfer("'paths':['a']", "'directory':'in'");
        server.stop();
        List<Letter> lost = desk.handle(message("m1", body), files());
        server.restart();

        List<Letter> again = desk.handle(message("m1", body), files());

        assertThat(kinds(again)).containsExactly("retry-scheduled", "again");
        assertThat(ids(again)).isEqualTo(ids(lost));
        assertThat(again(again).delay())
                .isBetween(Duration.ofSeconds(5), again(lost).delay());
        assertThat(record().state()).isEqualTo(RequestState.RETRY_WAIT);
        assertThat(record().work().attempts()).isEqualTo(1);
    }
}
