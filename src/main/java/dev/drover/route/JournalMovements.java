package dev.drover.route;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.LocalEndpoint;
import dev.drover.journal.FailureNote;
import dev.drover.journal.Journal;
import dev.drover.journal.MovementRecord;
import java.time.Clock;

/** Notes in the journal what plain routes moved. Thread-safe; never waits. */
public final class JournalMovements implements MovementListener {
    private final Journal journal;
    private final EndpointCatalog endpoints;
    private final Clock clock;

    public JournalMovements(Journal journal, EndpointCatalog endpoints, Clock clock) {
        this.journal = journal;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    @Override
    public void moved(Movement movement) {
        journal.movements()
                .record(new MovementRecord(
                        clock.instant(),
                        journal.node(),
                        movement.route(),
                        place(movement.endpoint()),
                        movement.file(),
                        movement.bytes(),
                        movement.took(),
                        outcome(movement.outcome()),
                        movement.failure()
                                .map(failure -> new FailureNote(
                                        failure.errorClass().name(), failure.reason(), failure.reply()))));
    }

    // Routes over local endpoints are routes over folders to Camel.
    private String place(String told) {
        return endpoints.all().stream()
                .filter(endpoint -> endpoint instanceof LocalEndpoint local && told.equals("file:" + local.root()))
                .map(Endpoint::name)
                .findFirst()
                .orElse(told);
    }

    private static MovementRecord.Outcome outcome(Movement.Outcome outcome) {
        return switch (outcome) {
            case MOVED -> MovementRecord.Outcome.MOVED;
            case SKIPPED -> MovementRecord.Outcome.SKIPPED;
            case WAITING -> MovementRecord.Outcome.WAITING;
            case DEAD -> MovementRecord.Outcome.DEAD;
        };
    }
}
