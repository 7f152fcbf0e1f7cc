package dev.drover.app;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.util.StringHelper;
import org.messaginghub.pooled.jms.JmsPoolConnection;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ways to the broker. {@code jms} is transacted: what a route sends while it handles a message is seen when that
 * message is acknowledged, and not at all after a rollback. {@code jms-now} sends at once: for routes that begin with a
 * file, and for news of work that is still going on. They need a pool each: from a shared one, both would join the
 * transaction, and while the broker is away senders would starve behind consumers that try to connect.
 */
final class Messaging implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long ATTEMPTS = 3;
    private static final long RECOVERY_MILLIS = 1_000;
    private static final long FIRST_REDELIVERY_MILLIS = 1_000;
    private static final long LONGEST_REDELIVERY_MILLIS = 15_000;
    // With as many attempts, four hours: a mail server may be away for so long.
    private static final long LONGEST_NOTICE_DELAY_MILLIS = 300_000;
    // Only a broker or a process that dies makes us deliver again, and that says nothing against the message.
    private static final int REDELIVERIES = 50;

    private static final Logger log = LoggerFactory.getLogger(Messaging.class);
    private static final long SILENCE = Duration.ofMinutes(1).toNanos();

    private final String place;
    private final AtomicLong told = new AtomicLong(System.nanoTime() - 2 * SILENCE);
    private final ActiveMQConnectionFactory direct;
    private final JmsPoolConnectionFactory transacted;
    private final JmsPoolConnectionFactory immediate;
    private volatile boolean closed;

    private Messaging(
            String place,
            ActiveMQConnectionFactory direct,
            JmsPoolConnectionFactory transacted,
            JmsPoolConnectionFactory immediate) {
        this.place = place;
        this.direct = direct;
        this.transacted = transacted;
        this.immediate = immediate;
    }

    /** Prepares connections; none is made yet, so the broker may be away. */
    static Messaging to(String url, BrokerConfig config) {
        ActiveMQConnectionFactory broker = broker(url, config);
        return new Messaging(StringHelper.before(url, "?", url), patient(url, config), pool(broker), pool(broker));
    }

    /** The component for routes that take messages. */
    JmsComponent transacted() {
        return receiving(JmsComponent.jmsComponent(transacted));
    }

    /**
     * The component for routes with a durable subscription. Each has a connection of its own, for the name of the subscriber
     * is that of the connection; and what they cannot deliver comes again for hours.
     */
    JmsComponent durable() {
        return receiving(JmsComponent.jmsComponent(direct));
    }

    private JmsComponent receiving(JmsComponent component) {
        component.setTransacted(true);
        // With a transaction manager the consumer is made anew for each message, and redelivery delays are forgotten.
        component.setLazyCreateTransactionManager(false);
        // A broker that is away does not keep the other routes from starting, nor the program from stopping.
        component.setAsyncStartListener(true);
        component.setAsyncStopListener(true);
        // A consumer whose session breaks as the program stops waits for so long, and the program with it.
        component.setRecoveryInterval(RECOVERY_MILLIS);
        component.setExceptionListener(this::tellThatItIsAway);
        return component;
    }

    /** The component for sending outside of any transaction. */
    JmsComponent immediate() {
        return JmsComponent.jmsComponent(immediate);
    }

    /** The connections for sending outside of any transaction. */
    ConnectionFactory immediateConnections() {
        return immediate;
    }

    /** Whether the broker is there at this moment. */
    boolean isReachable() {
        try (Connection connection = transacted.createConnection()) {
            return connection instanceof JmsPoolConnection pooled
                    && pooled.getConnection() instanceof ActiveMQConnection direct
                    && direct.getTransport().isConnected();
        } catch (JMSException e) {
            log.debug("{} is away: {}", place, e.getMessage());
            return false;
        }
    }

    /** From now on nobody is told that the broker is away: whoever stops cuts connections. */
    void end() {
        closed = true;
    }

    @Override
    public void close() {
        end();
        transacted.stop();
        immediate.stop();
    }

    private void tellThatItIsAway(JMSException failure) {
        long now = System.nanoTime();
        long last = told.get();
        if (!closed && now - last > SILENCE && told.compareAndSet(last, now)) {
            log.warn("The broker at {} cannot be reached, so requests wait: {}", place, failure.getMessage());
        }
    }

    /** Connections to a broker, as its settings say. */
    static ActiveMQConnectionFactory broker(String url, BrokerConfig config) {
        ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(withDeadline(url));
        factory.setKeyAndTrustManagers(config.tls().keys(), config.tls().authorities(), new SecureRandom());
        // Objects of a sender are never made. This is how the client comes; a system property could open it.
        factory.setTrustAllPackages(false);
        factory.setTrustedPackages(List.of());
        config.user().ifPresent(factory::setUserName);
        config.password().ifPresent(factory::setPassword);
        factory.setPrefetchPolicy(noPrefetch());
        factory.setRedeliveryPolicy(redelivery());
        return factory;
    }

    // By itself, failover waits for its broker for ever, and whoever sends or connects waits with it.
    private static String withDeadline(String url) {
        return url.startsWith("failover:")
                ? withOption(withOption(url, "timeout", PATIENCE_MILLIS), "startupMaxReconnectAttempts", ATTEMPTS)
                : url;
    }

    private static String withOption(String url, String name, long value) {
        return url.contains(name + "=") ? url : url + (url.contains("?") ? "&" : "?") + name + "=" + value;
    }

    // A message that lies prefetched behind a long transfer waits although another consumer is free, with 1 as well.
    private static ActiveMQPrefetchPolicy noPrefetch() {
        ActiveMQPrefetchPolicy policy = new ActiveMQPrefetchPolicy();
        policy.setQueuePrefetch(0);
        return policy;
    }

    private static ActiveMQConnectionFactory patient(String url, BrokerConfig config) {
        ActiveMQConnectionFactory factory = broker(url, config);
        factory.getRedeliveryPolicy().setMaximumRedeliveryDelay(LONGEST_NOTICE_DELAY_MILLIS);
        return factory;
    }

    private static RedeliveryPolicy redelivery() {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(REDELIVERIES);
        policy.setInitialRedeliveryDelay(FIRST_REDELIVERY_MILLIS);
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        policy.setMaximumRedeliveryDelay(LONGEST_REDELIVERY_MILLIS);
        return policy;
    }

    private static JmsPoolConnectionFactory pool(ActiveMQConnectionFactory broker) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(broker);
        return pool;
    }
}
