package dev.drover.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when told to and in pauses, and the pauses that were asked for. One thread. */
final class ManualTime extends Clock implements Pause {
    private final List<Duration> pauses = new ArrayList<>();
    private Duration tick = Duration.ZERO;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** From now on every look at the clock takes that long. */
    void runsBy(Duration step) {
        tick = step;
    }

    void passes(Duration length) {
        now = now.plus(length);
    }

    @Override
    public void pause(Duration length, Cancellation cancellation) {
        pauses.add(length);
        passes(length);
    }

    @Override
    public Instant instant() {
        passes(tick);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock is UTC");
    }
}
