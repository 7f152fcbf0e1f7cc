package dev.drover.route;

import dev.drover.journal.FailureNote;
import dev.drover.journal.Journal;
import dev.drover.journal.MovementRecord;
import java.time.Clock;

/** Notes in the journal what plain routes moved. Thread-safe; never waits. */
public final class JournalMovements implements MovementListener {
    private final Journal journal;
    private final Clock clock;

    public JournalMovements(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void moved(Movement movement) {
        journal.movements()
                .record(new MovementRecord(
                        clock.instant(),
                        journal.node(),
                        movement.route(),
                        movement.endpoint(),
                        movement.file(),
                        movement.bytes(),
                        movement.took(),
                        outcome(movement.outcome()),
                        movement.failure()
                                .map(failure -> new FailureNote(
                                        failure.errorClass().name(), failure.reason(), failure.reply()))));
    }

    private static MovementRecord.Outcome outcome(Movement.Outcome outcome) {
        return switch (outcome) {
            case MOVED -> MovementRecord.Outcome.MOVED;
            case WAITING -> MovementRecord.Outcome.WAITING;
            case DEAD -> MovementRecord.Outcome.DEAD;
        };
    }
}
