package dev.drover.route;

import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.Leases;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one node at a time run a {@code master:} route: who has the lease in the journal. A leader that cannot renew its
 * lease steps down before anybody else can take it; of exchanges in flight only their own checks take care. Bind it before
 * Camel starts, or name it as the service of the master component.
 */
public final class JdbcClusterService extends AbstractCamelClusterService<LeaseView> {
    private static final Logger log = LoggerFactory.getLogger(JdbcClusterService.class);

    private @Nullable Journal journal;
    private Duration lease = Duration.ofSeconds(20);
    private String owner = "";
    private @Nullable ScheduledExecutorService renewer;

    /** The journal that holds the leases. */
    public void setJournal(Journal journal) {
        this.journal = journal;
        // Unlike the journal's own: two Camel contexts in one process are two members.
        this.owner = journal.owner() + "/" + UUID.randomUUID().toString().substring(0, 8);
        if (getId() == null) {
            setId(journal.node());
        }
    }

    /** How long a dead leader keeps the others waiting (default 20 seconds). The same on all nodes. */
    public void setLease(Duration lease) {
        this.lease = lease;
    }

    @Override
    protected LeaseView createView(String namespace) {
        return new LeaseView(this, namespace);
    }

    @Override
    protected void doStart() throws Exception {
        if (journal == null) {
            throw new IllegalArgumentException("A cluster on leases needs a journal that holds them");
        }
        renewer = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "DroverLeases");
        super.doStart();
    }

    // The leases end here and not with the views: Camel stops a view before the consumer that relies on it.
    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ScheduledExecutorService old = renewer;
        if (old != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(old);
        }
        for (String namespace : getNamespaces()) {
            try {
                leases().release(leaseName(namespace), owner);
            } catch (JournalException e) {
                log.warn("The lease of {} ends by itself in {} s: {}", namespace, lease.toSeconds(), e.getMessage());
            }
        }
    }

    Leases leases() {
        Journal open = journal;
        if (open == null) {
            throw new IllegalStateException("The cluster service has no journal");
        }
        return open.leases();
    }

    ScheduledExecutorService renewer() {
        ScheduledExecutorService running = renewer;
        if (running == null) {
            throw new IllegalStateException("The cluster service has not been started");
        }
        return running;
    }

    Duration lease() {
        return lease;
    }

    String owner() {
        return owner;
    }

    static String leaseName(String namespace) {
        return "master/" + namespace;
    }
}
