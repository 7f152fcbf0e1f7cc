package dev.drover.request;

import dev.drover.journal.Claim;
import dev.drover.journal.Tally;
import dev.drover.request.Events.Subject;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.transfer.TransferEvent;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes events of what happens in a run; progress at most every five seconds, or five percent. One thread.
 */
final class RunListener implements RequestListener {
    private static final long INTERVAL = 5_000_000_000L;
    private static final long PARTS = 20;

    private final Subject subject;
    private final Claim claim;
    private final Supplier<Tally> tally;
    private final Events events;
    private final EventListener listener;
    private final RequestListener files;
    private final Consumer<String> timeline;
    private long told = System.nanoTime();
    private long toldBytes;

    RunListener(
            Subject subject,
            Claim claim,
            Supplier<Tally> tally,
            Events events,
            EventListener listener,
            RequestListener files,
            Consumer<String> timeline) {
        this.subject = subject;
        this.claim = claim;
        this.tally = tally;
        this.events = events;
        this.listener = listener;
        this.files = files;
        this.timeline = timeline;
    }

    @Override
    public void started(TransferRequest request) {
        files.started(request);
    }

    @Override
    public void progress(TransferRequest request, TransferEvent event) {
        files.progress(request, event);
        if (event instanceof TransferEvent.Progress now && isDue(now)) {
            told = System.nanoTime();
            toldBytes = now.bytes();
            timeline.accept(now.transfer().from().name() + ": " + now.bytes() + " bytes");
            listener.heard(events.progress(
                    subject, request, claim, tally.get(), now.transfer().from().name(), now));
        }
    }

    @Override
    public void itemEnded(TransferRequest request, Item item) {
        toldBytes = 0;
        files.itemEnded(request, item);
        if (item.status() == ItemStatus.COMPLETED || item.status() == ItemStatus.SKIPPED) {
            listener.heard(events.itemCompleted(subject, request, claim, item));
        }
    }

    @Override
    public void ended(Outcome outcome) {
        files.ended(outcome);
    }

    private boolean isDue(TransferEvent.Progress now) {
        long step = now.total().orElse(Long.MAX_VALUE) / PARTS;
        return System.nanoTime() - told >= INTERVAL || (step > 0 && now.bytes() - toldBytes >= step);
    }
}
