package dev.drover.request;

import static dev.drover.request.RequestGuard.destination;

import dev.drover.endpoint.Action;
import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.endpoint.TransferGate;
import dev.drover.request.Jobs.Job;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.IfExists;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.Transfer;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferListener;
import dev.drover.transfer.TransferResult;
import java.io.IOException;
import java.util.Optional;

/** Moves the files of one request, one at a time. One thread. */
final class TransferWork {
    private final TransferRequest request;
    private final Endpoint from;
    private final Endpoint to;
    private final TransferEngine engine;
    private final Cancellation cancellation;
    private final TransferListener listener;
    private final boolean triedBefore;

    TransferWork(
            TransferRequest request,
            Endpoint from,
            Endpoint to,
            TransferEngine engine,
            Cancellation cancellation,
            TransferListener listener,
            boolean triedBefore) {
        this.request = request;
        this.from = from;
        this.to = to;
        this.engine = engine;
        this.cancellation = cancellation;
        this.listener = listener;
        this.triedBefore = triedBefore;
    }

    /** Moves one file; never throws for a failure of it. */
    Item run(Job job) {
        Optional<String> target = Optional.of(job.target().toString());
        String path = job.path().toString();
        Optional<Failure> refusal = refusal(job);
        if (refusal.isPresent()) {
            return Item.failed(path, target, refusal.get());
        }
        try {
            if (request.dryRun()) {
                return plan(job);
            }
            return RequestGuard.isRename(request) && destination(request).ifExists() == IfExists.FAIL
                    ? rename(job)
                    : transfer(job);
        } catch (IOException e) {
            return Item.failed(path, target, Failure.of(e));
        } catch (InterruptedException e) {
            cancellation.suspend();
            Thread.currentThread().interrupt();
            return Item.failed(path, target, Failure.of(ErrorClass.CANCELLED, "The program stops."));
        }
    }

    // Files that a directory was found to hold have not been checked yet; for the others this says the same again.
    private Optional<Failure> refusal(Job job) {
        boolean rename = RequestGuard.isRename(request);
        Action reading = rename ? Action.MOVE : Action.GET;
        Action writing = rename ? Action.MOVE : Action.PUT;
        if (!from.access().allows(reading, job.path().toString())) {
            return Optional.of(Failure.of(ErrorClass.FORBIDDEN, RequestGuard.refusal(from, reading, job.path())));
        }
        if (!to.access().allows(writing, job.target().toString())) {
            return Optional.of(Failure.of(ErrorClass.FORBIDDEN, RequestGuard.refusal(to, writing, job.target())));
        }
        return Optional.empty();
    }

    private Item transfer(Job job) throws IOException, InterruptedException {
        Transfer.Builder transfer = Transfer.builder(from.locate(job.path()), to.locate(job.target()))
                .ifExists(destination(request).ifExists())
                .verification(request.options().verification())
                .ascii(request.options().ascii())
                .resume(request.options().resume())
                .createDirectories(destination(request).createDirectories())
                .limit(Math.min(from.settings().maxFileSize(), to.settings().maxFileSize()))
                .token(request.id())
                .triedBefore(triedBefore)
                .retry(retry())
                .cancellation(cancellation)
                .listener(listener);
        request.options().checksum().ifPresent(digest -> transfer.expected(digest.algorithm(), digest.value()));
        TransferResult result = throughGates(transfer.build());
        return new Item(
                job.path().toString(),
                Optional.of(job.target().withName(result.target().name()).toString()),
                result.status() == TransferResult.Status.SKIPPED ? ItemStatus.SKIPPED : ItemStatus.COMPLETED,
                result.bytes(),
                result.duration(),
                Optional.of(result),
                Optional.empty());
    }

    // Always in the order of the names, so that two requests in opposite directions do not wait for each other.
    private TransferResult throughGates(Transfer transfer) throws IOException, InterruptedException {
        boolean inOrder = from.name().compareTo(to.name()) <= 0;
        TransferGate first = (inOrder ? from : to).gate();
        TransferGate second = (inOrder ? to : from).gate();
        try (TransferGate.Place one = first.enter()) {
            if (first == second) {
                return engine.transfer(transfer);
            }
            try (TransferGate.Place two = second.enter()) {
                return engine.transfer(transfer);
            }
        }
    }

    private Item rename(Job job) throws IOException {
        Housekeeping.rename(from.locate(job.path()), to.locate(job.target()));
        return Item.done(job.path().toString(), Optional.of(job.target().toString()), ItemStatus.COMPLETED);
    }

    private Item plan(Job job) throws IOException {
        String path = job.path().toString();
        Optional<String> target = Optional.of(job.target().toString());
        Optional<FoundFile> file = Housekeeping.look(from.locate(job.path()));
        if (file.isEmpty() || file.get().isDirectory()) {
            return Item.failed(
                    path, target, Failure.of(ErrorClass.LOCAL, "There is no file " + from.locate(job.path())));
        }
        boolean taken = Housekeeping.look(to.locate(job.target())).isPresent();
        if (taken && destination(request).ifExists() == IfExists.FAIL) {
            return Item.failed(
                    path,
                    target,
                    Failure.of(ErrorClass.CONFLICT, "There is a file " + to.locate(job.target()) + " already."));
        }
        boolean skips = taken && destination(request).ifExists() == IfExists.SKIP;
        return Item.done(path, target, skips ? ItemStatus.SKIPPED : ItemStatus.PLANNED)
                .withBytes(file.get().size().orElse(0));
    }

    private RetryPolicy retry() {
        RetryPolicy policy = to instanceof FtpEndpoint ? to.retry() : from.retry();
        int attempts = Math.min(policy.attempts(), request.maxAttempts().orElse(policy.attempts()));
        return policy.withAttempts(attempts);
    }
}
