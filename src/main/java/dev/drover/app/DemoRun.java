package dev.drover.app;

import dev.drover.app.DemoLedger.Entry;
import dev.drover.cli.ExitCode;
import dev.drover.route.TransferLog;
import java.time.Duration;
import java.util.List;

/** One run of the demo, from the first line to the last. */
final class DemoRun {
    private static final String REQUESTS = "drover.requests";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Demo demo;
    private final StopSignal signal;
    private final DemoReport report;

    DemoRun(Demo demo, StopSignal signal, DemoReport report) {
        this.demo = demo;
        this.signal = signal;
        this.report = report;
    }

    /**
     * Moves the samples.
     *
     * @param once end then, rather than when told to stop
     * @return whether all is well, as an exit code
     */
    int run(DroverConfig config, boolean once) throws Exception {
        report.welcome(demo.folders(), demo.address());
        List<String> requests = demo.seed();
        try (Deployment deployment = Deployment.start(config, List.of(demo.ledger(), new TransferLog()))) {
            deployment.send(REQUESTS, requests);
            awaitSamples();
            List<Entry> entries = demo.ledger().entries();
            if (once) {
                report.table(entries);
            }
            report.summary(entries);
            if (!once && !signal.isStopping()) {
                report.invitation(demo.folders());
                signal.await();
            }
            return entries.stream().allMatch(Entry::isGood) ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void awaitSamples() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!signal.isStopping() && System.nanoTime() < deadline) {
            if (demo.ledger().await(GLANCE)) {
                return;
            }
        }
    }
}
