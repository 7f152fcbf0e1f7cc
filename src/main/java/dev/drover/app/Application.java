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
        } catch (SettingsException e) {
            return refuse(e.problems(), configuration, err);
        } catch (EndpointConfigException e) {
            return refuse(e.problems(), configuration, err);
        }
    }

    @Override
    public int demo(Path configuration, boolean once, PrintWriter out, PrintWriter err) throws Exception {
        logTo(DEMO.resolve("log"));
        try (StopSignal signal = StopSignal.install(CLOSING.multipliedBy(2));
                Demo demo = Demo.prepare(DEMO)) {
            return new DemoRun(demo, signal, new DemoReport(out)).run(read(configuration, demo.settings()), once);
        } catch (SettingsException e) {
            return refuse(e.problems(), configuration, err);
        } catch (EndpointConfigException e) {
            return refuse(e.problems(), configuration, err);
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
        return DroverConfig.read(
                Settings.read(configuration, overrides, name -> Optional.ofNullable(System.getenv(name))));
    }

    // The logging configuration reads this property when the first class asks for a logger.
    private static void logTo(Path directory) {
        System.setProperty("drover.log.directory", directory.toString());
    }

    private static int refuse(List<?> problems, Path configuration, PrintWriter err) {
        err.println("Drover does not start with the settings in " + configuration + ":");
        problems.forEach(problem -> err.println("  " + problem));
        return ExitCode.USAGE;
    }
}
