package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PathLocksTest {
    private final PathLocks locks = new PathLocks();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void twoWritersWhoNeedTheSamePathsInOtherOrderDoNotWaitForEachOther() throws Exception {
        Future<?> one = threads.submit(() -> takeOften("a", "b"));
        Future<?> other = threads.submit(() -> takeOften("b", "a"));
        one.get(10, TimeUnit.SECONDS);
        other.get(10, TimeUnit.SECONDS);
        assertThat(locks.size()).isZero();
    }

    @Test
    void theSamePathTwiceIsOnePath() {
        locks.hold("a", "a").close();
        assertThat(locks.size()).isZero();
    }

    @Test
    void whoeverWaitsCanBeInterruptedAndHoldsNothingThen() throws Exception {
        PathLocks.Held held = locks.hold("b");
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> waiting = threads.submit(() -> {
            Thread.currentThread().interrupt();
            begun.countDown();
            assertThatThrownBy(() -> locks.hold("a", "b")).hasMessageContaining("a, b was interrupted");
            assertThat(Thread.interrupted()).isTrue();
        });
        begun.await();
        waiting.get(10, TimeUnit.SECONDS);
        assertThat(locks.tryToHold("a")).isPresent();
        held.close();
    }

    @Test
    void aPathThatAnotherHoldsIsNotGivenAway() throws Exception {
        try (PathLocks.Held held = locks.hold("a")) {
            assertThat(held).isNotNull();
            assertThat(threads.submit(() -> locks.tryToHold("a")).get()).isEmpty();
        }
        assertThat(locks.size()).isZero();
    }

    private void takeOften(String... paths) {
        for (int i = 0; i < 20_000; i++) {
            locks.hold(paths).close();
        }
    }
}
