package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpReply;
import dev.drover.journal.RequestState;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.Outcome.Status;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class JudgementTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RetryPolicy POLICY = RetryPolicy.DEFAULT
            .withPauses(Duration.ofSeconds(1), Duration.ofMinutes(1))
            .withJitter(0);

    @ParameterizedTest
    @EnumSource(
            value = ErrorClass.class,
            names = {"TRANSIENT_NETWORK", "TRANSIENT_REMOTE", "AMBIGUOUS", "INTEGRITY", "LOCAL_FULL", "AUTH"})
    void whatMayPassIsTriedAgain(ErrorClass errorClass) throws Exception {
        assertThat(judge(failed(errorClass), 1)).isInstanceOf(Judgement.Later.class);
        assertThat(judge(failed(errorClass), 5)).isEqualTo(new Judgement.Over(RequestState.DEAD));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorClass.class,
            mode = Mode.EXCLUDE,
            names = {"TRANSIENT_NETWORK", "TRANSIENT_REMOTE", "AMBIGUOUS", "INTEGRITY", "LOCAL_FULL", "AUTH"})
    void whatWillNotPassIsOverAtOnce(ErrorClass errorClass) throws Exception {
        assertThat(judge(failed(errorClass), 1)).isEqualTo(new Judgement.Over(RequestState.DEAD));
    }

    @Test
    void pausesGrow() throws Exception {
        assertThat(delay(ErrorClass.TRANSIENT_NETWORK, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delay(ErrorClass.TRANSIENT_NETWORK, 3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(delay(ErrorClass.TRANSIENT_REMOTE, 1)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aReplyThatTheEndpointNamesIsTriedAgain() throws Exception {
        Failure busy = new Failure(
                ErrorClass.PERMANENT_REMOTE,
                "busy",
                Optional.of(FtpReply.of(550, "Busy.")),
                false,
                1,
                Optional.empty());
        Outcome outcome = outcome(Status.FAILED, "", item(busy));

        assertThat(Judgement.of(outcome, 1, 5, POLICY.withRetryCodes(Set.of(550)), NOW, 0))
                .isInstanceOf(Judgement.Later.class);
        assertThat(Judgement.of(outcome, 1, 5, POLICY, NOW, 0)).isEqualTo(new Judgement.Over(RequestState.DEAD));
    }

    @Test
    void onePassingFailureAmongOthersIsReasonEnough() throws Exception {
        Outcome outcome = outcome(
                Status.PARTIAL, "", item(failure(ErrorClass.CONFLICT)), item(failure(ErrorClass.TRANSIENT_REMOTE)));

        assertThat(judge(outcome, 1)).isInstanceOf(Judgement.Later.class);
        assertThat(judge(outcome, 5)).isEqualTo(new Judgement.Over(RequestState.PARTIAL));
    }

    @Test
    void theDeadlineEndsEverythingButSuccess() throws Exception {
        String soon = "\"deadline\":\"2026-03-01T12:00:00.500Z\",";
        String past = "\"deadline\":\"2026-03-01T11:59:59Z\",";

        assertThat(judge(outcome(Status.FAILED, soon, item(failure(ErrorClass.TRANSIENT_NETWORK))), 1))
                .isEqualTo(new Judgement.Over(RequestState.EXPIRED));
        assertThat(judge(outcome(Status.PARTIAL, past, item(failure(ErrorClass.CONFLICT))), 1))
                .isEqualTo(new Judgement.Over(RequestState.EXPIRED));
        assertThat(judge(outcome(Status.COMPLETED, past), 1)).isEqualTo(new Judgement.Over(RequestState.COMPLETED));
    }

    @Test
    void whatWasCancelledIsNotTriedAgain() throws Exception {
        assertThat(judge(outcome(Status.CANCELLED, "", item(failure(ErrorClass.TRANSIENT_NETWORK))), 1))
                .isEqualTo(new Judgement.Over(RequestState.CANCELLED));
    }

    private static Judgement judge(Outcome outcome, int attempt) {
        return Judgement.of(outcome, attempt, 5, POLICY, NOW, 0);
    }

    private static Duration delay(ErrorClass errorClass, int attempt) throws Exception {
        return ((Judgement.Later) judge(failed(errorClass), attempt)).delay();
    }

    private static Outcome failed(ErrorClass errorClass) throws Exception {
        return outcome(Status.FAILED, "", item(failure(errorClass)));
    }

    private static Failure failure(ErrorClass errorClass) {
        return Failure.of(errorClass, "It failed.");
    }

    private static Item item(Failure failure) {
        return new Item(
                "a", Optional.of("a"), ItemStatus.FAILED, 0, Duration.ZERO, Optional.empty(), Optional.of(failure));
    }

    private static Outcome outcome(Status status, String more, Item... items) throws Exception {
        TransferRequest request = new RequestReader()
                .read("{\"version\":1,\"id\":\"request-0001\",\"operation\":\"transfer\"," + more
                        + "\"source\":{\"endpoint\":\"a\",\"paths\":[\"a\"]},\"destination\":{\"endpoint\":\"b\"}}");
        return new Outcome(request, status, List.of(items), List.of(), Optional.empty(), NOW, Duration.ZERO);
    }
}
