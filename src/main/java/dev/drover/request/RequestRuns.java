package dev.drover.request;

import dev.drover.journal.CancelVerdict;
import dev.drover.journal.Claim;
import dev.drover.journal.Ending;
import dev.drover.journal.FailureNote;
import dev.drover.journal.ItemRecord;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.LostClaimException;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.journal.Tally;
import dev.drover.request.Events.Subject;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.Outcome.Status;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests that are claimed, while they are carried out: leases, judgement, the journal's part of the end. Thread-safe. */
final class RequestRuns implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RequestRuns.class);

    private final DeskSettings settings;
    private final Journal journal;
    private final RequestExecutor executor;
    private final Events events;
    private final EventListener listener;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, Cancellation> running = new ConcurrentHashMap<>();
    // While the journal is away each renewal waits for it; none must wait for another one, or for a chore.
    private final ScheduledExecutorService leases;
    private final ScheduledExecutorService chores =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "drover-requests"));

    RequestRuns(
            DeskSettings settings,
            Journal journal,
            RequestExecutor executor,
            Events events,
            EventListener listener,
            Clock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.journal = journal;
        this.executor = executor;
        this.events = events;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
        this.leases = Executors.newScheduledThreadPool(settings.consumers(), task -> new Thread(task, "drover-leases"));
    }

    /**
     * The right to carry out a request.
     *
     * @param asked when it was asked for, as {@link System#nanoTime} tells it
     */
    record Granted(Claim claim, long asked, RetryPolicy policy) {}

    /** Ends another request. */
    @FunctionalInterface
    interface Canceller {
        CancelVerdict cancel(String id, String by) throws JournalException;
    }

    /** How a run ended. */
    sealed interface End {
        /** Why endpoints are to be left alone for a while. */
        List<Failure> refusals();
    }

    /** The request is over, and the journal knows. */
    record Finished(RequestState state, String json, Claim claim, List<Failure> refusals) implements End {}

    /** Another run follows, and the journal knows. */
    record Delayed(Duration delay, Event event, List<Failure> refusals) implements End {}

    /** The request is somebody else's, or nobody's. */
    record LetGo() implements End {
        @Override
        public List<Failure> refusals() {
            return List.of();
        }
    }

    /** Has something done again and again, until this is closed. */
    void every(Duration interval, Runnable work) {
        chores.scheduleWithFixedDelay(work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isRunning(String id) {
        return running.containsKey(id);
    }

    void suspendAll() {
        running.values().forEach(Cancellation::suspend);
    }

    void tellAccepted(TransferRequest request, Incoming message, Claim claim) {
        if (claim.fence() == 1) {
            listener.heard(events.accepted(Subject.of(request, message), request, claim));
        }
    }

    /** Carries a request out, on the calling thread. */
    End run(TransferRequest request, Incoming message, Granted granted, RequestListener files)
            throws RequestRejectedException {
        Cancellation cancellation = new Cancellation();
        RequestLease lease =
                new RequestLease(journal.requests(), granted.claim(), settings.lease(), granted.asked(), cancellation);
        tellAccepted(request, message, granted.claim());
        listener.heard(events.started(Subject.of(request, message), request, granted.claim()));
        if (granted.claim().cancelRequested()) {
            cancellation.cancel();
        }
        running.put(request.id(), cancellation);
        long pause = settings.renewal().toMillis();
        ScheduledFuture<?> renewing = leases.scheduleWithFixedDelay(lease::renew, pause, pause, TimeUnit.MILLISECONDS);
        try {
            return run(request, message, granted, files, lease, cancellation);
        } catch (JournalException e) {
            log.warn("The request {} is put back: {}", request.id(), e.getMessage());
            letGo(lease.claim());
            return new LetGo();
        } catch (RuntimeException e) {
            // Not later, for who hears of this may want to end the request.
            release(lease.claim());
            throw e;
        } finally {
            lease.end();
            renewing.cancel(false);
            running.remove(request.id(), cancellation);
        }
    }

    /** Ends another request, on behalf of a request that asks for this. */
    Finished cancel(TransferRequest request, Incoming message, Claim claim, Canceller canceller)
            throws JournalException {
        String other = request.cancelId().orElseThrow();
        Instant start = clock.instant();
        listener.heard(events.accepted(Subject.of(request, message), request, claim));
        Item item = cancel(other, message, canceller);
        boolean failed = item.status() == ItemStatus.FAILED;
        Status status = failed ? Status.FAILED : Status.COMPLETED;
        Outcome outcome = new Outcome(
                request,
                status,
                List.of(item),
                List.of(),
                Optional.empty(),
                start,
                Duration.between(start, clock.instant()));
        RequestState state = failed ? RequestState.DEAD : RequestState.COMPLETED;
        String json = OutcomeJson.write(outcome, status, claim.attempt(), settings.node(), Optional.empty());
        Ending ending = Ending.of(state, json, new Tally(1, failed ? 0 : 1, failed ? 1 : 0, 0, 0));
        journal.requests()
                .finish(
                        claim,
                        item.failure()
                                .map(JournalMemory::note)
                                .map(ending::withFailure)
                                .orElse(ending));
        return new Finished(state, json, claim, List.of());
    }

    @Override
    public void close() {
        leases.shutdownNow();
        chores.shutdownNow();
        try {
            if (!leases.awaitTermination(settings.renewal().toMillis() * 2, TimeUnit.MILLISECONDS)) {
                log.warn("A lease is still being renewed while the desk closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private End run(
            TransferRequest request,
            Incoming message,
            Granted granted,
            RequestListener files,
            RequestLease lease,
            Cancellation cancellation)
            throws JournalException, RequestRejectedException {
        JournalMemory memory = new JournalMemory(request, journal.requests(), journal.history(), lease);
        RunListener told = new RunListener(
                Subject.of(request, message),
                granted.claim(),
                memory::tally,
                events,
                listener,
                files,
                line -> noteProgress(request.id(), line));
        Outcome outcome =
                executor.execute(new Assignment(request, message.submitter(), true, memory, told, cancellation));
        if (lease.isLost()) {
            letGo(lease.claim());
            return new LetGo();
        }
        if (outcome.status() == Status.CANCELLED && cancellation.isSuspended()) {
            lease.write(claim -> {
                journal.requests().release(claim);
                return claim;
            });
            return new LetGo();
        }
        return judge(request, message, granted, outcome, memory, lease);
    }

    private End judge(
            TransferRequest request,
            Incoming message,
            Granted granted,
            Outcome outcome,
            JournalMemory memory,
            RequestLease lease)
            throws JournalException {
        Claim claim = granted.claim();
        RetryPolicy policy = granted.policy();
        int attempts = Math.min(policy.attempts(), request.maxAttempts().orElse(policy.attempts()));
        List<Failure> refusals =
                Judgement.failures(outcome).filter(Judgement::opensCircuit).toList();
        Judgement judgement =
                Judgement.of(outcome, claim.attempt(), attempts, policy, clock.instant(), random.nextDouble());
        List<ItemRecord> items = memory.unwritten(outcome);
        if (judgement instanceof Judgement.Later later) {
            Instant due = lease.write(held -> {
                journal.requests().record(held, items, memory.tally());
                return journal.requests()
                        .retryLater(held, later.delay(), JournalMemory.note(later.why()), memory.tally());
            });
            Event event = events.retryScheduled(Subject.of(request, message), request, claim, later.why(), due);
            return new Delayed(later.delay(), event, refusals);
        }
        RequestState state = ((Judgement.Over) judgement).state();
        Optional<FailureNote> before = state == RequestState.EXPIRED
                ? journal.history().find(request.id()).flatMap(RequestRecord::failure)
                : Optional.empty();
        String json = OutcomeJson.write(outcome, status(state), claim.attempt(), settings.node(), before);
        Optional<Failure> why = state == RequestState.COMPLETED
                ? Optional.empty()
                : Judgement.failures(outcome).findFirst();
        Ending ending = Ending.of(state, json, memory.tally()).withItems(items);
        Ending whole = why.map(JournalMemory::note)
                .or(() -> before)
                .map(ending::withFailure)
                .orElse(ending);
        lease.write(held -> {
            journal.requests().finish(held, whole);
            return held;
        });
        return new Finished(state, json, claim, refusals);
    }

    private Item cancel(String other, Incoming message, Canceller canceller) throws JournalException {
        Optional<RequestRecord> known = journal.history().find(other);
        boolean foreign = known.flatMap(record -> record.asked().submitter())
                .filter(owner -> !message.submitter().equals(Optional.of(owner)))
                .isPresent();
        if (foreign) {
            return Item.failed(
                    other,
                    Optional.empty(),
                    Failure.of(ErrorClass.FORBIDDEN, "The request \"" + other + "\" is somebody else's."));
        }
        String by = message.submitter().orElse("a request");
        CancelVerdict verdict = canceller.cancel(other, by);
        if (verdict == CancelVerdict.UNKNOWN) {
            // It may be on its way: a queue delivers what is urgent first, and to others.
            verdict = journal.requests().cancelAhead(other, message.submitter(), by)
                    ? CancelVerdict.CANCELLED
                    : canceller.cancel(other, by);
        }
        return switch (verdict) {
            case CANCELLED, REQUESTED -> Item.done(other, Optional.empty(), ItemStatus.COMPLETED);
            case TOO_LATE -> Item.done(other, Optional.empty(), ItemStatus.SKIPPED);
            case UNKNOWN ->
                Item.failed(
                        other,
                        Optional.empty(),
                        Failure.of(ErrorClass.INVALID, "There is no request \"" + other + "\"."));
        };
    }

    /** Ends a request, whoever wants it. */
    CancelVerdict cancel(String id, String by) throws JournalException {
        CancelVerdict verdict = journal.requests().cancel(id, by);
        if (verdict == CancelVerdict.REQUESTED) {
            Optional.ofNullable(running.get(id)).ifPresent(Cancellation::cancel);
        }
        return verdict;
    }

    // So that whoever comes next need not wait for the lease to end. It ends by itself if this does not work.
    private void letGo(Claim claim) {
        try {
            chores.execute(() -> release(claim));
        } catch (RejectedExecutionException e) {
            log.debug("The request {} is free when its lease ends", claim.requestId(), e);
        }
    }

    private void release(Claim claim) {
        try {
            journal.requests().release(claim);
        } catch (LostClaimException e) {
            log.debug("The request {} has been taken already", claim.requestId(), e);
        } catch (JournalException e) {
            log.debug("The request {} is released later", claim.requestId(), e);
            letGoLater(claim);
        }
    }

    private void letGoLater(Claim claim) {
        try {
            chores.schedule(() -> release(claim), settings.renewal().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The request {} is free when its lease ends", claim.requestId(), e);
        }
    }

    // Not on the thread that moves bytes, which would wait for a database that is away.
    private void noteProgress(String id, String line) {
        try {
            chores.execute(() -> {
                try {
                    journal.requests().note(id, "progress", line);
                } catch (JournalException e) {
                    log.debug("Progress of {} was not noted", id, e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("Progress of {} is not noted any more", id, e);
        }
    }

    private static Status status(RequestState state) {
        return switch (state) {
            case COMPLETED -> Status.COMPLETED;
            case PARTIAL -> Status.PARTIAL;
            case CANCELLED -> Status.CANCELLED;
            case EXPIRED -> Status.EXPIRED;
            default -> Status.FAILED;
        };
    }
}
