package dev.drover.journal;

import static dev.drover.journal.RequestRows.FAILURE;
import static dev.drover.journal.RequestRows.FREE;
import static dev.drover.journal.RequestRows.TALLY;
import static dev.drover.journal.RequestRows.failure;
import static dev.drover.journal.RequestRows.join;
import static dev.drover.journal.RequestRows.tally;

import dev.drover.journal.ClaimVerdict.Busy;
import dev.drover.journal.ClaimVerdict.Early;
import dev.drover.journal.ClaimVerdict.Ended;
import dev.drover.journal.ClaimVerdict.Granted;
import dev.drover.journal.ClaimVerdict.IdReused;
import dev.drover.journal.RequestRows.Locked;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The life of transfer requests. Of all nodes one works on a request at a time, and only for as long as it renews its
 * lease; who lost it cannot write any more. Thread-safe; every method is one transaction.
 */
public final class Requests {
    /** So many nodes in a row a request may bring down. */
    static final int MOST_LOST_NODES = 5;

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_REASON = 40;

    private static final String EARLIER =
            """
            SELECT other.id FROM drover_request me
            JOIN drover_request other
                ON (other.turn_at, other.turn_number, other.id) < (me.turn_at, me.turn_number, me.id)
            WHERE me.id = ? AND other.turn_of LIKE ?
                AND other.state IN ('RECEIVED', 'ACCEPTED', 'WAITING', 'RETRY_WAIT', 'RUNNING')
            FETCH FIRST 1 ROWS ONLY
            """;

    private static final String SEEN =
            """
            UPDATE drover_request SET updated_at = CURRENT_TIMESTAMP
            WHERE id = ? AND message_key = ? AND updated_at < CURRENT_TIMESTAMP - INTERVAL '1' HOUR
                AND state IN ('RECEIVED', 'ACCEPTED', 'WAITING', 'RETRY_WAIT')
            """;

    private static final String REPLAY =
            """
            UPDATE drover_request
            SET state = 'ACCEPTED', message_key = ?, attempt = 0, outcome = NULL, finished_at = NULL, cancel_at = NULL,
                cancel_by = NULL, error_class = NULL, error_message = NULL, ftp_reply = NULL,
                turn_at = CURRENT_TIMESTAMP, lost_nodes = 0, updated_at = CURRENT_TIMESTAMP
            WHERE id = ? AND body <> '' AND state IN ('PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED', 'REJECTED', 'DEAD')
            """;

    // What arrived stays arrived.
    private static final String REPLAY_ITEMS =
            """
            UPDATE drover_item
            SET state = 'PENDING', error_class = NULL, error_message = NULL, ftp_reply = NULL
            WHERE request_id = ? AND state = 'FAILED'
            """;

    private final Database database;
    private final String owner;

    Requests(Database database, String owner) {
        this.database = database;
        this.owner = owner;
    }

    /**
     * Records a request if need be and takes it, if it is there to be taken: new, waiting, or left behind by a node whose
     * lease ran out. One that was rejected before gives way, for nothing was done of it. While a request waits for its time,
     * only the message that brought it takes it.
     */
    public ClaimVerdict claim(NewRequest request, Duration lease) throws JournalException {
        return inTransaction("claim request " + request.id(), rows -> {
            Optional<Claim> fresh = rows.insert(request, RequestState.RUNNING, lease);
            if (fresh.isPresent()) {
                rows.note(request.id(), "accepted", "");
                rows.note(request.id(), "started", "attempt 1");
                return new Granted(fresh.get());
            }
            Locked found = rows.lock(request.id()).orElseThrow(() -> RequestRows.vanished(request.id()));
            if (found.request().state() == RequestState.REJECTED
                    || found.isMark() && !found.isOf(request.submitter())) {
                rows.replace(request);
                return new Granted(rows.take(rows.known(request.id()), lease));
            }
            if (found.isMark()) {
                rows.replace(request);
                rows.ends().cancel(found, found.request().cancelledBy().orElse(""));
                return new Ended(rows.known(request.id()), Optional.empty());
            }
            if (!found.bodySha256().equals(request.bodySha256())) {
                return new IdReused(found.request());
            }
            if (isEarly(request, found)) {
                return new Early(found.request());
            }
            return found.awaited() && isAnother(request, found.request())
                    ? new Busy("", found.request().due().orElse(Instant.EPOCH))
                    : judge(rows, found, lease);
        });
    }

    /** Takes a request that is known; empty when it is not. */
    public Optional<ClaimVerdict> claim(String id, Duration lease) throws JournalException {
        return inTransaction("claim request " + id, rows -> {
            Optional<Locked> found = rows.lock(id);
            return found.isEmpty() ? Optional.empty() : Optional.of(judge(rows, found.get(), lease));
        });
    }

    /** Records a request that nobody works on yet; false when its id is known already. */
    public boolean receive(NewRequest request) throws JournalException {
        return inTransaction("record request " + request.id(), rows -> {
            boolean fresh =
                    rows.insert(request, RequestState.RECEIVED, Duration.ZERO).isPresent();
            if (fresh) {
                rows.note(request.id(), "received", "");
            }
            return fresh;
        });
    }

    /**
     * Records a request that is refused. One that another message brought is left as it is, and so is one that has ended or
     * runs; the answer is false then.
     *
     * @param outcome the answer, as JSON
     */
    public boolean reject(NewRequest request, FailureNote why, String outcome) throws JournalException {
        return inTransaction("record the rejected request " + request.id(), rows -> {
            boolean fresh =
                    rows.insert(request, RequestState.REJECTED, Duration.ZERO).isPresent();
            if (!fresh && !waits(rows, request)) {
                return false;
            }
            rows.ends().reject(request.id(), why, outcome);
            return true;
        });
    }

    /**
     * Goes on working: a new lease, and the wish to cancel, if there is one. Also the check before a step that must not be
     * done by two nodes.
     *
     * @throws LostClaimException when the request has been taken over
     */
    public Claim renew(Claim claim, Duration lease) throws JournalException {
        return inTransaction(renewing(claim), rows -> rows.renewed(claim, lease, ""));
    }

    /** Goes on working, and tells how far it has come. */
    public Claim renew(Claim claim, Duration lease, Tally tally) throws JournalException {
        return inTransaction(renewing(claim), rows -> rows.renewed(claim, lease, TALLY + ", ", tally(tally)));
    }

    /**
     * Whether no request that writes to an endpoint came before this one and has not ended. What is not to begin yet came
     * when it may begin.
     *
     * @param id of a request that is recorded
     */
    public boolean isFirst(String id, String endpoint) throws JournalException {
        return database.first(
                        "look for requests before " + id, EARLIER, row -> row.text("id"), id, "%," + endpoint + ",%")
                .isEmpty();
    }

    /**
     * Ends requests whose deadline has passed and that nobody works on: their message has not come to be told so.
     *
     * @param grace how long after the deadline
     * @return those that were ended, a hundred at most
     */
    public List<RequestRecord> expire(Duration grace) throws JournalException {
        return inTransaction("end requests whose deadline has passed", rows -> {
            List<RequestRecord> ended = new ArrayList<>();
            for (Locked late : rows.ends().late(grace)) {
                rows.ends().expire(late);
                ended.add(rows.known(late.request().id()));
            }
            return ended;
        });
    }

    /**
     * Ends requests whose message did not come back: nobody works on them, and for this long nobody has seen them.
     *
     * @param patience from when they were due
     * @return those that were ended, a hundred at most
     */
    public List<RequestRecord> giveUpLost(Duration patience, FailureNote why) throws JournalException {
        return inTransaction("end requests whose message is lost", rows -> {
            List<RequestRecord> ended = new ArrayList<>();
            for (Locked lost : rows.ends().lost(patience)) {
                rows.ends().giveUp(lost, RequestState.DEAD, why);
                ended.add(rows.known(lost.request().id()));
            }
            return ended;
        });
    }

    /** The message of a request came, and waits again. */
    public void seen(NewRequest request) throws JournalException {
        database.update("note that request " + request.id() + " was seen", SEEN, request.id(), request.messageKey());
    }

    /**
     * Ends a request whose message is not delivered any more, unless somebody works on it; one that is not known yet is
     * recorded so.
     *
     * @return {@link Ended}, now or before; {@link Busy} when it runs; {@link IdReused} when another message brought what has
     *     this id
     */
    public ClaimVerdict giveUp(NewRequest request, RequestState state, FailureNote why) throws JournalException {
        return inTransaction("give request " + request.id() + " up", rows -> {
            rows.insert(request, RequestState.RECEIVED, Duration.ZERO);
            Locked found = rows.lock(request.id()).orElseThrow(() -> RequestRows.vanished(request.id()));
            if (!found.request().asked().messageKey().equals(request.messageKey())) {
                return new IdReused(found.request());
            }
            if (found.request().state().isFinal()) {
                return new Ended(found.request(), found.outcome());
            }
            if (!found.isIdle()) {
                return busy(found.request());
            }
            rows.ends().giveUp(found, state, why);
            rows.note(request.id(), IdleEnds.DEAD_LETTERED, "");
            return new Ended(rows.known(request.id()), Optional.empty());
        });
    }

    /** Writes a line into the timeline of a request; one that is not known has none. */
    public void note(String id, String event, String detail) throws JournalException {
        inTransaction("note what happened to request " + id, rows -> {
            boolean known = rows.lock(id).isPresent();
            if (known) {
                rows.note(id, event, detail);
            }
            return known;
        });
    }

    /** Writes what is known of items; an item that is there already is replaced. */
    public void record(Claim claim, List<ItemRecord> items, Tally tally) throws JournalException {
        change("record items of request " + claim.requestId(), rows -> {
            rows.guarded(claim, TALLY, tally(tally));
            ItemRows.write(rows.on(), claim.requestId(), items);
            rows.noteItems(claim.requestId(), items);
        });
    }

    /**
     * Gives a request back that cannot go on now, for a reason that is not its own: this attempt does not count.
     *
     * @param reason what it waits for, in a word or two
     * @return when it is due, by the database's clock
     */
    public Instant hold(Claim claim, String reason, Duration delay) throws JournalException {
        String changes = "state = 'WAITING', wait_reason = ?, attempt = attempt - 1, due_at = " + Sql.FROM_NOW;
        return inTransaction("put request " + claim.requestId() + " on hold", rows -> {
            rows.guarded(claim, changes + ", " + FREE, Text.fit(reason, LONGEST_REASON), delay);
            rows.note(claim.requestId(), "waiting", reason);
            return rows.due(claim.requestId());
        });
    }

    /** Gives a request back because this node stops: another one may take it at once. This attempt does not count. */
    public void release(Claim claim) throws JournalException {
        change("release request " + claim.requestId(), rows -> {
            rows.guarded(claim, "state = 'ACCEPTED', attempt = attempt - 1, " + FREE);
            rows.note(claim.requestId(), "released", "the node stops");
        });
    }

    /**
     * Ends an attempt that failed; another one follows.
     *
     * @return when it is due, by the database's clock
     */
    public Instant retryLater(Claim claim, Duration delay, FailureNote why, Tally tally) throws JournalException {
        String changes = "state = 'RETRY_WAIT', due_at = " + Sql.FROM_NOW + ", " + FAILURE + ", " + TALLY + ", " + FREE;
        Optional<FailureNote> failure = Optional.of(why);
        return inTransaction("schedule request " + claim.requestId() + " again", rows -> {
            rows.endAttempt(claim.requestId(), claim.fence(), RequestState.RETRY_WAIT, failure, tally);
            rows.guarded(claim, changes, join(join(new Object[] {delay}, failure(failure)), tally(tally)));
            rows.note(claim.requestId(), "retry-scheduled", why.message());
            return rows.due(claim.requestId());
        });
    }

    /** Ends a request. */
    public void finish(Claim claim, Ending ending) throws JournalException {
        String id = claim.requestId();
        String changes =
                "state = ?, outcome = ?, finished_at = CURRENT_TIMESTAMP, " + FAILURE + ", " + TALLY + ", " + FREE;
        Object[] end = {ending.state(), ending.json()};
        change("record the outcome of request " + id, rows -> {
            rows.endAttempt(id, claim.fence(), ending.state(), ending.failure(), ending.tally());
            rows.guarded(claim, changes, join(join(end, failure(ending.failure())), tally(ending.tally())));
            ItemRows.write(rows.on(), id, ending.items());
            rows.noteItems(id, ending.items());
            noteEnd(rows, id, ending);
        });
    }

    /**
     * Wants a request to end. One that nobody works on ends at once, also when the node that did is gone.
     *
     * @param by who asks
     */
    public CancelVerdict cancel(String id, String by) throws JournalException {
        String who = Text.fit(by, LONGEST_NAME);
        return inTransaction("cancel request " + id, rows -> {
            Optional<Locked> found = rows.lock(id);
            if (found.isEmpty()) {
                return CancelVerdict.UNKNOWN;
            }
            if (found.get().request().state().isFinal()) {
                return CancelVerdict.TOO_LATE;
            }
            if (found.get().isIdle()) {
                rows.ends().cancel(found.get(), who);
                return CancelVerdict.CANCELLED;
            }
            rows.ends().wishCancelled(id, who);
            return CancelVerdict.REQUESTED;
        });
    }

    /**
     * Wants a request to end that has not come yet: when it does, from the same submitter, it has been cancelled. False when
     * there is a request of this id by now.
     *
     * @param by who asks
     */
    public boolean cancelAhead(String id, Optional<String> submitter, String by) throws JournalException {
        return inTransaction("cancel request " + id + " ahead", rows -> {
            NewRequest mark = NewRequest.of(id, "?", "").withSubmitter(submitter);
            boolean fresh =
                    rows.insert(mark, RequestState.RECEIVED, Duration.ZERO).isPresent();
            if (fresh) {
                Locked found = rows.lock(id).orElseThrow(() -> RequestRows.vanished(id));
                rows.ends().cancel(found, Text.fit(by, LONGEST_NAME));
            }
            return fresh;
        });
    }

    /**
     * Makes a request that ended without success as if it had just come in, keeping its history; false when it is not
     * there, not ended, or completed. Whoever replays sends its body to the queue again.
     *
     * @param by who asks
     * @param messageKey names the message that will bring it again
     */
    public boolean replay(String id, String by, String messageKey) throws JournalException {
        return inTransaction("replay request " + id, rows -> {
            boolean changed = rows.on().update(REPLAY, messageKey, id) == 1;
            if (changed) {
                rows.on().update(REPLAY_ITEMS, id);
                rows.note(id, "replayed", "by " + Text.fit(by, LONGEST_NAME));
            }
            return changed;
        });
    }

    // Delivered again after a crash: the message that waits for the retry was not sent.
    private static boolean isEarly(NewRequest request, Locked found) {
        return found.request().state() == RequestState.RETRY_WAIT
                && found.early()
                && request.messageKey().isPresent()
                && found.request().asked().messageKey().equals(request.messageKey());
    }

    // A duplicate must not begin what its own message will begin when the time has come.
    private static boolean isAnother(NewRequest request, RequestRecord known) {
        return !known.state().isFinal()
                && known.asked().messageKey().isPresent()
                && request.messageKey().isPresent()
                && !known.asked().messageKey().equals(request.messageKey());
    }

    private static ClaimVerdict judge(RequestRows rows, Locked found, Duration lease) throws SQLException {
        RequestRecord request = found.request();
        if (request.state().isFinal()) {
            return new Ended(request, found.outcome());
        }
        if (!found.isIdle()) {
            return busy(request);
        }
        if (request.state() == RequestState.RUNNING && found.lostNodes() + 1 >= MOST_LOST_NODES) {
            return new Ended(lostTooOften(rows, found), Optional.empty());
        }
        return new Granted(rows.take(request, lease));
    }

    private static RequestRecord lostTooOften(RequestRows rows, Locked found) throws SQLException {
        String id = found.request().id();
        String why = MOST_LOST_NODES
                + " nodes in a row did not come to an end with it, so it may be what ends them; the last one" + " was "
                + found.request().work().owner().orElse("?");
        rows.ends().giveUp(found, RequestState.DEAD, FailureNote.of(FailureNote.NODE_LOST, why));
        rows.note(id, IdleEnds.DEAD_LETTERED, "");
        return rows.known(id);
    }

    private static Busy busy(RequestRecord request) {
        RequestRecord.Work work = request.work();
        return new Busy(work.owner().orElse(""), work.leaseUntil().orElse(Instant.EPOCH));
    }

    /**
     * Whether this message brought the request and nobody works on it: what it was allowed once may be forbidden now. What
     * another message says that is refused, from whomever it is, does not touch it.
     */
    private static boolean waits(RequestRows rows, NewRequest request) throws SQLException {
        Optional<Locked> found = rows.lock(request.id());
        return found.filter(known -> known.request().asked().messageKey().equals(request.messageKey()))
                .filter(Locked::isIdle)
                .isPresent();
    }

    private static void noteEnd(RequestRows rows, String id, Ending ending) throws SQLException {
        String why = ending.failure().map(FailureNote::message).orElse("");
        switch (ending.state()) {
            case DEAD -> rows.note(id, "failed", why);
            case PARTIAL -> rows.note(id, "partially-completed", why);
            default -> rows.note(id, ending.state().name().toLowerCase(Locale.ROOT), why);
        }
        if (ending.state().isDeadLettered()) {
            rows.note(id, IdleEnds.DEAD_LETTERED, "");
        }
    }

    private static String renewing(Claim claim) {
        return "renew the lease of request " + claim.requestId();
    }

    /** What is done to the rows of a request. */
    private interface Step<T> {
        T with(RequestRows rows) throws SQLException, JournalException;
    }

    private interface Change {
        void with(RequestRows rows) throws SQLException, JournalException;
    }

    private <T> T inTransaction(String doing, Step<T> step) throws JournalException {
        return database.inTransaction(doing, on -> step.with(new RequestRows(on, owner)));
    }

    private void change(String doing, Change change) throws JournalException {
        inTransaction(doing, rows -> {
            change.with(rows);
            return rows;
        });
    }
}
