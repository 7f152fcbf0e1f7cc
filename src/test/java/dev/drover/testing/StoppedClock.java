package dev.drover.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** It stands still until a test moves it. */
public final class StoppedClock extends Clock {
    private final AtomicReference<Instant> now;

    public StoppedClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    public void advance(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    public void set(Instant moment) {
        now.set(moment);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
