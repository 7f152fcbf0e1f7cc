package dev.drover.testing;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.TlsPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real FTP daemon on loopback, with a home directory, accounts and ports of its own. Ends with {@link #close}, at the
 * latest with the JVM.
 *
 * <p>Where {@code src/test/servers/setup} has not run, or the test does not run as root, the test is skipped; with
 * {@code DROVER_REQUIRE_SERVERS=1} it fails.
 */
public final class RealServer implements AutoCloseable {
    public static final String USER = "drover";

    public static final String PASSWORD = "drover";

    // The account that the start scripts give the daemons.
    private static final int USER_ID = 20021;

    private final Daemon daemon;
    private final Daemon.Mode mode;
    private final Path state;
    private final PortBlock ports;
    private final ServerProcess process;
    private final SSLContext clientContext = TestCertificates.shared().clientContext();

    private RealServer(Daemon daemon, Daemon.Mode mode, Path state, PortBlock ports, ServerProcess process) {
        this.daemon = daemon;
        this.mode = mode;
        this.state = state;
        this.ports = ports;
        this.process = process;
    }

    /**
     * Starts a daemon and waits for its greeting.
     *
     * @param settings what the daemon's start script takes: lines of its configuration file, or flags
     */
    public static RealServer start(Daemon daemon, Daemon.Mode mode, String... settings) {
        return start("127.0.0.1", daemon, mode, settings);
    }

    /** The same on {@code ::1}. */
    public static RealServer startOnIpv6(Daemon daemon, Daemon.Mode mode, String... settings) {
        return start("::1", daemon, mode, settings);
    }

    private static RealServer start(String address, Daemon daemon, Daemon.Mode mode, String... settings) {
        assume(daemon, mode);
        PortBlock ports = PortBlock.reserve();
        try {
            Path state = Files.createTempDirectory("drover-" + daemon.script() + "-");
            Path certificates = state.resolve("certificates");
            TestCertificates.shared().writeTo(certificates);
            Files.createDirectories(state.resolve("home"));
            ServerProcess process = new ServerProcess(command(daemon, mode, ports, state, settings), state);
            process.environment("ADDRESS", address);
            process.environment("PASSIVE_PORTS", ports.passive());
            process.environment("CERTIFICATES", certificates.toString());
            process.environment("DROVER_SERVERS", ServerFolder.path().toString());
            process.start(address, ports.control(), mode == Daemon.Mode.IMPLICIT);
            return new RealServer(daemon, mode, state, ports, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + daemon + " in mode " + mode, e);
        }
    }

    private static List<String> command(
            Daemon daemon, Daemon.Mode mode, PortBlock ports, Path state, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                ServerFolder.scripts().resolve(daemon.script()).toString(),
                mode.word(),
                Integer.toString(ports.control()),
                state.toString()));
        command.addAll(List.of(settings));
        return command;
    }

    private static void assume(Daemon daemon, Daemon.Mode mode) {
        if (!daemon.modes().contains(mode)) {
            throw new IllegalArgumentException(daemon + " has no mode " + mode + ", only " + daemon.modes());
        }
        ServerFolder.obstacle().ifPresent(obstacle -> {
            if (ServerFolder.isRequired()) {
                Assertions.fail("DROVER_REQUIRE_SERVERS is set, but " + obstacle);
            }
            Assumptions.abort(obstacle);
        });
    }

    // ---- where it is

    public String host() {
        return process.address().equals("127.0.0.1") ? "localhost" : process.address();
    }

    public int port() {
        return ports.control();
    }

    public FtpAddress address() {
        return new FtpAddress(host(), port());
    }

    public FtpCredentials credentials() {
        return FtpCredentials.of(USER, PASSWORD);
    }

    public Daemon daemon() {
        return daemon;
    }

    public Daemon.Mode mode() {
        return mode;
    }

    public TestCertificates certificates() {
        return TestCertificates.shared();
    }

    /** For a client that trusts this server; always the same, so that sessions can be resumed. */
    public SSLContext clientContext() {
        return clientContext;
    }

    /** What a client needs here: TLS as the mode has it, verified. */
    public TlsPolicy tlsPolicy() {
        return switch (mode) {
            case PLAIN -> TlsPolicy.none();
            case IMPLICIT -> TlsPolicy.implicit().context(clientContext).build();
            case TLS, TLS_REUSE, TLS_REQUIRED ->
                TlsPolicy.explicit().context(clientContext).build();
        };
    }

    // ---- its files

    /** The user's home on this machine. What is put there must belong to the daemon's account: see {@link #put}. */
    public Path home() {
        return state.resolve("home");
    }

    /** The home as the client sees it: {@code /}, or its full name where the daemon does not confine its users. */
    public String remoteHome() {
        return daemon.confinesToHome() ? "/" : home().toString();
    }

    /** A path below the home as the client names it. */
    public String remote(String relative) {
        return (daemon.confinesToHome() ? "" : home().toString()) + "/" + relative;
    }

    /** Writes a file below the home, parents included, and hands it to the account. */
    public Path put(String relative, byte[] bytes) {
        try {
            Path file = home().resolve(relative);
            makeDirectory(home().relativize(file.getParent()).toString());
            Files.write(file, bytes);
            return handOver(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + relative, e);
        }
    }

    public Path makeDirectory(String relative) {
        try {
            Path directory = home();
            for (Path name : Path.of(relative)) {
                directory = directory.resolve(name);
                if (!Files.isDirectory(directory)) {
                    handOver(Files.createDirectory(directory));
                }
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + relative, e);
        }
    }

    /** Makes a file or directory that the test has made the account's own. */
    public Path handOver(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", USER_ID);
        Files.setAttribute(path, "unix:gid", USER_ID);
        return path;
    }

    /** All that the daemon has written: its output and its logs. */
    public String log() {
        return process.log();
    }

    /** Kills the daemon and every session at once, as a crash would; the port stays reserved. */
    public void kill() {
        process.kill();
    }

    /** Starts it again after {@link #kill}, on the same port and the same files. */
    public void restart() {
        process.kill();
        process.start(process.address(), port(), mode == Daemon.Mode.IMPLICIT);
    }

    @Override
    public void close() throws IOException {
        process.stop();
        ports.close();
        delete(state);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public String toString() {
        return daemon + " " + mode + " on " + address();
    }
}
