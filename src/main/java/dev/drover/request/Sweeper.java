package dev.drover.request;

import dev.drover.journal.CancelVerdict;
import dev.drover.journal.FailureNote;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.RequestRecord;
import dev.drover.request.Events.Subject;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends requests that nobody works on, and tells it. Their letters are written when their messages come. Thread-safe. */
final class Sweeper {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Duration lostAfter;
    private final Journal journal;
    private final RequestRuns runs;
    private final Answers answers;
    private final Events events;
    private final EventListener listener;
    private final RequestReader reader = new RequestReader();

    Sweeper(
            Duration lostAfter,
            Journal journal,
            RequestRuns runs,
            Answers answers,
            Events events,
            EventListener listener) {
        this.lostAfter = lostAfter;
        this.journal = journal;
        this.runs = runs;
        this.answers = answers;
        this.events = events;
        this.listener = listener;
    }

    /** One that waits ends at once, one that runs as soon as its node hears of it. */
    CancelVerdict cancel(String id, String by) throws JournalException {
        CancelVerdict verdict = runs.cancel(id, by);
        Optional<RequestRecord> known = journal.history().find(id);
        if (verdict == CancelVerdict.CANCELLED && known.isPresent()) {
            tellEnd(known.get());
        }
        return verdict;
    }

    void sweepOrSay() {
        try {
            sweep();
        } catch (JournalException e) {
            log.warn("Requests whose deadline has passed were not looked for: {}", e.getMessage());
        } catch (RuntimeException e) {
            // A timer drops a task that fails, and tells nobody.
            log.error("Requests whose deadline has passed were not looked for", e);
        }
    }

    /** Ends requests whose deadline has passed and whose message does not come, and those whose message is lost. */
    void sweep() throws JournalException {
        for (RequestRecord expired : journal.requests().expire(GRACE)) {
            tellEnd(expired);
        }
        FailureNote why = FailureNote.of(
                FailureNote.MESSAGE_LOST,
                "Its message did not come back for " + lostAfter.toHours()
                        + " hours, so the broker lost it or somebody took it"
                        + " off the queue; replay the request if it is still wanted.");
        for (RequestRecord lost : journal.requests().giveUpLost(lostAfter, why)) {
            log.warn("The request {} is given up: {}", lost.id(), why.message());
            tellEnd(lost);
        }
    }

    private void tellEnd(RequestRecord known) throws JournalException {
        Optional<String> body = journal.history().body(known.id());
        try {
            TransferRequest request = reader.read(body.orElse(""));
            Subject subject = new Subject(
                    Optional.of(known.id()),
                    known.asked().destination().or(known.asked()::source),
                    known.asked().correlationId());
            String outcome = answers.withoutRun(request, known);
            listener.heard(
                    events.ended(subject, known.state(), outcome, known.work().fence()));
        } catch (RequestRejectedException e) {
            log.debug("The request {} was never one", known.id(), e);
        }
    }
}
