package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Requests that are carried out again because an operator says so. */
class DeskReplayTest extends DeskScene {
    private static final String COMMAND = "{\"command\":\"replay\",\"requestId\":\"request-0001\"}";

    @Test
    void aReplayWhoseMessageDidNotLeaveIsSentAgain() throws Exception {
        String body = transfer("'paths':['a']", "'directory':'in'");
        desk.handle(message("m1", body), files());
        ControlDesk control = new ControlDesk(a, desk);
        ControlDesk.Resend lost = control.handle(COMMAND, "operator").resend().orElseThrow();

        ControlDesk.Resend again = control.handle(COMMAND, "operator").resend().orElseThrow();

        assertThat(again).isEqualTo(lost);
        write(drop.resolve("a"), "1");
        assertThat(kinds(desk.handle(message(again.key(), again.body()), files())))
                .contains("completed");
        assertThat(kinds(desk.handle(message(again.key(), again.body()), files())))
                .containsExactly("completed", "reply COMPLETED");
        assertThat(control.handle(COMMAND, "operator").resend()).isEmpty();
    }

    @Test
    void whatWouldExpireAtOnceIsNotReplayed() throws Exception {
        String body = transfer(
                "'paths':['a']",
                "'directory':'in'",
                "'deadline':'" + clock.instant().minusSeconds(5) + "',");
        desk.handle(message("m1", body), files());

        ControlDesk.Answer answer = new ControlDesk(a, desk).handle(COMMAND, "operator");

        assertThat(answer.resend()).isEmpty();
        assertThat(answer.json()).contains("\"ok\":false", "has passed");
    }
}
