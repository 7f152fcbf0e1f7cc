package dev.drover.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover demo}: the routes at work, with nothing to set up. */
@Command(
        name = "demo",
        description =
                "Moves sample files through the routes, over an FTP server and a broker of its own on this machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Examples:", "  drover demo", "  drover demo --once"})
final class DemoCommand implements Callable<Integer> {
    private final Launcher launcher;

    @Mixin
    private ConfigurationOption configuration = new ConfigurationOption();

    @Option(names = "--once", description = "End when the samples have moved: with a table, and 0 if all are right.")
    private boolean once;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DemoCommand(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws Exception {
        return launcher.demo(
                configuration.directory(),
                once,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
