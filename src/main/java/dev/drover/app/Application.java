package dev.drover.app;

import dev.drover.cli.ExitCode;
import dev.drover.cli.Launcher;
import dev.drover.endpoint.EndpointConfigException;
import dev.drover.route.TransferLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts deployments for the command line. */
final class Application implements Launcher {
    // On top of the time that transfers get: closing pools and the broker.
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private static final Path DEMO = Path.of("data", "demo");

    @Override
    public int run(Path configuration, PrintWriter out, PrintWriter err) throws Exception {
        try {
            return run(read(configuration, Map.of()), out);
        } catch (SettingsException | EndpointConfigException e) {
            return refuse(configuration, Map.of(), e, err);
        }
    }

    @Override
    public int demo(Path configuration, boolean once, PrintWriter out, PrintWriter err) throws Exception {
        logTo(DEMO.resolve("log"));
        try (StopSignal signal = StopSignal.install(CLOSING.multipliedBy(2));
                Demo demo = Demo.prepare(DEMO)) {
            return demo(demo, signal, configuration, once, out, err);
        }
    }

    private static int demo(
            Demo demo, StopSignal signal, Path configuration, boolean once, PrintWriter out, PrintWriter err)
            throws Exception {
        try {
            return new DemoRun(demo, signal, new DemoReport(out)).run(read(configuration, demo.settings()), once);
        } catch (SettingsException | EndpointConfigException e) {
            return refuse(configuration, demo.settings(), e, err);
        }
    }

    private static int run(DroverConfig config, PrintWriter out) throws Exception {
        logTo(config.log());
        try (StopSignal signal = StopSignal.install(config.shutdownTimeout().plus(CLOSING));
                Deployment deployment = Deployment.start(config, List.of(new TransferLog()))) {
            out.printf(
                    "Drover runs the %d routes in %s. Broker: %s. Log: %s. Ctrl-C stops it.%n",
                    deployment.routes(), config.routes(), config.broker(), config.log());
            out.flush();
            signal.await();
            out.printf(
                    "Stopping; transfers under way may end, for at most %d s.%n",
                    config.shutdownTimeout().toSeconds());
            out.flush();
        }
        return ExitCode.OK;
    }

    private static DroverConfig read(Path configuration, Map<String, String> overrides) throws SettingsException {
        return DroverConfig.read(Settings.read(configuration, overrides, Application::variable));
    }

    // The logging configuration reads this property when the first class asks for a logger.
    private static void logTo(Path directory) {
        System.setProperty("drover.log.directory", directory.toString());
    }

    /** Tells all that is wrong, not only what the start came upon first. */
    private static int refuse(Path configuration, Map<String, String> overrides, Exception first, PrintWriter err) {
        List<String> problems = SettingsCheck.ofStart(configuration, overrides, Application::variable)
                .problems();
        err.println("Drover does not start with the settings in " + configuration + ":");
        (problems.isEmpty() ? List.of(String.valueOf(first.getMessage())) : problems)
                .forEach(problem -> err.println("  " + problem));
        err.flush();
        return ExitCode.USAGE;
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
