package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.journal.RequestState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A cancel may overtake the request that it is about. */
class DeskCancelTest extends DeskScene {
    private static final Optional<String> BILLING = Optional.of("billing");
    private static final String CANCEL = cancel("cancel-0001", "request-0001");

    @Test
    void aRequestThatWasCancelledBeforeItCameIsNotBegun() throws Exception {
        write(drop.resolve("a"), "1");
        String body = transfer("'paths':['a']", "'directory':'in'");
        assertThat(kinds(desk.handle(message("m0", CANCEL, BILLING), files()))).contains("reply COMPLETED");

        List<Letter> letters = desk.handle(message("m1", body, BILLING), files());

        assertThat(kinds(letters)).containsExactly("cancelled", "reply CANCELLED");
        assertThat(ids(desk.handle(message("m1", body, BILLING), files()))).isEqualTo(ids(letters));
        assertThat(kinds(desk.handle(message("m2", body, BILLING), files())))
                .containsExactly("duplicate", "reply CANCELLED");
        assertThat(record().state()).isEqualTo(RequestState.CANCELLED);
        assertThat(remote.resolve("in")).doesNotExist();
    }

    @Test
    void aCancelOfSomebodyElseThatCameFirstIsNothingToIt() throws Exception {
        write(drop.resolve("a"), "1");
        desk.handle(message("m0", CANCEL, Optional.of("mallory")), files());

        assertThat(kinds(desk.handle(message("m1", transfer("'paths':['a']", "'directory':'in'"), BILLING), files())))
                .contains("completed");
        assertThat(record().cancelledBy()).isEmpty();
    }

    @Test
    void aCancelThatStandsForNoRequestIsNotReplayed() throws Exception {
        desk.handle(message("m0", CANCEL, BILLING), files());

        assertThat(a.requests().replay("request-0001", "operator", "m9")).isFalse();
    }
}
