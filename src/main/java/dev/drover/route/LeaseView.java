package dev.drover.route;

import dev.drover.journal.JournalException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One namespace as this node sees it. The lease is renewed on the service's thread, which may hang with the database;
 * leadership changes on a thread of the view's own, which never waits for the database and so always steps down in time.
 */
final class LeaseView extends AbstractCamelClusterView {
    private static final Logger log = LoggerFactory.getLogger(LeaseView.class);
    private static final int RENEWALS_PER_LEASE = 5;
    private static final int LOOKS_PER_LEASE = 40;
    // A lease that is given back early is not to lie about for long.
    private static final long LONGEST_PAUSE_MILLIS = 5000;

    private final JdbcClusterService service;
    // Not those of the superclass: it tells them under a lock that a consumer, stopping, waits for.
    private final List<CamelClusterEventListener.Leadership> listeners = new CopyOnWriteArrayList<>();
    private final Member member = new Member();
    private volatile boolean leader;
    private volatile @Nullable ScheduledExecutorService watch;
    private @Nullable Future<?> renewing;
    private @Nullable Future<?> looking;
    // Of the watching thread alone.
    private long goodUntil;

    LeaseView(JdbcClusterService service, String namespace) {
        super(service, namespace);
        this.service = service;
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        return leader ? Optional.of(member) : Optional.empty();
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return member;
    }

    @Override
    public List<CamelClusterMember> getMembers() {
        return List.of(member);
    }

    @Override
    public void addEventListener(CamelClusterEventListener listener) {
        if (listener instanceof CamelClusterEventListener.Leadership interested) {
            listeners.add(interested);
            if (isRunAllowed()) {
                tell(interested);
            }
        }
    }

    @Override
    public void removeEventListener(CamelClusterEventListener listener) {
        listeners.removeIf(known -> known == listener);
    }

    @Override
    protected void doStart() {
        ScheduledExecutorService own = getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "DroverLeader-" + getNamespace());
        watch = own;
        long lease = service.lease().toMillis();
        looking = own.scheduleWithFixedDelay(
                this::stepDownInTime, 0, Math.max(1, lease / LOOKS_PER_LEASE), TimeUnit.MILLISECONDS);
        long pause = Math.max(1, Math.min(LONGEST_PAUSE_MILLIS, lease / RENEWALS_PER_LEASE));
        renewing = service.renewer().scheduleWithFixedDelay(this::renew, 0, pause, TimeUnit.MILLISECONDS);
    }

    // The lease is left to end by itself, or to the service: the consumer that relies on it still runs.
    @Override
    protected void doStop() {
        if (renewing != null) {
            renewing.cancel(false);
        }
        if (looking != null) {
            looking.cancel(false);
        }
        ScheduledExecutorService own = watch;
        if (own != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(own);
        }
        leader = false;
    }

    private void renew() {
        long asked = System.nanoTime();
        try {
            boolean mine = service.leases()
                    .acquire(JdbcClusterService.leaseName(getNamespace()), service.owner(), service.lease())
                    .isPresent();
            ScheduledExecutorService own = watch;
            if (own != null) {
                own.execute(() -> answered(mine, asked));
            }
        } catch (JournalException e) {
            log.warn("The lease of {} could not be renewed: {}", getNamespace(), e.getMessage());
        } catch (RejectedExecutionException e) {
            log.debug("The view of {} stopped while its lease was renewed", getNamespace(), e);
        }
    }

    private void answered(boolean mine, long asked) {
        // The database began to count after we asked; a quarter is for clocks that run apart and for the consumer to
        // stop.
        goodUntil = asked + service.lease().toNanos() * 3 / 4;
        if (mine != leader && isRunAllowed() && !(mine && isLate())) {
            change(mine, mine ? "has the lease" : "lost the lease to another node");
        }
    }

    private void stepDownInTime() {
        if (leader && isLate()) {
            change(false, "could not renew the lease in time");
        }
    }

    private boolean isLate() {
        return System.nanoTime() - goodUntil >= 0;
    }

    private void change(boolean leads, String why) {
        log.info("{} {} {}", service.getId(), leads ? "leads" : "no longer leads", getNamespace() + ": it " + why);
        leader = leads;
        listeners.forEach(this::tell);
    }

    // Camel's contract: no leader is null.
    @SuppressWarnings("NullAway")
    private void tell(CamelClusterEventListener.Leadership listener) {
        listener.leadershipChanged(this, leader ? member : null);
    }

    private final class Member implements CamelClusterMember {
        @Override
        public boolean isLeader() {
            return leader;
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String getId() {
            return service.getId();
        }
    }
}
