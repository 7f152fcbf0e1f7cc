package dev.drover.request;

import static dev.drover.request.RequestGuard.destination;

import dev.drover.endpoint.Action;
import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.request.Jobs.Job;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.Outcome.Moved;
import dev.drover.request.RequestMemory.Known;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.IfExists;
import dev.drover.transfer.Location;
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
    private final Assignment assignment;
    private final RequestGuard guard;
    private final Endpoint from;
    private final Endpoint to;
    private final TransferEngine engine;
    private final Cancellation cancellation;
    private final TransferListener listener;

    TransferWork(
            Assignment assignment,
            RequestGuard guard,
            Endpoint from,
            Endpoint to,
            TransferEngine engine,
            TransferListener listener) {
        this.request = assignment.request();
        this.assignment = assignment;
        this.guard = guard;
        this.from = from;
        this.to = to;
        this.engine = engine;
        this.cancellation = assignment.cancellation();
        this.listener = listener;
    }

    /** Moves one file; never throws for a failure of it. */
    Item run(int number, Job job, Known known) {
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
                    ? rename(number, job, known)
                    : transfer(number, job, known);
        } catch (IOException e) {
            Failure failure = Failure.of(e);
            boolean again = failure.errorClass() == ErrorClass.INTEGRITY && known.wasDamaged();
            return Item.failed(path, target, again ? failure.forGood() : failure);
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
        if (!guard.allows(from, reading, job.path())) {
            return Optional.of(Failure.of(ErrorClass.FORBIDDEN, RequestGuard.refusal(from, reading, job.path())));
        }
        if (!guard.allows(to, writing, job.target())) {
            return Optional.of(Failure.of(ErrorClass.FORBIDDEN, RequestGuard.refusal(to, writing, job.target())));
        }
        return Optional.empty();
    }

    private Item transfer(int number, Job job, Known known) throws IOException, InterruptedException {
        Transfer.Builder transfer = Transfer.builder(from.locate(job.path()), to.locate(job.target()))
                .ifExists(destination(request).ifExists())
                .verification(request.options().verification())
                .ascii(request.options().ascii())
                .resume(request.options().resume() && !known.wasDamaged())
                .createDirectories(destination(request).createDirectories())
                .limit(Math.min(from.settings().maxFileSize(), to.settings().maxFileSize()))
                .token(request.id())
                .triedBefore(known.begun())
                .publishing(name -> assignment
                        .memory()
                        .publishing(number, job, job.target().withName(name).toString(), Optional.empty()))
                .retry(retry())
                .cancellation(cancellation)
                .listener(listener);
        if (known.publishedAs().filter(String::isEmpty).isEmpty()) {
            transfer.publishedAs(known.publishedAs().map(TransferWork::name));
        }
        request.options().checksum().ifPresent(digest -> transfer.expected(digest.algorithm(), digest.value()));
        TransferResult result = engine.transfer(transfer.build());
        return new Item(
                job.path().toString(),
                Optional.of(job.target().withName(result.target().name()).toString()),
                result.status() == TransferResult.Status.SKIPPED ? ItemStatus.SKIPPED : ItemStatus.COMPLETED,
                result.bytes(),
                result.duration(),
                Optional.of(Moved.of(result)),
                Optional.empty());
    }

    private static String name(String target) {
        return target.substring(target.lastIndexOf('/') + 1);
    }

    private Item rename(int number, Job job, Known known) throws IOException {
        String target = job.target().toString();
        Location source = from.locate(job.path());
        Optional<FoundFile> there = Housekeeping.look(source);
        if (there.isEmpty() && wasRenamed(job, known)) {
            return Item.done(job.path().toString(), Optional.of(target), ItemStatus.COMPLETED);
        }
        assignment.memory().publishing(number, job, target, there.map(Seen::of));
        Housekeeping.rename(source, to.locate(job.target()));
        return Item.done(job.path().toString(), Optional.of(target), ItemStatus.COMPLETED);
    }

    // The source is gone, and an earlier run was about to rename it: it did if there is what was to be renamed.
    private boolean wasRenamed(Job job, Known known) throws IOException {
        return known.publishedAs().isPresent()
                && Housekeeping.look(to.locate(job.target()))
                        .filter(file -> known.seen().isEmpty()
                                || known.seen().get().size().equals(file.size()))
                        .isPresent();
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
        if (assignment.once()) {
            return policy.withAttempts(1);
        }
        int attempts = Math.min(policy.attempts(), request.maxAttempts().orElse(policy.attempts()));
        return policy.withAttempts(attempts);
    }
}
