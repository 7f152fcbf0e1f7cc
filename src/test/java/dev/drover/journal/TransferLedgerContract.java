package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on every database. */
abstract class TransferLedgerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Databases kind;

    private Journal journal;
    private TransferLedger a;
    private TransferLedger b;

    TransferLedgerContract(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws IOException {
        List<Journal> nodes = kind.twoNodes();
        journal = nodes.get(0);
        a = nodes.get(0).ledger("drops", MINUTE);
        b = nodes.get(1).ledger("drops", MINUTE);
    }

    @Test
    void aKeyIsTakenOnceAndStaysDone() throws Exception {
        assertThat(a.contains("in/x.csv")).isFalse();
        LedgerClaim claim = a.add("in/x.csv").orElseThrow();
        assertThat(b.contains("in/x.csv")).isTrue();
        assertThat(b.add("in/x.csv")).isEmpty();
        assertThat(a.add("in/x.csv")).isEmpty();

        assertThat(a.confirm(claim)).isTrue();
        journal.endAllLeases();

        assertThat(b.contains("in/x.csv")).isTrue();
        assertThat(b.add("in/x.csv")).isEmpty();
        assertThat(b.find("in/x.csv").orElseThrow().done()).isTrue();
    }

    @Test
    void aKeyThatIsGivenBackIsTakenAgain() throws Exception {
        LedgerClaim first = a.add("in/x.csv").orElseThrow();
        assertThat(a.remove(first)).isTrue();

        LedgerClaim second = a.add("in/x.csv").orElseThrow();

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(a.remove(first)).isFalse();
        assertThat(a.confirm(first)).isFalse();
        assertThat(b.contains("in/x.csv")).isTrue();
    }

    @Test
    void nobodyGivesBackWhatAnotherHas() throws Exception {
        LedgerClaim claim = a.add("in/x.csv").orElseThrow();

        assertThat(b.remove(claim)).isFalse();
        assertThat(b.confirm(claim)).isFalse();
        assertThat(b.releaseAll()).isZero();

        assertThat(a.confirm(claim)).isTrue();
        assertThat(a.remove(claim)).isFalse();
    }

    @Test
    void whatADeadNodeTookIsFreeWhenItsLeaseEnds() throws Exception {
        LedgerClaim lost = a.add("in/x.csv").orElseThrow();
        journal.endAllLeases();

        assertThat(b.contains("in/x.csv")).isFalse();
        LedgerClaim taken = b.add("in/x.csv").orElseThrow();

        assertThat(taken.fence()).isGreaterThan(lost.fence());
        assertThat(a.confirm(lost)).isFalse();
        assertThat(a.remove(lost)).isFalse();
        assertThat(b.confirm(taken)).isTrue();
    }

    @Test
    void leasesAreRenewedForAsLongAsAnybodyMayWork() throws Exception {
        a.add("in/x.csv");
        b.add("in/y.csv");
        journal.endAllLeases();

        assertThat(a.renew(DAY)).isEqualTo(1);
        assertThat(b.contains("in/x.csv")).isTrue();
        assertThat(a.contains("in/y.csv")).isFalse();

        // What was forgotten by whoever took it comes back at last.
        assertThat(a.renew(Duration.ZERO)).isZero();
    }

    @Test
    void pathsOfAnyLengthAreKeys() throws Exception {
        String directory = "in/" + "deep/".repeat(2000);

        assertThat(a.add(directory + "x")).isPresent();
        assertThat(a.add(directory + "y")).isPresent();
        assertThat(b.add(directory + "x")).isEmpty();
        assertThat(a.find(directory + "x").orElseThrow().key()).hasSize(1000).endsWith("…");
    }

    @Test
    void anotherFileOfTheSameNameIsTakenThoughTheFirstIsDone() throws Exception {
        a.confirm(a.add("in/x.csv", "10 bytes, Monday").orElseThrow());

        assertThat(b.add("in/x.csv", "10 bytes, Monday")).isEmpty();
        assertThat(b.contains("in/x.csv", "12 bytes, Tuesday")).isFalse();
        LedgerClaim changed = b.add("in/x.csv", "12 bytes, Tuesday").orElseThrow();
        assertThat(a.add("in/x.csv", "14 bytes, Wednesday")).isEmpty();
        assertThat(b.confirm(changed)).isTrue();
        assertThat(a.contains("in/x.csv", "12 bytes, Tuesday")).isTrue();
    }

    @Test
    void whatIsDoneInOneStepIsDoneOnce() throws Exception {
        assertThat(a.addDone("in/x.csv")).isTrue();
        assertThat(b.addDone("in/x.csv")).isFalse();
        journal.endAllLeases();
        assertThat(b.contains("in/x.csv")).isTrue();
    }

    @Test
    void scopesAreIndependent() throws Exception {
        TransferLedger other = journal.ledger("others", MINUTE);
        a.confirm(a.add("in/x.csv").orElseThrow());

        assertThat(other.add("in/x.csv")).isPresent();
        assertThat(other.clear()).isZero();
        assertThat(a.contains("in/x.csv")).isTrue();
    }

    @Test
    void operatorsMayForgetWhatIsDoneButNotWhatRuns() throws Exception {
        a.confirm(a.add("in/x.csv").orElseThrow());
        a.add("in/y.csv");

        assertThat(b.forget("in/x.csv")).isTrue();
        assertThat(b.forget("in/y.csv")).isFalse();
        assertThat(b.clear()).isZero();

        assertThat(b.contains("in/x.csv")).isFalse();
        assertThat(b.contains("in/y.csv")).isTrue();
    }

    @Test
    void ofFourThatTakeAKeyOneGetsItAndTheOthersFailQuietly() throws Exception {
        for (int round = 0; round < 75; round++) {
            String key = "in/" + round;
            List<Optional<LedgerClaim>> taken = Racing.of(4, thread -> (thread % 2 == 0 ? a : b).add(key));

            assertThat(taken.stream().flatMap(Optional::stream)).hasSize(1);
        }
    }

    @Test
    void ofFourThatTakeOverOneGetsIt() throws Exception {
        for (int round = 0; round < 25; round++) {
            String key = "in/" + round;
            a.add(key);
            journal.endAllLeases();
            List<Optional<LedgerClaim>> taken = Racing.of(4, thread -> (thread % 2 == 0 ? a : b).add(key));

            assertThat(taken.stream().flatMap(Optional::stream)).hasSize(1);
        }
    }

    @Test
    void aScopeHasAName() {
        assertThatThrownBy(() -> journal.ledger(" ", MINUTE)).isInstanceOf(IllegalArgumentException.class);
    }
}
