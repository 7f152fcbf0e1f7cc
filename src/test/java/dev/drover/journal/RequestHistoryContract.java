package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.journal.ClaimVerdict.Granted;
import dev.drover.journal.RequestHistory.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on every database. */
abstract class RequestHistoryContract {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Databases kind;

    private Journal journal;

    RequestHistoryContract(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws IOException {
        journal = kind.twoNodes().get(0);
    }

    @Test
    void requestsAreFoundByStateEndpointAndIdPrefix() throws Exception {
        receive("abc_1", "store", "acme");
        receive("abcd1", "acme", "store");
        receive("zzz-1", "store", "other");
        run("abc_2", "store", "acme");

        assertThat(ids(RequestQuery.LATEST)).containsExactly("abc_2", "zzz-1", "abcd1", "abc_1");
        assertThat(ids(RequestQuery.LATEST.withEndpoint("acme"))).containsExactly("abc_2", "abcd1", "abc_1");
        assertThat(ids(RequestQuery.LATEST.withIdPrefix("abc_"))).containsExactly("abc_2", "abc_1");
        assertThat(ids(RequestQuery.LATEST.withIdPrefix("%"))).isEmpty();
        assertThat(ids(RequestQuery.LATEST
                        .withStates(Set.of(RequestState.RUNNING, RequestState.WAITING))
                        .withEndpoint("acme")))
                .containsExactly("abc_2");
    }

    @Test
    void requestsAreFoundByTheTimeTheyCameIn() throws Exception {
        receive("request-1", "store", "acme");
        receive("request-2", "store", "acme");
        Instant second = journal.history().find("request-2").orElseThrow().received();

        assertThat(ids(RequestQuery.LATEST.withTimes(Optional.of(second), Optional.empty())))
                .containsExactly("request-2");
        assertThat(ids(RequestQuery.LATEST.withTimes(Optional.empty(), Optional.of(second))))
                .containsExactly("request-1");
    }

    @Test
    void pagesFollowOneAnotherWithoutGapsOrRepeats() throws Exception {
        for (int i = 0; i < 25; i++) {
            receive("request-" + i, "store", "acme");
        }
        // Equal times must not confuse the order.
        journal.database().update("make times equal", "UPDATE drover_request SET received_at = CURRENT_TIMESTAMP");

        List<String> seen = new ArrayList<>();
        RequestQuery query = RequestQuery.LATEST.withLimit(10);
        for (List<RequestRecord> page = journal.history().list(query);
                !page.isEmpty();
                page = journal.history().list(query)) {
            page.forEach(request -> seen.add(request.id()));
            query = query.withAfter(page.get(page.size() - 1));
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void whatWaitsIsCountedByWhatItWaitsFor() throws Exception {
        receive("request-1", "store", "acme");
        receive("request-2", "store", "acme");
        hold("request-3", "circuit");
        run("request-4", "store", "acme");

        assertThat(journal.history().counts())
                .isEqualTo(Map.of(RequestState.RECEIVED, 2L, RequestState.WAITING, 1L, RequestState.RUNNING, 1L));
        assertThat(journal.history().waiting())
                .extracting(Waiting::endpoint, Waiting::state, Waiting::reason, Waiting::requests)
                .containsExactly(
                        tuple("acme", RequestState.RECEIVED, "", 2L),
                        tuple("acme", RequestState.WAITING, "circuit", 1L));
        assertThat(journal.history().waiting().get(0).oldest())
                .isEqualTo(journal.history().find("request-1").orElseThrow().received());
    }

    @Test
    void nothingIsKnownOfAnUnknownRequest() throws Exception {
        assertThat(journal.history().find("request-1")).isEmpty();
        assertThat(journal.history().body("request-1")).isEmpty();
        assertThat(journal.history().outcome("request-1")).isEmpty();
        assertThat(journal.history().items("request-1")).isEmpty();
        assertThat(journal.requests().claim("request-1", LEASE)).isEmpty();
        assertThat(journal.requests().replay("request-1", "ops", "message-2")).isFalse();
    }

    @Test
    void aPageHasAnEnd() {
        assertThatThrownBy(() -> RequestQuery.LATEST.withLimit(1001)).hasMessageContaining("1000");
    }

    private List<String> ids(RequestQuery query) throws JournalException {
        return journal.history().list(query).stream().map(RequestRecord::id).toList();
    }

    private void receive(String id, String from, String to) throws JournalException {
        assertThat(journal.requests().receive(request(id, from, to))).isTrue();
    }

    private Claim run(String id, String from, String to) throws JournalException {
        return ((Granted) journal.requests().claim(request(id, from, to), LEASE)).claim();
    }

    private void hold(String id, String reason) throws JournalException {
        journal.requests().hold(run(id, "store", "acme"), reason, LEASE);
    }

    private static NewRequest request(String id, String from, String to) {
        return NewRequest.of(id, "transfer", "{}").between(Optional.of(from), Optional.of(to));
    }
}
