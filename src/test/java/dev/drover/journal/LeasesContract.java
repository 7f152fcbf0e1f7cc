package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on every database. */
abstract class LeasesContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Databases kind;

    private Journal journal;
    private Leases leases;

    LeasesContract(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws IOException {
        journal = kind.twoNodes().get(0);
        leases = journal.leases();
    }

    @Test
    void aLeaseIsOneOwnersUntilItEnds() throws Exception {
        Leases.Held first = leases.acquire("drops", "a", MINUTE).orElseThrow();
        assertThat(leases.acquire("drops", "b", MINUTE)).isEmpty();
        assertThat(leases.holder("drops")).contains(first);

        journal.endAllLeases();

        assertThat(leases.holder("drops")).isEmpty();
        assertThat(leases.acquire("drops", "b", MINUTE).orElseThrow().fence()).isEqualTo(2);
        assertThat(leases.acquire("drops", "a", MINUTE)).isEmpty();
    }

    @Test
    void renewingKeepsTheFenceAndTheBeginning() throws Exception {
        Leases.Held first = leases.acquire("drops", "a", Duration.ofSeconds(30)).orElseThrow();

        Leases.Held renewed = leases.acquire("drops", "a", MINUTE).orElseThrow();

        assertThat(renewed)
                .extracting(Leases.Held::fence, Leases.Held::since)
                .containsExactly(first.fence(), first.since());
        assertThat(renewed.until()).isAfter(first.until());
    }

    @Test
    void anOwnerThatComesBackLateIsANewHolder() throws Exception {
        leases.acquire("drops", "a", MINUTE);
        journal.endAllLeases();

        assertThat(leases.acquire("drops", "a", MINUTE).orElseThrow().fence()).isEqualTo(2);
    }

    @Test
    void onlyItsOwnerGivesALeaseBack() throws Exception {
        leases.acquire("drops", "a", MINUTE);

        leases.release("drops", "b");
        assertThat(leases.acquire("drops", "b", MINUTE)).isEmpty();
        leases.release("drops", "a");

        assertThat(leases.acquire("drops", "b", MINUTE)).isPresent();
    }

    @Test
    void namesAreIndependent() throws Exception {
        leases.acquire("drops", "a", MINUTE);
        leases.acquire("acme", "b", MINUTE);

        assertThat(leases.all())
                .extracting(Leases.Held::name, Leases.Held::owner)
                .containsExactly(tuple("acme", "b"), tuple("drops", "a"));
    }

    @Test
    void ofFourThatWantALeaseOneGetsIt() throws Exception {
        for (int round = 0; round < 20; round++) {
            String name = "race-" + round;
            List<Optional<Leases.Held>> fresh = Racing.of(4, thread -> leases.acquire(name, "owner-" + thread, MINUTE));
            journal.endAllLeases();
            List<Optional<Leases.Held>> again = Racing.of(4, thread -> leases.acquire(name, "owner-" + thread, MINUTE));

            assertThat(fresh.stream().flatMap(Optional::stream)).hasSize(1);
            assertThat(again.stream().flatMap(Optional::stream))
                    .singleElement()
                    .extracting(Leases.Held::fence)
                    .isEqualTo(2L);
        }
    }
}
