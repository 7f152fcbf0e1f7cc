package dev.drover.route;

import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.LedgerClaim;
import dev.drover.journal.TransferLedger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's memory of which files or messages were taken, kept in the journal and shared by all nodes: for
 * {@code idempotentRepository} of file routes, for {@code readLock=idempotent}, for the idempotent consumer. A key that
 * was taken and not confirmed is free again a lease after its node died; nobody but who took it can give it back.
 * Thread-safe once started.
 */
public final class JournalIdempotentRepository extends ServiceSupport implements IdempotentRepository {
    private static final Logger log = LoggerFactory.getLogger(JournalIdempotentRepository.class);
    private static final int RENEWALS_PER_LEASE = 4;

    private final Map<String, Taken> taken = new ConcurrentHashMap<>();
    private final Queue<LedgerClaim> unconfirmed = new ConcurrentLinkedQueue<>();
    private @Nullable Journal journal;
    private String scope = "";
    private Duration lease = Duration.ofMinutes(1);
    private Duration longest = Duration.ofHours(24);
    private boolean addIsFinal;
    private @Nullable TransferLedger ledger;
    private @Nullable ScheduledExecutorService keeper;
    private @Nullable Future<?> keeping;

    /** A key that this repository has, and whether an exchange took it. */
    private record Taken(LedgerClaim claim, boolean byExchange) {}

    /** The journal that remembers. */
    public void setJournal(Journal journal) {
        this.journal = journal;
    }

    /** What the keys are about; repositories with the same scope share them, on all nodes. */
    public void setScope(String scope) {
        this.scope = scope;
    }

    /** How long the keys of a dead node stay taken (default one minute). */
    public void setLease(Duration lease) {
        this.lease = lease;
    }

    /** After how long a key that was never confirmed nor given back is let go, though its node lives (default a day). */
    public void setLongest(Duration longest) {
        this.longest = longest;
    }

    /**
     * Set for file endpoints with {@code idempotent=true&idempotentEager=false}: they add a key when the file is done, and
     * confirm nothing. Everything else in Camel takes a key first and confirms it afterwards.
     */
    public void setAddIsFinal(boolean addIsFinal) {
        this.addIsFinal = addIsFinal;
    }

    @Override
    public boolean add(String key) {
        return add(key, false);
    }

    @Override
    public boolean add(Exchange exchange, String key) {
        return add(key, true);
    }

    @Override
    public boolean contains(String key) {
        try {
            return ledger().contains(key);
        } catch (JournalException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }

    @Override
    public boolean remove(String key) {
        return remove(key, false);
    }

    @Override
    public boolean remove(Exchange exchange, String key) {
        return remove(key, true);
    }

    @Override
    public boolean confirm(String key) {
        return confirm(key, false);
    }

    @Override
    public boolean confirm(Exchange exchange, String key) {
        return confirm(key, true);
    }

    /** Forgets everything that is done, on all nodes. */
    @Override
    public void clear() {
        try {
            ledger().clear();
        } catch (JournalException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }

    @Override
    protected void doStart() {
        Journal memory = journal;
        if (memory == null || scope.isBlank()) {
            throw new IllegalArgumentException("A repository in the journal needs a journal and a scope");
        }
        ledger = memory.ledger(scope, lease);
        ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(this::thread);
        long pause = Math.max(1, lease.toMillis() / RENEWALS_PER_LEASE);
        keeping = fresh.scheduleWithFixedDelay(this::keep, pause, pause, TimeUnit.MILLISECONDS);
        keeper = fresh;
    }

    // What is still taken ran into the end of the shutdown: its lease ends by itself, when nobody can be at it any
    // more.
    @Override
    protected void doStop() {
        ScheduledExecutorService old = keeper;
        if (keeping != null && old != null) {
            keeping.cancel(false);
            old.shutdownNow();
        }
        keep();
    }

    private boolean add(String key, boolean byExchange) {
        try {
            if (addIsFinal) {
                return ledger().addDone(key);
            }
            Optional<LedgerClaim> claim = ledger().add(key);
            claim.ifPresent(mine -> taken.put(key, new Taken(mine, byExchange)));
            return claim.isPresent();
        } catch (JournalException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }

    // Camel's file consumer gives back, without an exchange, what it failed to take for one: that belongs to another.
    private @Nullable LedgerClaim own(String key, boolean byExchange) {
        Taken own = taken.get(key);
        return own != null && own.byExchange() == byExchange && taken.remove(key, own) ? own.claim() : null;
    }

    private boolean remove(String key, boolean byExchange) {
        LedgerClaim claim = own(key, byExchange);
        if (claim == null) {
            return false;
        }
        try {
            return ledger().remove(claim);
        } catch (JournalException e) {
            log.warn("{} stays taken until its lease ends: {}", key, e.getMessage());
            return false;
        }
    }

    private boolean confirm(String key, boolean byExchange) {
        LedgerClaim claim = own(key, byExchange);
        if (claim == null) {
            return addIsFinal;
        }
        try {
            return confirmed(claim);
        } catch (JournalException e) {
            log.warn("{} is done, and will be noted as done later: {}", key, e.getMessage());
            unconfirmed.add(claim);
            return true;
        }
    }

    private boolean confirmed(LedgerClaim claim) throws JournalException {
        boolean mine = ledger().confirm(claim);
        if (!mine) {
            log.warn(
                    "{} was done here, but its lease had run out and another node has taken it since: it may be done twice",
                    claim.key());
        }
        return mine;
    }

    private void keep() {
        try {
            ledger().renew(longest);
            for (LedgerClaim claim = unconfirmed.peek(); claim != null; claim = unconfirmed.peek()) {
                confirmed(claim);
                unconfirmed.remove();
            }
        } catch (JournalException e) {
            log.warn("What {} has taken could not be renewed: {}", scope, e.getMessage());
        }
    }

    private TransferLedger ledger() {
        TransferLedger open = ledger;
        if (open == null) {
            throw new IllegalStateException("The repository " + scope + " has not been started");
        }
        return open;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "drover-ledger-" + scope);
        thread.setDaemon(true);
        return thread;
    }
}
