package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.drover.ftp.FtpBusyException;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionPoolTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final PoolLimits TWO = new PoolLimits(2, LONG, Duration.ofSeconds(10), Duration.ofMinutes(2));

    /** A session that is as alive as the test says. */
    private static final class Fake implements SessionPool.Lent {
        boolean alive = true;
        int asked;
        volatile boolean quit;
        volatile boolean dropped;
        final CountDownLatch slow = new CountDownLatch(1);
        volatile boolean isSlow;

        @Override
        public boolean isAlive(boolean askServer) {
            asked += askServer ? 1 : 0;
            return alive;
        }

        @Override
        public void quit() {
            if (isSlow) {
                awaitUninterruptibly(slow);
            }
            quit = true;
        }

        private static void awaitUninterruptibly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void drop() {
            dropped = true;
        }
    }

    private final AtomicLong now = new AtomicLong();
    private final List<Fake> made = new CopyOnWriteArrayList<>();
    private final Deque<FtpException> failures = new ArrayDeque<>();

    private SessionPool pool(PoolLimits limits) {
        return new SessionPool(limits, this::make, "ftp://user@server:21", now::get);
    }

    private SessionPool.Lent make() throws FtpException {
        if (!failures.isEmpty()) {
            throw failures.pop();
        }
        Fake fake = new Fake();
        made.add(fake);
        return fake;
    }

    private static FtpReplyException refusal(int code, String text) {
        return new FtpReplyException(
                "refused: " + code, FtpCommand.of(dev.drover.ftp.FtpVerb.NOOP), FtpReply.of(code, text));
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static CompletableFuture<SessionPool.Lent> borrowing(SessionPool pool) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return pool.borrow();
                    } catch (FtpException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    @Test
    void theLastOneGivenBackIsLentFirst() throws Exception {
        SessionPool pool = pool(TWO);
        var first = pool.borrow();
        var second = pool.borrow();
        pool.giveBack(first, true);
        pool.giveBack(second, true);

        assertThat(pool.borrow()).isSameAs(second);
        assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(2, 1, 1, 0, 2, 0));
    }

    @Test
    void aBrokenOneIsDroppedAndItsPlaceIsFree() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(1));
        var first = pool.borrow();
        pool.giveBack(first, false);

        assertThat(made.get(0).dropped).isTrue();
        assertThat(pool.borrow()).isNotSameAs(first);
        assertThat(pool.snapshot().discarded()).isOne();
    }

    @Test
    void noMoreThanTheLimitAreOpenAndTheWaitEnds() throws Exception {
        SessionPool pool = pool(TWO.withMaxWait(Duration.ofMillis(50)));
        pool.borrow();
        pool.borrow();

        assertThatThrownBy(pool::borrow)
                .isInstanceOf(FtpBusyException.class)
                .hasMessageContaining("ftp://user@server:21")
                .hasMessageContaining("50 ms");
        assertThat(made).hasSize(2);
        assertThat(pool.snapshot().waiting()).isZero();
    }

    @Test
    void whoWaitsLongestIsServedFirst() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(1));
        var only = pool.borrow();
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            waiting.add(borrowing(pool).thenAccept(session -> {
                served.add(number);
                pool.giveBack(session, true);
            }));
            await().until(() -> pool.snapshot().waiting() == number + 1);
        }

        pool.giveBack(only, true);

        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get();
        assertThat(served).containsExactly(0, 1, 2, 3, 4);
        assertThat(made).hasSize(1);
    }

    @Test
    void whoMeetsADeadOneKeepsHisTurn() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(1));
        var only = pool.borrow();
        List<String> served = new CopyOnWriteArrayList<>();
        CompletableFuture<?> first = borrowing(pool).thenAccept(session -> {
            served.add("first");
            pool.giveBack(session, true);
        });
        await().until(() -> pool.snapshot().waiting() == 1);
        CompletableFuture<?> second = borrowing(pool).thenAccept(session -> {
            served.add("second");
            pool.giveBack(session, true);
        });
        await().until(() -> pool.snapshot().waiting() == 2);
        made.get(0).alive = false;

        pool.giveBack(only, true);

        CompletableFuture.allOf(first, second).get();
        assertThat(served).containsExactly("first", "second");
        assertThat(made).hasSize(2);
        assertThat(pool.snapshot().waiting()).isZero();
    }

    @Test
    void anOldOneIsAskedBeforeItIsLentAndAYoungOneIsNot() throws Exception {
        SessionPool pool = pool(TWO);
        pool.giveBack(pool.borrow(), true);
        later(Duration.ofSeconds(5));
        pool.giveBack(pool.borrow(), true);
        assertThat(made.get(0).asked).isZero();

        later(Duration.ofSeconds(11));
        pool.borrow();

        assertThat(made.get(0).asked).isOne();
        assertThat(made).hasSize(1);
    }

    @Test
    void aDeadOneDoesNotFailTheBorrowerNorMakeHimAskTheOthers() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(4));
        List<SessionPool.Lent> all = List.of(pool.borrow(), pool.borrow(), pool.borrow());
        all.forEach(each -> pool.giveBack(each, true));
        made.forEach(each -> each.alive = false);
        later(Duration.ofSeconds(30));

        var fresh = pool.borrow();

        assertThat(fresh).isSameAs(made.get(3));
        assertThat(made.subList(0, 3)).allMatch(each -> each.dropped);
        assertThat(made.subList(0, 3).stream().mapToInt(each -> each.asked).sum())
                .isOne();
        assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(4, 1, 0, 0, 4, 0));
    }

    @Test
    void oneThatWasIdleForTooLongIsClosed() throws Exception {
        SessionPool pool = pool(TWO);
        pool.giveBack(pool.borrow(), true);
        later(Duration.ofMinutes(3));

        assertThat(pool.borrow()).isSameAs(made.get(1));
        await().until(() -> made.get(0).quit);
    }

    @Test
    void oneThatNobodyAsksForIsClosedToo() throws Exception {
        SessionPool pool = new SessionPool(
                TWO.withCloseAfterIdle(Duration.ofMillis(50)), this::make, "ftp://server", System::nanoTime);
        pool.giveBack(pool.borrow(), true);

        await().until(() -> made.get(0).quit);
        assertThat(pool.snapshot().idle()).isZero();
    }

    @Test
    void aServerThatIsSlowToSayGoodbyeDelaysNoOther() throws Exception {
        PoolLimits brief = TWO.withCloseAfterIdle(Duration.ofMillis(20));
        for (int i = 0; i < 4; i++) {
            SessionPool pool = new SessionPool(brief, this::make, "ftp://slow" + i, System::nanoTime);
            SessionPool.Lent session = pool.borrow();
            made.get(i).isSlow = true;
            pool.giveBack(session, true);
            await().until(() -> pool.snapshot().idle() == 0);
        }
        try {
            SessionPool good = new SessionPool(brief, this::make, "ftp://good", System::nanoTime);
            good.giveBack(good.borrow(), true);

            await().atMost(Duration.ofSeconds(2)).until(() -> made.get(4).quit);
        } finally {
            made.forEach(each -> each.slow.countDown());
        }
    }

    @Test
    void nobodyWaitsForTheGoodbyeOfOneThatWasIdleForTooLong() throws Exception {
        SessionPool pool = pool(TWO);
        pool.giveBack(pool.borrow(), true);
        made.get(0).isSlow = true;
        later(Duration.ofMinutes(3));

        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> pool.borrow());
        made.get(0).slow.countDown();
    }

    @Test
    void oneThatComesBackWhileTheServerRefusesAnotherIsKept() throws Exception {
        Deque<Runnable> meanwhile = new ArrayDeque<>();
        SessionPool pool = new SessionPool(TWO, this::make, "ftp://server", () -> {
            if (!meanwhile.isEmpty()) {
                meanwhile.pop().run();
            }
            return now.get();
        });
        SessionPool.Lent good = pool.borrow();
        failures.add(refusal(421, "Too many connections"));
        // The clock is asked when there is a place, and then when the limit has just shrunk.
        meanwhile.add(() -> assertThat(pool.snapshot().limit()).isEqualTo(2));
        meanwhile.add(() -> {
            assertThat(pool.snapshot().limit()).isOne();
            pool.giveBack(good, true);
        });

        assertThat(pool.borrow()).isSameAs(good);
        assertThat(made.get(0).quit).isFalse();
        assertThat(pool.snapshot().limit()).isOne();
    }

    @Test
    void theLimitNeverShrinksBelowOne() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(3).withMaxWait(Duration.ofMillis(20)));
        SessionPool.Lent good = pool.borrow();
        for (int i = 0; i < 3; i++) {
            failures.add(refusal(421, "Too many connections"));
            assertThatThrownBy(pool::borrow).isInstanceOf(FtpException.class);
        }
        pool.giveBack(good, true);

        assertThat(pool.snapshot().limit()).isOne();
        assertThat(pool.borrow()).isSameAs(good);
    }

    @Test
    void theLimitShrinksToWhatTheServerAllowsAndTheBorrowerWaits() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(5));
        var first = pool.borrow();
        failures.add(refusal(421, "Too many connections"));

        var waiting = borrowing(pool);
        await().until(() -> pool.snapshot().waiting() == 1);
        assertThat(pool.snapshot().limit()).isOne();
        assertThat(waiting).isNotDone();
        pool.giveBack(first, true);

        assertThat(waiting.get()).isSameAs(first);
    }

    @Test
    void theLimitGrowsAgainWithTime() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(3).withMaxWait(Duration.ofMillis(20)));
        pool.borrow();
        failures.add(refusal(530, "Sorry, the maximum number of clients is reached"));
        assertThat(catchThrowable(pool::borrow)).hasMessageContaining("the server refused more");

        later(Duration.ofSeconds(61));

        pool.borrow();
        assertThat(pool.snapshot().limit()).isEqualTo(2);
    }

    @Test
    void aRefusalOfTheFirstSessionIsNotWaitedOut() {
        SessionPool pool = pool(TWO);
        failures.add(refusal(421, "Too many connections"));

        assertThatThrownBy(pool::borrow).isInstanceOf(FtpReplyException.class);
        assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 0, 0, 0, 0));
    }

    @Test
    void aWrongPasswordIsNoReasonToShrink() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(3));
        pool.borrow();
        failures.add(refusal(530, "Login incorrect"));

        assertThatThrownBy(pool::borrow).isInstanceOf(FtpReplyException.class);
        assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(3, 1, 0, 0, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Too many users",
                "Sorry, the maximum number of clients is reached",
                "Sorry, max 3 users -- try again later",
                "Connection limit reached",
                "Server is full"
            })
    void whatServersSayOfTooManyIsUnderstood(String text) throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(3).withMaxWait(Duration.ofMillis(20)));
        pool.borrow();
        failures.add(refusal(530, text));

        assertThatThrownBy(pool::borrow).isInstanceOf(FtpBusyException.class);
        assertThat(pool.snapshot().limit()).isOne();
    }

    @Test
    void aWordThatHoldsFullIsNoReasonToShrink() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(3));
        pool.borrow();
        failures.add(refusal(530, "You were successfully refused"));

        assertThatThrownBy(pool::borrow).isInstanceOf(FtpReplyException.class);
        assertThat(pool.snapshot().limit()).isEqualTo(3);
    }

    @Test
    void aLongRefusalTakesNoLongTime() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(3));
        pool.borrow();
        failures.add(refusal(530, ("max ".repeat(15_000) + "\n").repeat(8)));

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThatThrownBy(pool::borrow).isInstanceOf(FtpReplyException.class));
        assertThat(pool.snapshot().limit()).isEqualTo(3);
    }

    @Test
    void aMistakeInALoginLeavesThePlaceFree() {
        SessionPool pool = new SessionPool(
                TWO,
                () -> {
                    throw new IllegalStateException("a mistake");
                },
                "ftp://server");

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(pool::borrow).hasMessage("a mistake");
        }
        assertThat(pool.snapshot().lent()).isZero();
    }

    @Test
    void closingEndsTheWaitOfOthers() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(1));
        var only = pool.borrow();
        var waiting = borrowing(pool);
        await().until(() -> pool.snapshot().waiting() == 1);

        pool.close();

        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(FtpConnectException.class)
                .hasStackTraceContaining("is closed");
        pool.giveBack(only, true);
        assertThat(made.get(0).quit).isTrue();
        assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(1, 0, 0, 0, 1, 0));
    }

    @Test
    void closingSaysGoodbyeToIdleOnesAndLendsNothingMore() throws Exception {
        SessionPool pool = pool(TWO);
        pool.giveBack(pool.borrow(), true);

        pool.close();

        assertThat(made.get(0).quit).isTrue();
        assertThatThrownBy(pool::borrow).hasMessageContaining("closed");
    }

    @Test
    void anInterruptionEndsTheWait() throws Exception {
        SessionPool pool = pool(TWO.withMaxSessions(1));
        pool.borrow();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiting = new Thread(() -> outcome.complete(catchThrowable(pool::borrow)));
        waiting.start();
        await().until(() -> pool.snapshot().waiting() == 1);

        waiting.interrupt();

        assertThat(outcome.get()).isInstanceOf(FtpConnectException.class).hasMessageContaining("interrupted");
        assertThat(pool.snapshot().waiting()).isZero();
    }
}
