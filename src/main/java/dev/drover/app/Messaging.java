package dev.drover.app;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.camel.component.jms.JmsComponent;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * The two ways to the broker. {@code jms} is transacted: what a route sends while it handles a message is seen when that
 * message is acknowledged, and not at all after a rollback. {@code events} sends at once, for news of work that is still
 * going on. They need a pool each: from a shared one, both would join the transaction.
 */
final class Messaging implements AutoCloseable {
    private static final long FIRST_REDELIVERY_MILLIS = 1_000;
    private static final long LONGEST_REDELIVERY_MILLIS = 60_000;
    private static final int REDELIVERIES = 5;

    private final JmsPoolConnectionFactory transacted;
    private final JmsPoolConnectionFactory immediate;

    private Messaging(JmsPoolConnectionFactory transacted, JmsPoolConnectionFactory immediate) {
        this.transacted = transacted;
        this.immediate = immediate;
    }

    /** Prepares connections; none is made yet, so the broker may be away. */
    static Messaging to(String url, BrokerConfig config) {
        ActiveMQConnectionFactory broker = broker(url, config);
        return new Messaging(pool(broker), pool(broker));
    }

    /** The component for routes that take messages. */
    JmsComponent transacted() {
        JmsComponent component = JmsComponent.jmsComponent(transacted);
        component.setTransacted(true);
        // With a transaction manager the consumer is made anew for each message, and redelivery delays are forgotten.
        component.setLazyCreateTransactionManager(false);
        return component;
    }

    /** The component for sending outside of any transaction. */
    JmsComponent immediate() {
        return JmsComponent.jmsComponent(immediate);
    }

    /** Connections for those who send without Camel. */
    ConnectionFactory connections() {
        return immediate;
    }

    @Override
    public void close() {
        transacted.stop();
        immediate.stop();
    }

    private static ActiveMQConnectionFactory broker(String url, BrokerConfig config) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        config.user().ifPresent(factory::setUserName);
        config.password().ifPresent(factory::setPassword);
        factory.setPrefetchPolicy(noPrefetch());
        factory.setRedeliveryPolicy(redelivery());
        return factory;
    }

    // A message that lies prefetched behind a long transfer waits although another consumer is free, with 1 as well.
    private static ActiveMQPrefetchPolicy noPrefetch() {
        ActiveMQPrefetchPolicy policy = new ActiveMQPrefetchPolicy();
        policy.setQueuePrefetch(0);
        return policy;
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
