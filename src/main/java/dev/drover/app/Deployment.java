package dev.drover.app;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import dev.drover.journal.JournalException;
import dev.drover.request.ControlDesk;
import dev.drover.request.RequestDesk;
import dev.drover.route.DeadLetters;
import dev.drover.route.EventSender;
import dev.drover.route.FileReferences;
import dev.drover.route.JdbcClusterService;
import dev.drover.route.JournalIdempotentRepository;
import dev.drover.route.JournalMovements;
import dev.drover.route.MovementListener;
import dev.drover.route.MovementNotifier;
import dev.drover.route.ReadableHeaders;
import dev.drover.route.ReplayedLetters;
import dev.drover.route.ReplyTargets;
import dev.drover.route.RequestControl;
import dev.drover.route.RequestMessages;
import dev.drover.route.Requests;
import dev.drover.route.Seal;
import dev.drover.route.Tools;
import dev.drover.route.Workshop;
import dev.drover.transfer.TransferEngine;
import dev.drover.transform.TransformConfigException;
import dev.drover.transform.Transforms;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;

/**
 * Everything that runs, started from the ground up: endpoints, journal, broker, connections, routes. Closing goes the other way
 * round, so that nothing loses what it stands on.
 */
final class Deployment implements AutoCloseable {
    private static final String MEMORY = "jdbc:h2:mem:check;DB_CLOSE_DELAY=-1";

    // Nobody is there, and nobody asks.
    private static final String NOWHERE = "tcp://127.0.0.1:9";

    private final OpenResources open;
    private final Messaging messaging;
    private final CamelContext camel;
    private final RequestDesk desk;
    private final Duration patience;

    private Deployment(
            OpenResources open, Messaging messaging, CamelContext camel, RequestDesk desk, Duration patience) {
        this.desk = desk;
        this.patience = patience;
        this.open = open;
        this.messaging = messaging;
        this.camel = camel;
    }

    /**
     * Starts it all. A server or an external broker that is down does not keep it from starting.
     *
     * @param listeners are told of every file that moves
     * @throws SettingsException when routes cannot be made as they are written, with all that is wrong with them
     * @throws IOException when something cannot be started; what was started before is closed again
     */
    static Deployment start(DroverConfig config, List<MovementListener> listeners)
            throws IOException, SettingsException {
        Optional<String> without = config.withoutRoutes();
        if (without.isPresent()) {
            throw new SettingsException(List.of(without.get()));
        }
        OpenResources open = new OpenResources();
        try {
            open.add(DirectoryClaim.of(config.data(), "drover"));
            SpoolDirectory.clear(config.spool());
            EndpointCatalog endpoints = open.add(EndpointCatalog.of(config.endpoints()));
            Journal journal = open.add(JournalKeeping.open(config.journal())).journal();
            Messaging messaging = open.add(Messaging.to(brokerUrl(config.broker(), open), config.broker()));
            RequestDesk desk = open.add(desk(config, endpoints, journal, messaging));
            Map<String, Object> beans = beans(config, endpoints, journal, messaging, desk, listeners);
            CamelContext camel = open.add(CamelRuntime.start(config, beans)).context();
            open.add(Heartbeat.start(config.data(), Clock.systemUTC(), camel::isStarted));
            return new Deployment(open, messaging, camel, desk, config.shutdownTimeout());
        } catch (IOException | SettingsException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /**
     * Makes every route as {@link #start} would, but starts none, connects to nothing and keeps nothing: the journal is in
     * memory, and no broker is asked.
     *
     * @return what may not be meant as it is written, a sentence each
     * @throws SettingsException with all that is wrong with routes, templates and their parameters
     * @throws IOException when something else is in the way, with the reason in one sentence
     */
    static List<String> check(DroverConfig config) throws IOException, SettingsException {
        try (OpenResources open = new OpenResources()) {
            EndpointCatalog endpoints = open.add(EndpointCatalog.of(config.endpoints()));
            Journal journal = open.add(Journal.open(JournalConfig.of(config.node(), MEMORY, "drover", "")));
            Messaging messaging = open.add(Messaging.to(config.broker().url().orElse(NOWHERE), config.broker()));
            RequestDesk desk = open.add(desk(config, endpoints, journal, messaging));
            return open.add(CamelRuntime.prepare(config, beans(config, endpoints, journal, messaging, desk, List.of())))
                    .warnings();
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
        messaging.end();
        // Who waits for a broker that is away would wait until the shutdown timeout.
        if (!messaging.isReachable()) {
            messaging.close();
        }
        try (LastCall lastCall = LastCall.in(patience, desk::suspendAll)) {
            open.close();
        }
    }

    private static Map<String, Object> beans(
            DroverConfig config,
            EndpointCatalog endpoints,
            Journal journal,
            Messaging messaging,
            RequestDesk desk,
            List<MovementListener> listeners)
            throws JournalException, SettingsException {
        Map<String, Object> beans = new HashMap<>(components(endpoints, messaging));
        beans.put("workshop", workshop(config));
        beans.putAll(files(config, endpoints, journal, listeners));
        beans.putAll(requests(config, journal, desk, listeners, messaging));
        beans.putAll(sharing(journal));
        return beans;
    }

    private static Workshop workshop(DroverConfig config) throws SettingsException {
        try {
            return new Workshop(
                    Transforms.of(config.transforms()), config.spool().resolve("changing"));
        } catch (TransformConfigException e) {
            throw new SettingsException(e.problems());
        }
    }

    /** What routes name in URIs, and what those components look up. */
    private static Map<String, Object> components(EndpointCatalog endpoints, Messaging messaging) {
        return Map.of(
                "jms",
                messaging.transacted(),
                "jms-now",
                messaging.immediate(),
                "jms-durable",
                messaging.durable(),
                "endpoints",
                endpoints);
    }

    /** What routes name as beans, and what hears Camel's events. */
    private static Map<String, Object> files(
            DroverConfig config, EndpointCatalog endpoints, Journal journal, List<MovementListener> listeners) {
        Clock clock = Clock.systemUTC();
        DeadLetters deadLetters = new DeadLetters(config.node(), clock);
        List<MovementListener> all = withJournal(listeners, new JournalMovements(journal, endpoints, clock));
        return Map.of(
                "references", new FileReferences(endpoints),
                "deadLetters", deadLetters,
                "judge", (Processor) deadLetters::judge,
                "movements", new MovementNotifier(all),
                "tools", new Tools(endpoints, new TransferEngine(), all, clock, config.node()));
    }

    private static RequestDesk desk(
            DroverConfig config, EndpointCatalog endpoints, Journal journal, Messaging messaging) {
        EventSender events = new EventSender(messaging.immediateConnections());
        return new RequestDesk(
                config.requests().desk(),
                endpoints,
                journal,
                new TransferEngine(),
                Clock.systemUTC(),
                new SecureRandom(),
                events);
    }

    /** What stands between the queue of requests and those who carry them out. */
    private static Map<String, Object> requests(
            DroverConfig config,
            Journal journal,
            RequestDesk desk,
            List<MovementListener> listeners,
            Messaging messaging)
            throws JournalException {
        Seal seal = new Seal(journal.secrets().shared("messages"));
        ReplyTargets replyTargets = new ReplyTargets(config.requests().replyTo());
        ReplayedLetters letters = new ReplayedLetters(messaging.immediateConnections());
        Requests requests = new Requests(desk, listeners, replyTargets, seal, config.node(), Clock.systemUTC());
        return Map.of(
                "requests", requests,
                "requestControl", new RequestControl(new ControlDesk(journal, desk), replyTargets, seal, letters),
                "requestMessages", new RequestMessages(),
                "readableHeaders", new ReadableHeaders());
    }

    /** What nodes share: which files are taken, who runs a {@code master:} route. */
    private static Map<String, Object> sharing(Journal journal) {
        JournalIdempotentRepository seen = new JournalIdempotentRepository();
        seen.setJournal(journal);
        seen.setScope("seen");
        JdbcClusterService cluster = new JdbcClusterService();
        cluster.setJournal(journal);
        return Map.of("journal", journal, "seen", seen, "cluster", cluster);
    }

    private static List<MovementListener> withJournal(List<MovementListener> listeners, MovementListener journal) {
        return Stream.concat(listeners.stream(), Stream.of(journal)).toList();
    }

    private static String brokerUrl(BrokerConfig broker, OpenResources open) throws IOException {
        Optional<String> external = broker.url();
        return external.isPresent()
                ? external.get()
                : open.add(EmbeddedBroker.open(broker)).url();
    }
}
