package dev.drover.request;

import dev.drover.journal.FailureNote;
import dev.drover.journal.ItemRecord;
import dev.drover.journal.JournalException;
import dev.drover.journal.RequestHistory;
import dev.drover.journal.Requests;
import dev.drover.journal.Tally;
import dev.drover.request.Jobs.Job;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The memory of a request in the journal. One thread. */
final class JournalMemory implements RequestMemory {
    private final TransferRequest request;
    private final Requests journal;
    private final RequestLease lease;
    private final boolean needsEveryEnd;
    private final SortedMap<Integer, ItemRecord> records = new TreeMap<>();
    private final SortedMap<Integer, ItemRecord> unwritten = new TreeMap<>();
    private int total;

    JournalMemory(TransferRequest request, Requests journal, RequestHistory history, RequestLease lease)
            throws JournalException {
        this.request = request;
        this.journal = journal;
        this.lease = lease;
        this.needsEveryEnd = request.operation() == Operation.MOVE
                || request.source()
                        .filter(source -> source.onSuccess() != OnSuccess.KEEP)
                        .isPresent();
        if (lease.claim().triedBefore()) {
            history.items(request.id()).forEach(item -> records.put(item.number(), item));
        }
        this.total = records.size();
    }

    @Override
    public Optional<List<Job>> plan() {
        if (records.isEmpty() || records.size() <= records.lastKey()) {
            return Optional.empty();
        }
        List<Job> jobs = new ArrayList<>();
        for (ItemRecord item : records.values()) {
            Optional<Job> job = job(item);
            if (job.isEmpty()) {
                return Optional.empty();
            }
            jobs.add(job.get());
        }
        return Optional.of(jobs);
    }

    @Override
    public void planned(List<Job> jobs) throws JournalException {
        total = jobs.size();
        List<ItemRecord> fresh = new ArrayList<>();
        for (int number = 0; number < jobs.size(); number++) {
            if (!records.containsKey(number)) {
                fresh.add(pending(number, jobs.get(number)));
            }
        }
        fresh.forEach(item -> records.put(item.number(), item));
        // A single file is written when it is about to get its name, with no transaction of its own.
        if (total > 1) {
            write(fresh);
        }
    }

    @Override
    public Known known(int number) {
        ItemRecord item = records.get(number);
        boolean again = lease.claim().triedBefore();
        if (item == null) {
            return again ? Known.BEGUN : Known.NOTHING;
        }
        Optional<Item> done = ended(item);
        boolean publishing = item.state() == ItemRecord.State.RUNNING;
        boolean damaged = item.failure()
                .filter(why -> why.errorClass().equals(ErrorClass.INTEGRITY.name()))
                .isPresent();
        return new Known(
                done, again, publishing ? item.target() : Optional.empty(), ItemDetail.seen(item.detail()), damaged);
    }

    @Override
    public void publishing(int number, Job job, String target, Optional<Seen> seen) throws JournalException {
        ItemRecord item = records.getOrDefault(number, pending(number, job))
                .withDetail(ItemDetail.of(seen))
                .running(target);
        records.put(number, item);
        write(List.of(item));
    }

    @Override
    public void ended(int number, Item item) throws JournalException {
        ItemRecord ended = record(number, item);
        records.put(number, ended);
        if (total > 1 || needsEveryEnd) {
            write(List.of(ended));
        } else {
            unwritten.put(number, ended);
        }
    }

    /** What the end of the request is to write of items, as they are in its outcome. */
    List<ItemRecord> unwritten(Outcome outcome) {
        for (int number = 0; number < outcome.items().size(); number++) {
            Item item = outcome.items().get(number);
            boolean lateFailure = item.failure().isPresent() && item.status() == ItemStatus.COMPLETED;
            if (!records.containsKey(number) || lateFailure) {
                unwritten.put(number, record(number, item));
            }
        }
        return List.copyOf(unwritten.values());
    }

    /** How far it has come. */
    Tally tally() {
        int done = 0;
        int failed = 0;
        long bytes = 0;
        for (ItemRecord item : records.values()) {
            boolean good = item.state() == ItemRecord.State.COMPLETED || item.state() == ItemRecord.State.SKIPPED;
            done += good ? 1 : 0;
            failed += item.state() == ItemRecord.State.FAILED ? 1 : 0;
            bytes += good ? item.bytes() : 0;
        }
        return new Tally(total, done, failed, 0, bytes);
    }

    private void write(List<ItemRecord> items) throws JournalException {
        Tally tally = tally();
        lease.write(claim -> {
            journal.record(claim, items, tally);
            return tally;
        });
    }

    private static ItemRecord pending(int number, Job job) {
        ItemRecord item = ItemRecord.pending(number, job.path().toString())
                .withTarget(job.target().toString());
        return job.seen().isPresent() ? item.withDetail(ItemDetail.of(job.seen())) : item;
    }

    private ItemRecord record(int number, Item item) {
        ItemRecord fresh = ItemRecord.pending(number, item.path());
        String target = item.target().orElse("");
        ItemRecord ended =
                switch (item.status()) {
                    case COMPLETED ->
                        fresh.completed(
                                target, item.bytes(), item.transfer().flatMap(Outcome.Moved::sha256), item.duration());
                    case SKIPPED, PLANNED -> fresh.skipped(target);
                    case FAILED ->
                        fresh.withTarget(target).failed(note(item.failure().orElseThrow()), item.duration());
                };
        Optional<String> before = Optional.ofNullable(records.get(number)).flatMap(ItemRecord::detail);
        return item.transfer()
                .map(ItemDetail::of)
                .or(() -> before)
                .map(ended::withDetail)
                .orElse(ended);
    }

    static FailureNote note(Failure failure) {
        return new FailureNote(
                failure.errorClass().name(), failure.message(), failure.reply().map(Object::toString));
    }

    // What failed may do better now; what arrived or was left alone is done.
    private static Optional<Item> ended(ItemRecord item) {
        ItemStatus status =
                switch (item.state()) {
                    case COMPLETED -> ItemStatus.COMPLETED;
                    case SKIPPED -> ItemStatus.SKIPPED;
                    case PENDING, RUNNING, FAILED -> null;
                };
        return Optional.ofNullable(status)
                .map(known -> new Item(
                        item.path(),
                        item.target().filter(target -> !target.isEmpty()),
                        known,
                        item.bytes(),
                        item.duration(),
                        ItemDetail.moved(item),
                        Optional.empty()));
    }

    private Optional<Job> job(ItemRecord item) {
        try {
            return Optional.of(Jobs.job(request, RelativePath.of(item.path())));
        } catch (PathRefusedException e) {
            return Optional.empty();
        }
    }
}
