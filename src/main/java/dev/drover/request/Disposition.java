package dev.drover.request;

import dev.drover.endpoint.Action;
import dev.drover.endpoint.Endpoint;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.Outcome.Moved;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.Location;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.TransferException;
import java.io.IOException;
import java.util.Optional;

/**
 * What becomes of the sources of a request, after all its files: only of those that arrived, and only when they are still
 * what was read. A failure is told with the item, which stays delivered.
 */
final class Disposition {
    private final Endpoint from;
    private final OnSuccess wish;
    private final RequestGuard guard;
    private final String requestId;

    Disposition(TransferRequest request, RequestGuard guard, Endpoint from, OnSuccess wish) {
        this.requestId = request.id();
        this.guard = guard;
        this.from = from;
        this.wish = wish;
    }

    Item apply(Item item) {
        Optional<Moved> transfer = item.transfer();
        if (wish == OnSuccess.KEEP || item.status() != ItemStatus.COMPLETED || transfer.isEmpty()) {
            return item;
        }
        try {
            RelativePath path = RelativePath.of(item.path());
            Optional<Failure> failure = dispose(path, transfer.get());
            return failure.map(item::withFailure).orElse(item);
        } catch (IOException e) {
            Failure failure = Failure.of(e, from.name());
            return item.withFailure(new Failure(
                    failure.errorClass(),
                    "The file was delivered, but its source stays: " + failure.message(),
                    failure.reply(),
                    failure.retryable(),
                    failure.attempts(),
                    failure.refusedBy()));
        }
    }

    private Optional<Failure> dispose(RelativePath path, Moved transfer) throws IOException {
        Action needed = wish == OnSuccess.DELETE ? Action.DELETE : Action.MOVE;
        if (!guard.allows(from, needed, path)) {
            return Optional.of(Failure.of(ErrorClass.FORBIDDEN, RequestGuard.refusal(from, needed, path)));
        }
        Location source = from.locate(path);
        Optional<FoundFile> now = Housekeeping.look(source);
        if (now.isEmpty()) {
            return Optional.empty();
        }
        if (!transfer.isOf(now.get())) {
            return Optional.of(Failure.of(
                    ErrorClass.CONFLICT, "The source " + source + " changed after it was read, so it stays."));
        }
        if (wish == OnSuccess.DELETE) {
            Housekeeping.remove(source);
        } else {
            archive(path, source);
        }
        return Optional.empty();
    }

    private void archive(RelativePath path, Location source) throws IOException {
        RelativePath kept = from.settings().archive().orElseThrow().resolve(path);
        try {
            Housekeeping.rename(source, from.locate(kept));
        } catch (TransferException taken) {
            if (taken.errorClass() != ErrorClass.CONFLICT) {
                throw taken;
            }
            // Files with the same name every day are the rule; the request tells them apart.
            Housekeeping.rename(source, from.locate(kept.withName(kept.name() + "." + requestId)));
        }
    }
}
