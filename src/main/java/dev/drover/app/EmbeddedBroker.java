package dev.drover.app;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.region.policy.IndividualDeadLetterStrategy;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.store.SharedFileLocker;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.scheduler.JobSchedulerStoreImpl;
import org.apache.activemq.usage.SystemUsage;

/**
 * A persistent ActiveMQ broker inside this JVM: what was acknowledged survives a crash. Whoever opens it closes it, after
 * everything that talks to it.
 */
final class EmbeddedBroker implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration FORGOTTEN = Duration.ofDays(7);
    private static final String DEAD_LETTER_PREFIX = "DLQ.";

    private final BrokerService service;

    private EmbeddedBroker(BrokerService service) {
        this.service = service;
    }

    /**
     * Starts the broker and waits until it takes messages.
     *
     * @throws IOException when its port or its directory cannot be used
     */
    static EmbeddedBroker open(BrokerConfig config) throws IOException {
        BrokerService service = new BrokerService();
        try {
            configure(service, config);
            service.start();
            service.waitUntilStarted();
        } catch (Exception e) {
            stopAfterFailure(service, e);
            throw new IOException(
                    "The embedded broker does not start in " + config.directory()
                            + (config.listen().isEmpty() ? "" : " and on " + String.join(", ", config.listen())) + ": "
                            + reason(e).replaceFirst("[.]+$", "") + ". Is another Drover running here?",
                    e);
        }
        return new EmbeddedBroker(service);
    }

    /** How clients in this JVM reach it. Without {@code create=false} another one would spring up in its absence. */
    String url() {
        return "vm://" + service.getBrokerName() + "?create=false";
    }

    @Override
    public void close() throws IOException {
        try {
            service.stop();
            service.waitUntilStopped();
        } catch (Exception e) {
            throw new IOException("The embedded broker does not stop cleanly: " + e.getMessage(), e);
        }
    }

    private static void configure(BrokerService service, BrokerConfig config) throws Exception {
        service.setBrokerName("drover-" + COUNT.incrementAndGet());
        service.setUseJmx(false);
        service.setUseShutdownHook(false);
        service.setDataDirectoryFile(config.directory().toFile());
        // Events are kept for a route that tells of them, but not for ever for one that is no more.
        service.setOfflineDurableSubscriberTimeout(FORGOTTEN.toMillis());
        service.setOfflineDurableSubscriberTaskSchedule(Duration.ofHours(1).toMillis());
        service.setTmpDataDirectory(config.directory().resolve("overflow").toFile());
        service.setPersistenceAdapter(store(config));
        service.setSchedulerSupport(true);
        service.setJobSchedulerStore(scheduler(config));
        service.setDestinationPolicy(policies());
        limit(service.getSystemUsage(), config);
        if (config.tls().hasCertificate()) {
            service.setSslContext(
                    new SslContext(config.tls().keys(), config.tls().authorities(), null));
        }
        for (String url : config.listen()) {
            service.addConnector(url);
        }
        service.setPlugins(BrokerUsers.plugins(config));
    }

    private static KahaDBPersistenceAdapter store(BrokerConfig config) throws IOException {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(config.directory().resolve("messages").toFile());
        // A second Drover on the same directory is told so; by default it would wait without a word.
        SharedFileLocker lock = new SharedFileLocker();
        lock.setFailIfLocked(true);
        store.setLocker(lock);
        return store;
    }

    private static JobSchedulerStoreImpl scheduler(BrokerConfig config) {
        JobSchedulerStoreImpl scheduler = new JobSchedulerStoreImpl();
        scheduler.setDirectory(config.directory().resolve("scheduled").toFile());
        return scheduler;
    }

    // One dead-letter queue for each queue, or the reason why a message died is lost in a common heap.
    private static PolicyMap policies() {
        IndividualDeadLetterStrategy deadLetters = new IndividualDeadLetterStrategy();
        deadLetters.setQueuePrefix(DEAD_LETTER_PREFIX);
        PolicyEntry everyQueue = new PolicyEntry();
        everyQueue.setQueue(">");
        everyQueue.setDeadLetterStrategy(deadLetters);
        everyQueue.setPrioritizedMessages(true);
        PolicyMap policies = new PolicyMap();
        policies.setPolicyEntries(List.of(everyQueue));
        return policies;
    }

    private static void limit(SystemUsage usage, BrokerConfig config) {
        usage.getMemoryUsage().setLimit(config.memoryLimit());
        usage.getStoreUsage().setLimit(config.storeLimit());
        usage.getTempUsage().setLimit(config.storeLimit());
        usage.getJobSchedulerUsage().setLimit(config.storeLimit());
    }

    private static void stopAfterFailure(BrokerService service, Exception failure) {
        try {
            service.stop();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
