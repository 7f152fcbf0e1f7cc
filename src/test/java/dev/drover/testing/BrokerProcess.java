package dev.drover.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.scheduler.JobSchedulerStoreImpl;

/**
 * An external ActiveMQ: a process of its own on a free port of loopback, with its messages on disk. {@link #kill} ends it
 * from one instant to the next, {@link #start} brings it back where it was.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final int port = Loopback.freePort();
    private final int stompPort = Loopback.freePort();
    private final List<String> arguments;
    private final Map<String, String> environment;
    private Process process;

    private BrokerProcess(Path directory, List<String> arguments, Map<String, String> environment) {
        this.directory = directory;
        this.arguments = arguments;
        this.environment = environment;
    }

    /** Starts one that keeps its messages in this directory. */
    public static BrokerProcess in(Path directory) throws IOException {
        BrokerProcess broker = new BrokerProcess(Files.createDirectories(directory), List.of(), Map.of());
        broker.start();
        return broker;
    }

    /**
     * Starts one with the configuration that the repository ships for it.
     *
     * @param users what the configuration takes from the environment
     */
    public static BrokerProcess shipped(Path directory, Map<String, String> users) throws IOException {
        BrokerProcess broker =
                new BrokerProcess(Files.createDirectories(directory), List.of("xbean:file:config/activemq.xml"), users);
        broker.start();
        return broker;
    }

    /** Starts it again, and waits until it takes connections. */
    public void start() throws IOException {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dactivemq.data=" + directory,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                directory.toString(),
                url()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("OPENWIRE_URL", url());
        builder.environment().put("STOMP_URL", "stomp://127.0.0.1:" + stompPort);
        process = builder.start();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> assertThat(process.isAlive())
                        .as(Files.readString(output))
                        .isTrue())
                .until(this::takesConnections);
    }

    /** Sends SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Where it speaks STOMP, when its configuration says so. */
    public int stompPort() {
        return stompPort;
    }

    /** For clients that live longer than it does. */
    public String failoverUrl() {
        return "failover:(" + url() + ")?maxReconnectDelay=500";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private boolean takesConnections() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The broker. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws Exception {
            BrokerService broker = arguments.length > 2 ? BrokerFactory.createBroker(arguments[2]) : plain(arguments);
            broker.start();
            broker.waitUntilStopped();
        }

        private static BrokerService plain(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            BrokerService broker = new BrokerService();
            broker.setBrokerName("external");
            broker.setUseJmx(false);
            broker.setDataDirectoryFile(directory.toFile());
            KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
            store.setDirectory(directory.resolve("messages").toFile());
            broker.setPersistenceAdapter(store);
            JobSchedulerStoreImpl scheduler = new JobSchedulerStoreImpl();
            scheduler.setDirectory(directory.resolve("scheduled").toFile());
            broker.setSchedulerSupport(true);
            broker.setJobSchedulerStore(scheduler);
            PolicyEntry everyQueue = new PolicyEntry();
            everyQueue.setQueue(">");
            everyQueue.setPrioritizedMessages(true);
            PolicyMap policies = new PolicyMap();
            policies.setPolicyEntries(List.of(everyQueue));
            broker.setDestinationPolicy(policies);
            broker.addConnector(arguments[1]);
            return broker;
        }
    }
}
