package dev.drover.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code drover}; alone it tells how it is used. */
@Command(
        name = "drover",
        description = "Moves files between drop folders, a message broker and FTP servers, safely.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class DroverCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private DroverCommand() {}

    /** The whole command line, ready to be executed. */
    public static CommandLine with(Launcher launcher) {
        CommandLine line = new CommandLine(new DroverCommand())
                .addSubcommand(new RunCommand(launcher))
                .addSubcommand(new DemoCommand(launcher));
        line.setExecutionExceptionHandler(DroverCommand::tellInOneSentence);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int tellInOneSentence(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        String message = failure.getMessage();
        line.getErr().println(message == null ? failure.toString() : message);
        return ExitCode.FAILED;
    }
}
