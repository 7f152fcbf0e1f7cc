package dev.drover.request;

import static dev.drover.request.RequestGuard.destination;
import static dev.drover.request.RequestGuard.source;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.request.Jobs.Job;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.Outcome.Status;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.request.TransferRequest.Source;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferListener;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries out requests, each on the calling thread. Thread-safe. That a request is carried out once only is not its
 * business, nor is the end of other requests: who calls it knows what has been done, and what runs.
 */
public final class RequestExecutor {
    /** After one of these the other items of a request would fare no better, and a server would be hammered. */
    private static final Set<ErrorClass> STOP_ALL = Set.of(
            ErrorClass.AUTH,
            ErrorClass.TLS_POLICY,
            ErrorClass.TRANSIENT_NETWORK,
            ErrorClass.LOCAL_FULL,
            ErrorClass.CANCELLED);

    private final EndpointCatalog endpoints;
    private final TransferEngine engine;
    private final Clock clock;

    public RequestExecutor(EndpointCatalog endpoints, TransferEngine engine, Clock clock) {
        this.endpoints = endpoints;
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Carries out a request that was not carried out before.
     *
     * @throws RequestRejectedException before anything is done: an unknown endpoint, something not allowed
     */
    public Outcome execute(TransferRequest request) throws RequestRejectedException {
        return execute(request, false, RequestListener.NONE);
    }

    /**
     * Carries out a request.
     *
     * @param triedBefore whether an earlier run may have got to any point: what it finished is then recognised
     */
    public Outcome execute(TransferRequest request, boolean triedBefore, RequestListener listener)
            throws RequestRejectedException {
        RequestMemory memory = triedBefore ? RequestMemory.LOST : RequestMemory.NONE;
        return execute(Assignment.of(request, memory, listener));
    }

    /** Carries out a request as far as earlier runs have not; {@code notBefore} is for whoever assigns it. */
    Outcome execute(Assignment assignment) throws RequestRejectedException {
        TransferRequest request = assignment.request();
        RequestListener listener = assignment.listener();
        RequestGuard guard = new RequestGuard(endpoints, assignment.submitter());
        guard.check(request);
        Instant start = clock.instant();
        if (isLate(request)) {
            return over(listener, ended(request, Status.EXPIRED, List.of(), start));
        }
        listener.started(request);
        return over(listener, new Run(assignment, guard, start).outcome());
    }

    private boolean isLate(TransferRequest request) {
        return request.deadline().filter(end -> !clock.instant().isBefore(end)).isPresent();
    }

    private Outcome ended(TransferRequest request, Status status, List<Item> items, Instant start) {
        return new Outcome(
                request, status, items, List.of(), Optional.empty(), start, Duration.between(start, clock.instant()));
    }

    private static Outcome over(RequestListener listener, Outcome outcome) {
        listener.ended(outcome);
        return outcome;
    }

    /** What is done to one file; throws when the whole request may not go on. */
    @FunctionalInterface
    private interface Work {
        Item run(int number, Job job, RequestMemory.Known known) throws IOException;
    }

    /** One request being carried out. */
    private final class Run {
        private final TransferRequest request;
        private final Assignment assignment;
        private final RequestGuard guard;
        private final RequestListener listener;
        private final Cancellation cancellation;
        private final Jobs jobs;
        private final Instant start;
        private final List<Item> items = new ArrayList<>();

        Run(Assignment assignment, RequestGuard guard, Instant start) {
            this.request = assignment.request();
            this.assignment = assignment;
            this.guard = guard;
            this.listener = assignment.listener();
            this.cancellation = assignment.cancellation();
            this.jobs = new Jobs(clock, cancellation);
            this.start = start;
        }

        Outcome outcome() throws RequestRejectedException {
            try {
                return switch (request.operation()) {
                    case TRANSFER -> transfer(source(request).onSuccess());
                    case MOVE -> transfer(OnSuccess.DELETE);
                    case LIST -> list();
                    case DELETE -> delete();
                    case MKDIR -> makeDirectory();
                    case CANCEL -> throw new IllegalArgumentException("A cancel is no work for the executor");
                };
            } catch (IOException e) {
                return new Outcome(
                        request,
                        cancellation.isCancelled() ? Status.CANCELLED : Status.FAILED,
                        items,
                        List.of(),
                        Optional.of(looking().map(name -> Failure.of(e, name)).orElse(Failure.of(e))),
                        start,
                        Duration.between(start, clock.instant()));
            }
        }

        /** The endpoint that is asked what there is. */
        private Optional<String> looking() {
            return request.source().map(Source::endpoint).or(() -> request.destination()
                    .map(Destination::endpoint));
        }

        private Outcome transfer(OnSuccess onSuccess) throws IOException, RequestRejectedException {
            Endpoint from = guard.endpoint(request, source(request).endpoint());
            Endpoint to = guard.endpoint(request, destination(request).endpoint());
            TransferListener progress =
                    request.options().progress() ? event -> listener.progress(request, event) : TransferListener.NONE;
            TransferWork work = new TransferWork(assignment, guard, from, to, engine, progress);
            List<Job> files = assignment.memory().plan().isPresent()
                    ? assignment.memory().plan().get()
                    : planned(jobs.jobs(request, from));
            runAll(files, work::run);
            Disposition disposition = new Disposition(request, guard, from, onSuccess);
            items.replaceAll(disposition::apply);
            return summed();
        }

        private List<Job> planned(List<Job> found) throws IOException {
            assignment.memory().planned(found);
            return found;
        }

        private void runAll(List<Job> files, Work work) throws IOException {
            for (int number = 0; number < files.size(); number++) {
                RequestMemory.Known known = assignment.memory().known(number);
                if (known.done().isPresent()) {
                    items.add(known.done().get());
                } else {
                    run(work, number, files.get(number), known);
                }
            }
        }

        private void run(Work work, int number, Job job, RequestMemory.Known known) throws IOException {
            Optional<Failure> reason = reasonToStop();
            if (reason.isPresent()) {
                Optional<String> target =
                        request.destination().map(there -> job.target().toString());
                items.add(Item.failed(job.path().toString(), target, reason.get()));
                return;
            }
            Item item = work.run(number, job, known);
            assignment.memory().ended(number, item);
            add(item);
        }

        private Outcome list() throws IOException, RequestRejectedException {
            Endpoint from = guard.endpoint(request, source(request).endpoint());
            List<FoundFile> entries = new ArrayList<>();
            if (source(request).directory().isPresent()) {
                entries.addAll(jobs.found(request, from, true));
            }
            for (RelativePath path : source(request).paths()) {
                Housekeeping.look(from.locate(path))
                        .map(f -> new FoundFile(path, f.isDirectory(), f.size(), f.modified()))
                        .ifPresent(entries::add);
            }
            return new Outcome(
                    request,
                    Status.COMPLETED,
                    List.of(),
                    entries,
                    Optional.empty(),
                    start,
                    Duration.between(start, clock.instant()));
        }

        private Outcome delete() throws IOException, RequestRejectedException {
            Endpoint from = guard.endpoint(request, source(request).endpoint());
            Optional<List<Job>> before = assignment.memory().plan();
            boolean isListed = source(request).directory().isPresent();
            List<Job> now = before.isEmpty() || isListed ? jobs.deletions(request, from) : before.get();
            Optional<Map<RelativePath, Seen>> listed = isListed
                    ? Optional.of(now.stream().collect(Collectors.toMap(Job::path, job -> job.seen()
                            .orElseThrow())))
                    : Optional.empty();
            List<Job> files = before.isPresent() ? before.get() : planned(now);
            runAll(files, new DeleteWork(assignment, guard, from, listed)::run);
            return summed();
        }

        private Outcome makeDirectory() throws IOException, RequestRejectedException {
            Endpoint to = guard.endpoint(request, destination(request).endpoint());
            RelativePath directory = destination(request).directory();
            if (!request.dryRun()) {
                Housekeeping.makeDirectories(to.locate(directory));
            }
            add(Item.done(
                    directory.toString(),
                    Optional.empty(),
                    request.dryRun() ? ItemStatus.PLANNED : ItemStatus.COMPLETED));
            return summed();
        }

        private void add(Item item) {
            items.add(item);
            listener.itemEnded(request, item);
        }

        private Optional<Failure> reasonToStop() {
            if (cancellation.isCancelled()) {
                return Optional.of(Failure.of(ErrorClass.CANCELLED, "The request was cancelled before this file."));
            }
            if (isLate(request)) {
                return Optional.of(Failure.of(ErrorClass.CANCELLED, "The deadline passed before this file."));
            }
            return items.stream()
                    .flatMap(item -> item.failure().stream())
                    .filter(failure -> STOP_ALL.contains(failure.errorClass()))
                    .findFirst()
                    .map(failure -> Failure.of(
                            failure.errorClass(), "Not tried after the failure before it: " + failure.message()));
        }

        private Outcome summed() {
            long failed =
                    items.stream().filter(item -> item.failure().isPresent()).count();
            long undone = items.stream()
                    .filter(item -> item.status() == ItemStatus.FAILED)
                    .count();
            Status status = failed == 0 ? Status.COMPLETED : undone == items.size() ? Status.FAILED : Status.PARTIAL;
            return ended(request, cancellation.isCancelled() && failed > 0 ? Status.CANCELLED : status, items, start);
        }
    }
}
