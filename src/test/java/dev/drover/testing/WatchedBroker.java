package dev.drover.testing;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.scheduler.JobSchedulerStoreImpl;

/** A broker in this JVM, reached over TCP, where a test can do something at the moment a transaction is committed. */
public final class WatchedBroker implements AutoCloseable {
    private static final Action NOTHING = () -> {};

    private final BrokerService service = new BrokerService();
    private final AtomicReference<Action> before = new AtomicReference<>(NOTHING);
    private final AtomicReference<Action> after = new AtomicReference<>(NOTHING);
    private final String url = "tcp://127.0.0.1:" + Loopback.freePort();

    private final AtomicInteger commits = new AtomicInteger();

    private WatchedBroker() {}

    /** What a test does. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** Starts one that keeps its messages in this directory, and can keep some back for a while. */
    public static WatchedBroker in(Path directory) throws Exception {
        return in(directory, true);
    }

    /** Starts one that delivers at once what it was to keep back, as ActiveMQ does unless it is told otherwise. */
    public static WatchedBroker withoutScheduler(Path directory) throws Exception {
        return in(directory, false);
    }

    private static WatchedBroker in(Path directory, boolean scheduling) throws Exception {
        WatchedBroker broker = new WatchedBroker();
        BrokerService service = broker.service;
        service.setBrokerName("watched");
        service.setUseJmx(false);
        service.setUseShutdownHook(false);
        service.setDataDirectoryFile(directory.toFile());
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(directory.resolve("messages").toFile());
        service.setPersistenceAdapter(store);
        service.setSchedulerSupport(scheduling);
        if (scheduling) {
            JobSchedulerStoreImpl scheduler = new JobSchedulerStoreImpl();
            scheduler.setDirectory(directory.resolve("scheduled").toFile());
            service.setJobSchedulerStore(scheduler);
        }
        service.setPlugins(new BrokerPlugin[] {broker.new Commits()});
        service.addConnector(broker.url);
        service.start();
        service.waitUntilStarted();
        return broker;
    }

    /** Once, before the next commit; if it throws, there is no commit. */
    public void beforeCommit(Action action) {
        before.set(action);
    }

    /** Once, after the next commit, before the client hears of it. */
    public void afterCommit(Action action) {
        after.set(action);
    }

    /** Transactions that were committed so far. */
    public int commits() {
        return commits.get();
    }

    public String url() {
        return url;
    }

    @Override
    public void close() throws Exception {
        service.stop();
        service.waitUntilStopped();
    }

    /** Stands before the broker. */
    private final class Commits implements BrokerPlugin {
        @Override
        public Broker installPlugin(Broker next) {
            return new BrokerFilter(next) {
                @Override
                public void commitTransaction(ConnectionContext context, TransactionId id, boolean onePhase)
                        throws Exception {
                    before.getAndSet(NOTHING).run();
                    super.commitTransaction(context, id, onePhase);
                    commits.incrementAndGet();
                    after.getAndSet(NOTHING).run();
                }
            };
        }
    }
}
