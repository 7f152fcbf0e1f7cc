package dev.drover.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The same work by Drover and by commons-net, turn about in one process against one server, with and without a longer
 * way to it. Machines are shared and noisy: the ratios and the counts of commands hold, the times do not.
 *
 * <p>Arguments: the port of a server on loopback whose user {@code drover} with password {@code drover} may write, and
 * optionally the rounds.
 */
public final class FtpBenchmark {
    private static final int SMALL_FILES = 100;
    private static final int SMALL_BYTES = 1024;
    private static final int LARGE_BYTES = 256 * 1024 * 1024;
    private static final Duration[] ROUND_TRIPS = {Duration.ZERO, Duration.ofMillis(20)};

    private final Map<String, List<Double>> results = new LinkedHashMap<>();
    private final InetSocketAddress server;
    private final int rounds;

    private FtpBenchmark(int port, int rounds) {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        FtpBenchmark benchmark = new FtpBenchmark(Integer.parseInt(arguments[0]), rounds);
        benchmark.small();
        benchmark.large();
        benchmark.print();
    }

    private void small() throws IOException {
        byte[] content = new byte[SMALL_BYTES];
        new Random(1).nextBytes(content);
        for (Duration roundTrip : ROUND_TRIPS) {
            for (int round = -1; round < rounds; round++) {
                for (Opening opening : order(round)) {
                    try (DelayProxy proxy = new DelayProxy(server, roundTrip);
                            Peer peer = opening.open(proxy.port())) {
                        small(peer, proxy, roundTrip, content, round < 0);
                    }
                }
            }
        }
    }

    private void small(Peer peer, DelayProxy proxy, Duration roundTrip, byte[] content, boolean warmUp)
            throws IOException {
        String label = "RTT " + roundTrip.toMillis() + " ms, " + SMALL_FILES + " x 1 KiB ";
        measure(label + "up", peer, proxy, warmUp, i -> peer.put("/incoming/f" + i, content));
        measure(label + "down", peer, proxy, warmUp, i -> peer.get("/incoming/f" + i));
        measure(label + "list", peer, proxy, warmUp, i -> peer.list("/incoming"));
        measure(label + "delete", peer, proxy, warmUp, i -> peer.delete("/incoming/f" + i));
    }

    private void measure(String what, Peer peer, DelayProxy proxy, boolean warmUp, Step step) throws IOException {
        long commands = proxy.commands();
        long begin = System.nanoTime();
        for (int i = 0; i < SMALL_FILES; i++) {
            step.run(i);
        }
        double millis = (System.nanoTime() - begin) / 1e6;
        if (!warmUp) {
            record(what + " [ms]", peer, millis);
            record(what + " [commands a file]", peer, (proxy.commands() - commands) / (double) SMALL_FILES);
        }
    }

    private void large() throws IOException {
        Path local = Files.createTempFile("drover-bench", ".bin");
        Path back = Files.createTempFile("drover-bench", ".back");
        byte[] block = new byte[LARGE_BYTES];
        new Random(2).nextBytes(block);
        Files.write(local, block);
        for (int round = -1; round < rounds; round++) {
            for (Opening opening : order(round)) {
                try (Peer peer = opening.open(server.getPort())) {
                    large("256 MiB up", peer, round < 0, () -> peer.putFile(local, "/incoming/large"));
                    large("256 MiB down", peer, round < 0, () -> peer.getFile("/incoming/large", back));
                    peer.delete("/incoming/large");
                }
            }
        }
        Files.delete(local);
        Files.delete(back);
    }

    private void large(String what, Peer peer, boolean warmUp, Work work) throws IOException {
        long begin = System.nanoTime();
        Duration used = processorTime();
        work.run();
        if (!warmUp) {
            record(what + " [ms]", peer, (System.nanoTime() - begin) / 1e6);
            record(
                    what + " [ms of processor]",
                    peer,
                    processorTime().minus(used).toNanos() / 1e6);
        }
    }

    /** Of this process, in all threads and in the kernel. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Who comes first has colder caches, so they take turns. */
    private static List<Opening> order(int round) {
        return round % 2 == 0
                ? List.of(DroverPeer::new, CommonsNetPeer::new)
                : List.of(CommonsNetPeer::new, DroverPeer::new);
    }

    private void record(String what, Peer peer, double value) {
        results.computeIfAbsent(what + "|" + peer.name(), key -> new ArrayList<>())
                .add(value);
    }

    private void print() {
        System.out.printf("%-45s %12s %12s %8s%n", "median of " + rounds, "drover", "commons-net", "ratio");
        for (String key : results.keySet()) {
            if (key.endsWith("|drover")) {
                String what = key.substring(0, key.indexOf('|'));
                double ours = median(key);
                double theirs = median(what + "|commons-net");
                System.out.printf("%-45s %12.1f %12.1f %8.2f%n", what, ours, theirs, theirs / ours);
            }
        }
    }

    private double median(String key) {
        List<Double> sorted = results.get(key).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** How a peer connects. */
    @FunctionalInterface
    private interface Opening {
        Peer open(int port) throws IOException;
    }

    /** A whole transfer. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** One file's worth of work. */
    @FunctionalInterface
    private interface Step {
        void run(int i) throws IOException;
    }
}
