package dev.drover.app;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.request.RequestExecutor;
import dev.drover.route.DeadLetters;
import dev.drover.route.FileReferences;
import dev.drover.route.MovementListener;
import dev.drover.route.MovementNotifier;
import dev.drover.route.RequestMessages;
import dev.drover.route.Requests;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;

/**
 * Everything that runs, started from the ground up: endpoints, broker, connections, routes. Closing goes the other way
 * round, so that nothing loses what it stands on.
 */
final class Deployment implements AutoCloseable {
    private final OpenResources open;
    private final CamelContext camel;

    private Deployment(OpenResources open, CamelContext camel) {
        this.open = open;
        this.camel = camel;
    }

    /**
     * Starts it all. A server or an external broker that is down does not keep it from starting.
     *
     * @param listeners are told of every file that moves
     * @throws IOException when something cannot be started; what was started before is closed again
     */
    static Deployment start(DroverConfig config, List<MovementListener> listeners) throws IOException {
        OpenResources open = new OpenResources();
        try {
            return new Deployment(open, start(config, listeners, open));
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /** How many routes run. */
    int routes() {
        return camel.getRoutesSize();
    }

    CamelContext camel() {
        return camel;
    }

    /** Puts texts on a queue. */
    void send(String queue, List<String> texts) throws IOException {
        try (ProducerTemplate producer = camel.createProducerTemplate()) {
            texts.forEach(text -> producer.sendBody("jms:queue:" + queue, text));
        }
    }

    @Override
    public void close() {
        open.close();
    }

    private static CamelContext start(DroverConfig config, List<MovementListener> listeners, OpenResources open)
            throws IOException {
        EndpointCatalog endpoints = open.add(EndpointCatalog.of(config.endpoints()));
        Messaging messaging = open.add(Messaging.to(brokerUrl(config.broker(), open), config.broker()));
        Clock clock = Clock.systemUTC();
        Map<String, Object> beans = new HashMap<>();
        beans.put("jms", messaging.transacted());
        beans.put("events", messaging.immediate());
        beans.put("endpoints", endpoints);
        beans.put("references", new FileReferences(endpoints));
        beans.put("requests", new Requests(new RequestExecutor(endpoints, new TransferEngine(), clock), listeners));
        beans.put("requestMessages", new RequestMessages());
        DeadLetters deadLetters = new DeadLetters(config.node(), clock);
        beans.put("deadLetters", deadLetters);
        beans.put("judge", (Processor) deadLetters::judge);
        beans.put("movements", new MovementNotifier(listeners));
        CamelContext camel = open.add(CamelRuntime.start(config, beans)).context();
        open.add(Heartbeat.start(config.data(), clock, camel::isStarted));
        return camel;
    }

    private static String brokerUrl(BrokerConfig broker, OpenResources open) throws IOException {
        Optional<String> external = broker.url();
        return external.isPresent()
                ? external.get()
                : open.add(EmbeddedBroker.open(broker)).url();
    }
}
