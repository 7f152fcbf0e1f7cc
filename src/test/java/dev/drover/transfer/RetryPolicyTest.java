package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpReply;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final RetryPolicy STEADY = RetryPolicy.DEFAULT.withJitter(0);

    @Test
    void pausesGrowUpToTheCap() {
        assertThat(pauses(STEADY.withPauses(Duration.ofSeconds(1), Duration.ofSeconds(5))))
                .containsExactly(1000L, 2000L, 4000L, 5000L, 5000L);
    }

    @Test
    void jitterOnlyEverShortensAPause() {
        RetryPolicy half = STEADY.withJitter(0.5);
        assertThat(half.pause(3, ErrorClass.TRANSIENT_NETWORK, 0)).hasSeconds(4);
        assertThat(half.pause(3, ErrorClass.TRANSIENT_NETWORK, 1)).hasSeconds(2);
    }

    @Test
    void aServerThatSaysNotNowIsGivenMoreTimeThanABrokenConnection() {
        assertThat(STEADY.pause(1, ErrorClass.TRANSIENT_REMOTE, 0))
                .isGreaterThan(STEADY.pause(1, ErrorClass.TRANSIENT_NETWORK, 0));
    }

    @Test
    void manyFailuresDoNotOverflow() {
        assertThat(STEADY.pause(Integer.MAX_VALUE, ErrorClass.TRANSIENT_NETWORK, 0))
                .isEqualTo(STEADY.cap());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"AUTH", "TLS_POLICY", "PERMANENT_REMOTE", "LOCAL", "CONFLICT", "FORBIDDEN", "INVALID", "CANCELLED"
            })
    void whatCannotGetBetterByItselfIsNotTriedAgain(ErrorClass errorClass) {
        assertThat(STEADY.retries(errorClass, Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSIENT_NETWORK", "TRANSIENT_REMOTE", "AMBIGUOUS", "INTEGRITY", "LOCAL_FULL"})
    void whatMayPassIsTriedAgain(ErrorClass errorClass) {
        assertThat(STEADY.retries(errorClass, Optional.empty())).isTrue();
    }

    @Test
    void aServerThatSays550ForBusyCanBeConfigured() {
        RetryPolicy policy = STEADY.withRetryCodes(Set.of(550));
        assertThat(policy.retries(ErrorClass.PERMANENT_REMOTE, Optional.of(FtpReply.of(550, "busy"))))
                .isTrue();
        assertThat(policy.retries(ErrorClass.PERMANENT_REMOTE, Optional.of(FtpReply.of(553, "name"))))
                .isFalse();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> STEADY.withAttempts(0)).hasMessageContaining("at least once");
        assertThatThrownBy(() -> STEADY.withPauses(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("no range");
        assertThatThrownBy(() -> STEADY.withJitter(Double.NaN)).hasMessageContaining("jitter");
    }

    private static long[] pauses(RetryPolicy policy) {
        return IntStream.rangeClosed(1, 5)
                .mapToLong(n -> policy.pause(n, ErrorClass.TRANSIENT_NETWORK, 0).toMillis())
                .toArray();
    }
}
