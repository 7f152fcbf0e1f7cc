package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.StoppedClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final StoppedClock clock = new StoppedClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Throttle throttle = new Throttle(clock, 6);

    @Test
    void aMinutesRequestsBeginAtOnceAndTheOthersOneByOne() {
        for (int i = 0; i < 6; i++) {
            assertThat(throttle.ask("billing")).isEmpty();
        }
        assertThat(throttle.ask("billing")).contains(Duration.ofSeconds(10));
        assertThat(throttle.ask("billing")).contains(Duration.ofSeconds(20));
    }

    @Test
    void othersDoNotWait() {
        for (int i = 0; i < 100; i++) {
            throttle.ask("billing");
        }
        assertThat(throttle.ask("sales")).isEmpty();
    }

    @Test
    void whoWasQuietForAWhileMayAskAgain() {
        for (int i = 0; i < 7; i++) {
            throttle.ask("billing");
        }
        clock.advance(Duration.ofSeconds(30));
        assertThat(throttle.ask("billing")).isEmpty();
        assertThat(throttle.ask("billing")).isEmpty();
        assertThat(throttle.ask("billing")).contains(Duration.ofSeconds(10));
    }

    @Test
    void submittersOfLongAgoAreForgotten() {
        for (int i = 0; i < 5000; i++) {
            throttle.ask("user-" + i);
            clock.advance(Duration.ofSeconds(10));
        }
        assertThat(throttle.size()).isLessThanOrEqualTo(1000);
    }

    @Test
    void withoutALimitNobodyWaits() {
        Throttle open = new Throttle(clock, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(open.ask("billing")).isEmpty();
        }
    }
}
