package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpVerb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SessionBudgetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SessionBudget budget = new SessionBudget();
    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final class Session implements SessionPool.Lent {
        @Override
        public boolean isAlive(boolean askServer) {
            return true;
        }

        @Override
        public void quit() {
            open.decrementAndGet();
        }

        @Override
        public void drop() {
            open.decrementAndGet();
        }
    }

    /** A session and its place, as a client lends them. */
    private record Lease(SessionPool pool, SessionBudget.Place place, SessionPool.Lent session) {
        void end() {
            pool.giveBack(session, true);
            place.close();
        }
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void clientsCountTheirSessionsTogetherAndTheLowestLimitHolds() throws Exception {
        SessionPool eight = pool(8);
        SessionPool two = pool(2);
        Lease first = lease(eight, false);
        Lease second = lease(two, false);
        assertThat(budget.limit()).isEqualTo(2);
        assertThat(enterAtOnce(eight, false)).isEmpty();
        first.end();
        second.end();
        budget.part(two);
        assertThat(budget.limit()).isEqualTo(8);
    }

    @Test
    void anIdleSessionOfOneClientMakesRoomForAnother() throws Exception {
        SessionPool one = pool(1);
        SessionPool other = pool(1);
        for (int i = 0; i < 3; i++) {
            lease(one, false).end();
            lease(other, false).end();
            assertThat(open).hasValue(1);
        }
    }

    @Test
    void anIdleSessionOfTheSameClientIsUsedAgain() throws Exception {
        SessionPool one = pool(2);
        lease(one, false).end();
        lease(one, false).end();
        assertThat(one.snapshot().opened()).isEqualTo(1);
    }

    @Test
    void sessionsThatAreHeldForLongLeaveOnePlaceAndHoldUpNobodyElse() throws Exception {
        SessionPool pool = pool(3);
        Lease first = lease(pool, true);
        Lease second = lease(pool, true);
        Future<Lease> third = threads.submit(() -> lease(pool, true));
        await().atMost(PATIENCE).until(() -> budget.waiting(pool) == 1);
        lease(pool, false).end();
        assertThat(third.isDone()).isFalse();
        first.end();
        third.get().end();
        second.end();
    }

    @Test
    void theOnlySessionMayBeHeldForLong() throws Exception {
        lease(pool(1), true).end();
    }

    @Test
    void whoeverComesFirstIsServedFirstAcrossClients() throws Exception {
        SessionPool one = pool(1);
        SessionPool other = pool(1);
        Lease held = lease(one, false);
        List<String> order = new ArrayList<>();
        Future<?> first = threads.submit(() -> note("first", other, order));
        await().atMost(PATIENCE).until(() -> budget.waiting(other) == 1);
        Future<?> second = threads.submit(() -> note("second", one, order));
        await().atMost(PATIENCE).until(() -> budget.waiting(one) == 1);
        held.end();
        first.get();
        second.get();
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void aServerThatRefusesBecauseOfSessionsOfOthersLowersTheLimit() throws Exception {
        SessionPool one = pool(8);
        SessionPool other = pool(8);
        FtpReplyException tooMany = new FtpReplyException(
                "too many", FtpCommand.of(FtpVerb.USER, "u"), FtpReply.of(421, "Too many connections"));
        assertThat(budget.shrink(other, tooMany)).isFalse();
        Lease first = lease(one, false);
        Lease second = lease(one, false);
        assertThat(budget.shrink(other, tooMany)).isTrue();
        assertThat(budget.limit()).isEqualTo(2);
        first.end();
        lease(other, false).end();
        assertThat(open).hasValue(2);
        second.end();
    }

    @Test
    void aClientThatIsClosedHoldsUpNobody() throws Exception {
        SessionPool one = pool(1);
        SessionPool other = pool(1);
        Lease held = lease(one, false);
        Future<Optional<SessionBudget.Place>> waiting = threads.submit(() -> enter(other, false, PATIENCE));
        await().atMost(PATIENCE).until(() -> budget.waiting(other) == 1);
        budget.part(other);
        waiting.get().orElseThrow().close();
        budget.part(one);
        assertThat(budget.isUnused()).isFalse();
        held.end();
        assertThat(budget.isUnused()).isTrue();
    }

    private Object note(String who, SessionPool pool, List<String> order) throws Exception {
        Lease lease = lease(pool, false);
        order.add(who);
        lease.end();
        return who;
    }

    private SessionPool pool(int most) {
        SessionPool pool = new SessionPool(
                PoolLimits.DEFAULT.withMaxSessions(most),
                () -> {
                    open.incrementAndGet();
                    return new Session();
                },
                "server");
        budget.join(pool, most);
        return pool;
    }

    private Lease lease(SessionPool pool, boolean lasting) throws InterruptedException, FtpException {
        SessionBudget.Place place = enter(pool, lasting, PATIENCE).orElseThrow();
        return new Lease(pool, place, pool.borrow());
    }

    private Optional<SessionBudget.Place> enterAtOnce(SessionPool pool, boolean lasting) throws InterruptedException {
        return enter(pool, lasting, Duration.ZERO);
    }

    private Optional<SessionBudget.Place> enter(SessionPool pool, boolean lasting, Duration wait)
            throws InterruptedException {
        return budget.enter(pool, lasting, System.nanoTime() + wait.toNanos());
    }
}
