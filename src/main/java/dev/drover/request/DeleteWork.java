package dev.drover.request;

import dev.drover.endpoint.Action;
import dev.drover.endpoint.Endpoint;
import dev.drover.request.Jobs.Job;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.RequestMemory.Known;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RelativePath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes the files of one request, one at a time: what a later run finds under the name of a file that is deleted, or in
 * place of what an earlier run saw, came after the request, and stays. One thread.
 */
final class DeleteWork {
    private final Assignment assignment;
    private final RequestGuard guard;
    private final Endpoint from;
    private final Optional<Map<RelativePath, Seen>> listed;

    /**
     * Deletes what a request asks for.
     *
     * @param listed what the directory of the request holds now; empty when it names paths
     */
    DeleteWork(Assignment assignment, RequestGuard guard, Endpoint from, Optional<Map<RelativePath, Seen>> listed) {
        this.assignment = assignment;
        this.guard = guard;
        this.from = from;
        this.listed = listed;
    }

    /**
     * Deletes one file.
     *
     * @throws IOException when it may not go on
     */
    Item run(int number, Job job, Known known) throws IOException {
        if (!guard.allows(from, Action.DELETE, job.path())) {
            String refusal = RequestGuard.refusal(from, Action.DELETE, job.path());
            return failed(job, Failure.of(ErrorClass.FORBIDDEN, refusal));
        }
        Optional<Seen> now;
        try {
            now = look(job.path());
        } catch (IOException e) {
            return failed(job, Failure.of(e));
        }
        if (assignment.request().dryRun()) {
            return done(job, now.isPresent() ? ItemStatus.PLANNED : ItemStatus.SKIPPED);
        }
        boolean wasThere = known.begun() && known.seen().isPresent();
        if (now.isEmpty()) {
            return done(job, wasThere ? ItemStatus.COMPLETED : ItemStatus.SKIPPED);
        }
        if (wasThere && !known.seen().get().maybe(now.get())) {
            return known.publishedAs().isPresent() ? done(job, ItemStatus.COMPLETED) : changed(job);
        }
        assignment.memory().publishing(number, job, job.path().toString(), now);
        return remove(job, wasThere);
    }

    private Item remove(Job job, boolean wasThere) {
        try {
            boolean there = Housekeeping.remove(from.locate(job.path()));
            return done(job, there || wasThere ? ItemStatus.COMPLETED : ItemStatus.SKIPPED);
        } catch (IOException e) {
            return failed(job, Failure.of(e));
        }
    }

    // A path is looked at each time, an entry of a listing is compared with one of a listing: servers tell times in
    // both
    // ways, but not always the same ones.
    private Optional<Seen> look(RelativePath path) throws IOException {
        return listed.isPresent()
                ? Optional.ofNullable(listed.get().get(path))
                : Housekeeping.look(from.locate(path)).map(Seen::of);
    }

    private Item changed(Job job) throws IOException {
        return failed(
                job,
                Failure.of(
                        ErrorClass.CONFLICT,
                        from.locate(job.path())
                                + " is not the file any more that this request saw first, so it stays."));
    }

    private static Item done(Job job, ItemStatus status) {
        return Item.done(job.path().toString(), Optional.empty(), status);
    }

    private static Item failed(Job job, Failure failure) {
        return Item.failed(job.path().toString(), Optional.empty(), failure);
    }
}
