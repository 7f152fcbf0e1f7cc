package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();

    @Test
    void aWaitEndsWithTheCancellation() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> wait = CompletableFuture.supplyAsync(() -> {
            waiting.countDown();
            try {
                return cancellation.await(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        waiting.await();
        cancellation.cancel();
        assertThat(wait.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWaitEndsByItself() throws Exception {
        assertThat(cancellation.await(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void aHookRunsOnceAndNotAfterItWasTakenBack() {
        AtomicInteger kept = new AtomicInteger();
        AtomicInteger takenBack = new AtomicInteger();
        cancellation.onCancel(kept::incrementAndGet);
        cancellation.onCancel(takenBack::incrementAndGet).close();
        cancellation.cancel();
        cancellation.cancel();
        assertThat(kept).hasValue(1);
        assertThat(takenBack).hasValue(0);
    }

    @Test
    void aHookThatComesTooLateRunsAtOnce() {
        cancellation.cancel();
        AtomicInteger runs = new AtomicInteger();
        cancellation.onCancel(runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }

    @Test
    void theFirstWordCounts() {
        cancellation.suspend();
        cancellation.cancel();
        assertThat(cancellation.isSuspended()).isTrue();
        assertThatThrownBy(cancellation::check).hasMessageContaining("the program stops");
    }
}
