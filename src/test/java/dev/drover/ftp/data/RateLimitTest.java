package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong clock = new AtomicLong(1);
    private final RateLimit limit = RateLimit.withClock(10_000, clock::get);

    @Test
    void theFirstBytesGoAtOnce() {
        assertThat(limit.reserve(1000)).isZero();
    }

    @Test
    void overTimeTheRateIsKept() {
        long waited = 0;
        for (int i = 0; i < 100; i++) {
            long wait = limit.reserve(1000);
            waited += wait;
            clock.addAndGet(wait);
        }
        assertThat(waited).isBetween(TimeUnit.MILLISECONDS.toNanos(9800), TimeUnit.MILLISECONDS.toNanos(10_000));
    }

    @Test
    void aPauseIsNotCaughtUp() {
        clock.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(limit.reserve(1000)).isZero();
        assertThat(limit.reserve(1000)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(90));
    }

    @Test
    void whoSharesItWaitsForTheOther() {
        limit.reserve(1000);
        long first = limit.reserve(1000);
        long second = limit.reserve(1000);
        assertThat(second).isEqualTo(2 * first);
    }

    @Test
    void anInterruptedWaitEndsAsAnError() {
        RateLimit slow = RateLimit.bytesPerSecond(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> slow.moved(1_000_000)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertThatThrownBy(() -> RateLimit.bytesPerSecond(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
