package dev.drover.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code drover run}: the real thing. */
@Command(
        name = "run",
        description = "Runs the routes with the settings of a configuration directory, until stopped.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Examples:", "  drover run", "  drover run -c /etc/drover"})
final class RunCommand implements Callable<Integer> {
    private final Launcher launcher;

    @Mixin
    private ConfigurationOption configuration = new ConfigurationOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RunCommand(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws Exception {
        return launcher.run(
                configuration.directory(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
