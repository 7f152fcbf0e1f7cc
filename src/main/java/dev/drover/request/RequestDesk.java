package dev.drover.request;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.journal.CancelVerdict;
import dev.drover.journal.ClaimVerdict;
import dev.drover.journal.FailureNote;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.NewRequest;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.request.Events.Subject;
import dev.drover.request.Rejection.Code;
import dev.drover.transfer.TransferEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages with requests arrive: each is checked, claimed in the journal, carried out on the calling thread, and
 * answered with letters that whoever brought it sends as it acknowledges it. The journal knows the outcome before the
 * letters leave; when they do not leave, the message comes again and they are written again, the same. Thread-safe.
 */
public final class RequestDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RequestDesk.class);

    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration LONGEST_TWIN = Duration.ofMinutes(10);
    private static final int MOST_SURPRISES = 5;
    // Often enough for the longest pause of a circuit, seldom enough for the journal.
    private static final int RETURNS_TO_A_SIGN_OF_LIFE = 32;
    // Those that came at once were put into their group in any order; going round a few times sorts them.
    private static final int RETURNS_TO_SORT = 20;
    private static final Set<String> ALWAYS_NOTED = Set.of("notBefore", "rate");

    private final DeskSettings settings;
    private final EndpointCatalog endpoints;
    private final Journal journal;
    private final Clock clock;
    private final Pauses pauses;
    private final RequestReader reader = new RequestReader();
    private final Events events;
    private final Answers answers;
    private final Refusals refusals;
    private final Circuits circuits;
    private final Throttle throttle;
    private final RequestRuns runs;
    private final Sweeper sweeper;

    /**
     * Opens the desk.
     *
     * @param listener hears the events that do not wait for the end of a request
     */
    public RequestDesk(
            DeskSettings settings,
            EndpointCatalog endpoints,
            Journal journal,
            TransferEngine engine,
            Clock clock,
            RandomGenerator random,
            EventListener listener) {
        this.settings = settings;
        this.endpoints = endpoints;
        this.journal = journal;
        this.clock = clock;
        this.pauses = new Pauses(random);
        this.events = new Events(settings.node(), clock);
        this.answers = new Answers(events);
        this.refusals = new Refusals(journal, answers);
        this.circuits = new Circuits(clock, settings.circuitPause(), settings.longestCircuitPause());
        this.throttle = new Throttle(clock, settings.perMinute());
        this.runs = new RequestRuns(
                settings, journal, new RequestExecutor(endpoints, engine, clock), events, listener, clock, random);
        this.sweeper = new Sweeper(settings.lostAfter(), journal, runs, answers, events, listener);
        runs.every(SWEEP, sweeper::sweepOrSay);
        Places.tell(endpoints, settings.consumers());
    }

    Instant now() {
        return clock.instant();
    }

    /** Endpoints that are left alone because they refused a login. */
    public Circuits circuits() {
        return circuits;
    }

    /**
     * Does what a message asks for.
     *
     * @param files hears of each file that is done with
     * @return what is to be sent, in this order, together with the acknowledgement of the message
     */
    public List<Letter> handle(Incoming message, RequestListener files) {
        try {
            TransferRequest request = message.read(reader);
            return handle(request, message, files);
        } catch (RequestRejectedException e) {
            return refusals.of(message, Optional.empty(), e.rejection());
        } catch (RuntimeException e) {
            return surprised(message, e);
        }
    }

    /**
     * Ends the request of a message that does not come again: the broker gave it up.
     *
     * @param expired whether it was on its queue for too long, rather than delivered too often
     * @param reason one sentence
     * @return what is to be sent; the message once more, when its request runs
     */
    public List<Letter> giveUp(Incoming message, boolean expired, String reason) {
        Optional<List<Letter>> refused = refusedNow(message);
        if (refused.isPresent()) {
            return refused.get();
        }
        return giveUp(
                message,
                expired ? RequestState.EXPIRED : RequestState.DEAD,
                FailureNote.of(expired ? "EXPIRED" : "POISON", reason));
    }

    // Who may not ask must not take an id for good by letting his messages expire.
    private Optional<List<Letter>> refusedNow(Incoming message) {
        Optional<TransferRequest> request = Optional.empty();
        try {
            request = Optional.of(message.read(reader));
            check(request.get(), message);
            return Optional.empty();
        } catch (RequestRejectedException e) {
            Optional<TransferRequest> what = request;
            return what.map(known -> refusals.of(message, what, e.rejection()));
        } catch (RuntimeException e) {
            log.error("The message {} could not be checked", message.key(), e);
            return Optional.empty();
        }
    }

    private List<Letter> giveUp(Incoming message, RequestState state, FailureNote why) {
        try {
            TransferRequest request = message.read(reader);
            ClaimVerdict verdict = journal.requests().giveUp(message.asNew(request), state, why);
            if (verdict instanceof ClaimVerdict.Busy) {
                return again(pauses.pause(message), message);
            }
            return verdict instanceof ClaimVerdict.Ended ended
                    ? repeat(ended, request, message)
                    : answers.buried(message, Optional.of(request), state, why);
        } catch (RequestRejectedException e) {
            log.debug("The message {} was never a request", message.key(), e);
            return answers.buried(message, Optional.empty(), state, why);
        } catch (JournalException e) {
            log.warn("The message {} waits for its end: {}", message.key(), e.getMessage());
            return again(pauses.pause(message), message);
        }
    }

    /**
     * Ends a request, whoever wants it: one that waits at once, one that runs as soon as its node hears of it.
     *
     * @param by who asks
     */
    public CancelVerdict cancel(String id, String by) throws JournalException {
        return sweeper.cancel(id, by);
    }

    /** Ends requests whose deadline has passed and whose message does not come, and those whose message is lost. */
    public void sweep() throws JournalException {
        sweeper.sweep();
    }

    /** Suspends what runs: the program stops. What was sent so far is found by the next run. */
    public void suspendAll() {
        runs.suspendAll();
    }

    @Override
    public void close() {
        runs.close();
    }

    private List<Letter> handle(TransferRequest request, Incoming message, RequestListener files) {
        try {
            check(request, message);
            if (request.operation() == Operation.CANCEL) {
                return cancel(request, message.asNew(request), message);
            }
            Needs needs = Needs.of(request, endpoints);
            NewRequest known = message.asNew(request, needs.ordered());
            try (Places places = Places.of(needs.endpoints(), settings.consumers())) {
                return admit(new Case(request, known, message, needs), places, files);
            }
        } catch (RequestRejectedException e) {
            return refusals.of(message, Optional.of(request), e.rejection());
        } catch (JournalException e) {
            log.warn("The request {} waits: {}", request.id(), e.getMessage());
            return again(pauses.pause(message), message);
        }
    }

    // A message that makes us fail must neither come back at once, again and again, nor hold up those behind it.
    private List<Letter> surprised(Incoming message, RuntimeException failure) {
        log.error("The message {} could not be handled", message.key(), failure);
        return message.returns() < MOST_SURPRISES
                ? again(pauses.pause(message), message)
                : giveUp(
                        message,
                        RequestState.DEAD,
                        FailureNote.of("INTERNAL", "Handling the request failed with " + failure + "."));
    }

    private void check(TransferRequest request, Incoming message) throws RequestRejectedException {
        if (!message.persistent()) {
            throw RequestRejectedException.invalid(
                    request,
                    Code.NOT_PERSISTENT,
                    "The message is not persistent, so that it would be lost with the broker; send it persistent.");
        }
        Instant latest = clock.instant().plus(settings.longestWait());
        if (request.notBefore().filter(latest::isBefore).isPresent()) {
            throw RequestRejectedException.invalid(
                    request,
                    Code.TOO_FAR_AHEAD,
                    "notBefore lies more than " + settings.longestWait().toHours()
                            + " hours ahead; send the request nearer to its time, or raise drover.requests.longest-wait.");
        }
        message.limits().check(request, message.submitter());
        new RequestGuard(endpoints, message.submitter()).check(request);
    }

    /** A message that passed the checks. */
    private record Case(TransferRequest request, NewRequest known, Incoming message, Needs needs) {}

    private List<Letter> admit(Case it, Places places, RequestListener files)
            throws JournalException, RequestRejectedException {
        Instant now = clock.instant();
        if (isLate(it.request(), now)) {
            // It has nothing left to wait for, and nothing is asked of any server to say so.
            return claim(it, Set.of(), files);
        }
        List<String> ordered = it.needs().ordered();
        if (!ordered.isEmpty() && it.message().group().isEmpty()) {
            // Here and now it has its place in the order; from here on the broker lets one after the other begin.
            journal.requests().receive(it.known());
            return List.of(new Letter.Again(Duration.ZERO, it.message().returns(), Optional.of(ordered.get(0))));
        }
        Optional<Duration> tooMany = throttle(it);
        if (tooMany.isPresent()) {
            return hold(it, "rate", Pauses.capped(it.request(), tooMany.get(), now));
        }
        Optional<Duration> tooEarly =
                it.request().notBefore().filter(now::isBefore).map(start -> Duration.between(now, start));
        if (tooEarly.isPresent()) {
            return hold(it, "notBefore", tooEarly.get());
        }
        if (!ordered.isEmpty() && !isItsTurn(it.known(), ordered)) {
            boolean sorting = it.message().returns() < RETURNS_TO_SORT;
            Duration pause = sorting ? Duration.ZERO : pauses.pause(it.message());
            return stillWaits(it, Pauses.capped(it.request(), pause, now));
        }
        if (!places.isComplete()) {
            return hold(it, "capacity", Pauses.capped(it.request(), pauses.glance(it.message()), now));
        }
        Set<String> servers = it.needs().servers();
        Optional<Duration> open = circuits.ask(servers);
        if (open.isPresent()) {
            return hold(it, "circuit", Pauses.capped(it.request(), pauses.jittered(open.get()), now));
        }
        return claim(it, servers, files);
    }

    // One that was put back has had its turn. That it was is asked of the journal: anybody can write it on a message.
    private Optional<Duration> throttle(Case it) throws JournalException {
        boolean isBack = it.message().returns() > 0
                && journal.history().find(it.request().id()).isPresent();
        return isBack ? Optional.empty() : throttle.ask(it.message().submitter().orElse(""));
    }

    private List<Letter> claim(Case it, Set<String> servers, RequestListener files)
            throws JournalException, RequestRejectedException {
        if (runs.isRunning(it.request().id())) {
            return again(pauses.pause(it.message()), it.message());
        }
        long asked = System.nanoTime();
        boolean settled = false;
        try {
            ClaimVerdict verdict = claim(it.known());
            if (verdict instanceof ClaimVerdict.Granted granted) {
                RequestRuns.End end = runs.run(
                        it.request(),
                        it.message(),
                        new RequestRuns.Granted(
                                granted.claim(), asked, it.needs().policy()),
                        files);
                circuits.settle(servers, end);
                settled = true;
                return letters(it.request(), it.message(), end);
            }
            return other(verdict, it.request(), it.message());
        } finally {
            if (!settled) {
                servers.forEach(circuits::unsettled);
            }
        }
    }

    private ClaimVerdict claim(NewRequest known) throws JournalException {
        ClaimVerdict verdict = journal.requests().claim(known, settings.lease());
        if (!(verdict instanceof ClaimVerdict.IdReused)) {
            return verdict;
        }
        // An earlier version may have written the same in another way.
        String body = journal.history().body(known.id()).orElse("");
        try {
            return reader.read(body).content().equals(known.body())
                    ? journal.requests().claim(known.withBody(body), settings.lease())
                    : verdict;
        } catch (RequestRejectedException e) {
            log.debug("What had the id {} was no request", known.id(), e);
            return verdict;
        }
    }

    private List<Letter> other(ClaimVerdict verdict, TransferRequest request, Incoming message)
            throws JournalException, RequestRejectedException {
        if (verdict instanceof ClaimVerdict.Busy busy) {
            return again(busy.owner().isEmpty() ? untilDue(busy, message) : pauses.pause(message), message);
        }
        if (verdict instanceof ClaimVerdict.Ended ended) {
            return repeat(ended, request, message);
        }
        if (verdict instanceof ClaimVerdict.Early early) {
            return retryAgain(early.request(), request, message);
        }
        throw RequestRejectedException.invalid(
                request,
                Code.ID_REUSED,
                "Another request had the id \"" + request.id() + "\"; give this one an id of its own.");
    }

    // What it is a duplicate of does not begin earlier, but may be cancelled.
    private Duration untilDue(ClaimVerdict.Busy busy, Incoming message) {
        Duration left = Duration.between(clock.instant(), busy.leaseUntil());
        Duration pause = pauses.pause(message);
        return left.compareTo(pause) < 0
                ? pause
                : pauses.jittered(left.compareTo(LONGEST_TWIN) > 0 ? LONGEST_TWIN : left);
    }

    /** A node went down between the journal and the broker: that there is a retry was not told, and its pause is not over. */
    private List<Letter> retryAgain(RequestRecord known, TransferRequest request, Incoming message) {
        Instant due = known.due().orElse(clock.instant());
        Duration left = Duration.between(clock.instant(), due);
        return List.of(
                new Letter.Told(events.retryScheduled(Subject.of(request, message), request, known, due)),
                new Letter.Again(left.isNegative() ? Duration.ZERO : left, 0, message.group()));
    }

    /** The same message once more: its letters did not leave. Another message: a duplicate. */
    private List<Letter> repeat(ClaimVerdict.Ended ended, TransferRequest request, Incoming message)
            throws JournalException {
        RequestRecord before = ended.request();
        Subject subject = Subject.of(request, message);
        String outcome = ended.outcome().orElseGet(() -> answers.withoutRun(request, before));
        if (before.asked().messageKey().filter(message.key()::equals).isPresent()) {
            return answers.of(
                    subject,
                    before.state(),
                    outcome,
                    before.work().fence(),
                    before.work().attempts());
        }
        journal.requests().note(request.id(), "duplicate", "answered again");
        return answers.duplicate(subject, before.state(), outcome, message.key());
    }

    private List<Letter> letters(TransferRequest request, Incoming message, RequestRuns.End end) {
        if (end instanceof RequestRuns.Finished finished) {
            return answers.of(
                    Subject.of(request, message),
                    finished.state(),
                    finished.json(),
                    finished.claim().fence(),
                    finished.claim().attempt());
        }
        if (end instanceof RequestRuns.Delayed delayed) {
            return List.of(new Letter.Told(delayed.event()), new Letter.Again(delayed.delay(), 0, message.group()));
        }
        return again(pauses.pause(message), message);
    }

    /** The journal knows that it waits the first time that it is put back. */
    private List<Letter> hold(Case it, String reason, Duration delay)
            throws JournalException, RequestRejectedException {
        if (it.message().returns() > 0 && !ALWAYS_NOTED.contains(reason)) {
            return stillWaits(it, delay);
        }
        ClaimVerdict verdict = claim(it.known());
        if (!(verdict instanceof ClaimVerdict.Granted granted)) {
            return other(verdict, it.request(), it.message());
        }
        runs.tellAccepted(it.request(), it.message(), granted.claim());
        journal.requests().hold(granted.claim(), reason, delay);
        return again(delay, it.message());
    }

    private List<Letter> stillWaits(Case it, Duration delay) throws JournalException {
        if (it.message().returns() % RETURNS_TO_A_SIGN_OF_LIFE == RETURNS_TO_A_SIGN_OF_LIFE - 1) {
            journal.requests().seen(it.known());
        }
        return again(delay, it.message());
    }

    private List<Letter> cancel(TransferRequest request, NewRequest known, Incoming message)
            throws JournalException, RequestRejectedException {
        ClaimVerdict verdict = claim(known);
        if (!(verdict instanceof ClaimVerdict.Granted granted)) {
            return other(verdict, request, message);
        }
        RequestRuns.Finished finished = runs.cancel(request, message, granted.claim(), this::cancel);
        return answers.of(
                Subject.of(request, message),
                finished.state(),
                finished.json(),
                finished.claim().fence(),
                finished.claim().attempt());
    }

    // The broker keeps the order of a group until the first of it waits; from then on the order is that of the journal.
    private boolean isItsTurn(NewRequest known, List<String> ordered) throws JournalException {
        journal.requests().receive(known);
        for (String endpoint : ordered) {
            if (!journal.requests().isFirst(known.id(), endpoint)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLate(TransferRequest request, Instant now) {
        return request.deadline().filter(end -> !now.isBefore(end)).isPresent();
    }

    private List<Letter> again(Duration delay, Incoming message) {
        return List.of(new Letter.Again(delay, message.returns() + 1, message.group()));
    }
}
