package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.StoppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final Set<String> ACME = Set.of("acme");

    private final StoppedClock clock = new StoppedClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Circuits circuits = new Circuits(clock, Duration.ofSeconds(30), Duration.ofMinutes(2));

    @Test
    void anEndpointIsUsedUntilItRefuses() {
        assertThat(circuits.ask(ACME)).isEmpty();
        assertThat(circuits.ask(ACME)).isEmpty();
        circuits.failed("acme");

        assertThat(circuits.ask(ACME)).contains(Duration.ofSeconds(30));
        assertThat(circuits.ask(Set.of("other"))).isEmpty();
        assertThat(circuits.ask(Set.of("acme", "other"))).isPresent();
    }

    @Test
    void afterThePauseOneProbesAndTheOthersWait() {
        circuits.failed("acme");
        clock.advance(Duration.ofSeconds(30));

        assertThat(circuits.ask(ACME)).isEmpty();
        assertThat(circuits.ask(ACME)).isPresent();

        circuits.succeeded("acme");
        assertThat(circuits.ask(ACME)).isEmpty();
        assertThat(circuits.ask(ACME)).isEmpty();
        assertThat(circuits.snapshot()).isEmpty();
    }

    @Test
    void eachFailureDoublesThePauseUpToTheLongest() {
        assertThat(circuits.failed("acme")).isEqualTo(Duration.ofSeconds(30));
        assertThat(circuits.failed("acme")).isEqualTo(Duration.ofSeconds(60));
        assertThat(circuits.failed("acme")).isEqualTo(Duration.ofMinutes(2));
        for (int i = 0; i < 100; i++) {
            circuits.failed("acme");
        }
        assertThat(circuits.failed("acme")).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aProbeThatFindsNothingOutLeavesItToTheNext() {
        circuits.failed("acme");
        clock.advance(Duration.ofSeconds(30));
        assertThat(circuits.ask(ACME)).isEmpty();

        circuits.unsettled("acme");

        assertThat(circuits.ask(ACME)).isEmpty();
    }

    @Test
    void aProbeThatNeverReportsDoesNotCloseAnEndpointForEver() {
        circuits.failed("acme");
        clock.advance(Duration.ofSeconds(30));
        assertThat(circuits.ask(ACME)).isEmpty();
        assertThat(circuits.ask(ACME)).isPresent();

        clock.advance(Duration.ofSeconds(30));

        assertThat(circuits.ask(ACME)).isEmpty();
    }
}
