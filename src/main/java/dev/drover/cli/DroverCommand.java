package dev.drover.cli;

import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
    public static CommandLine with(Launcher launcher, Configuration configuration) {
        CommandLine line = new CommandLine(new DroverCommand())
                .addSubcommand(new RunCommand(launcher))
                .addSubcommand(new DemoCommand(launcher));
        addFileCommands(line, configuration);
        EndpointsCommand endpoints = new EndpointsCommand(configuration);
        line.addSubcommand(new CheckCommand(configuration))
                .addSubcommand(new InfoCommand(configuration))
                .addSubcommand(new CommandLine(endpoints).addSubcommand(endpoints.test()))
                .addSubcommand(new RoutesCommand(configuration))
                .addSubcommand(
                        new CommandLine(new ConfigCommand()).addSubcommand(new ConfigCommand.Check(configuration)))
                .addSubcommand(new EncryptCommand(configuration, System.in))
                .addSubcommand(new CompletionCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(Failures::tell);
        line.setParameterExceptionHandler(DroverCommand::refuse);
        line.setExecutionStrategy(parsed -> {
            logAside(parsed, configuration);
            int exitCode = new CommandLine.RunLast().execute(parsed);
            return lastWord(line, exitCode);
        });
        return line;
    }

    /** A result that is not all there is no success. */
    private static int lastWord(CommandLine line, int exitCode) {
        try {
            new StandardOutput().check(line.getOut());
            return exitCode;
        } catch (OutputLost e) {
            return exitCode == ExitCode.OK ? Failures.tell(e, line) : exitCode;
        }
    }

    /** One sentence: who wants all options asks for them. */
    private static int refuse(ParameterException refusal, String[] arguments) {
        CommandLine asked = refusal.getCommandLine();
        if (arguments.length == 0) {
            asked.getErr().println(refusal.getMessage());
            asked.usage(asked.getErr());
        } else {
            asked.getErr().println(Texts.lines(String.valueOf(refusal.getMessage())));
            UnmatchedArgumentException.printSuggestions(refusal, asked.getErr());
            asked.getErr().println("See " + asked.getCommandSpec().qualifiedName() + " --help");
        }
        asked.getErr().flush();
        return ExitCode.USAGE;
    }

    private static void addFileCommands(CommandLine line, Configuration configuration) {
        // Not the writer of the command line, which would turn bytes into characters.
        OutputStream bytes = new StandardOutput();
        line.addSubcommand(new LsCommand(configuration))
                .addSubcommand(new GetCommand(configuration, bytes))
                .addSubcommand(new PutCommand(configuration, System.in))
                .addSubcommand(new CatCommand(configuration, bytes))
                .addSubcommand(new MirrorCommand(configuration))
                .addSubcommand(new BackupCommand(configuration))
                .addSubcommand(new RestoreCommand(configuration))
                .addSubcommand(new FindCommand(configuration))
                .addSubcommand(new RmCommand(configuration))
                .addSubcommand(new MkdirCommand(configuration))
                .addSubcommand(new MvCommand(configuration))
                .addSubcommand(new ChmodCommand(configuration))
                .addSubcommand(new DuCommand(configuration))
                .addSubcommand(new SumCommand(configuration));
    }

    /**
     * Those that run routes log to files and say so; for all others the log must not mix with results. Commands
     * therefore make nothing that logs before they are called.
     */
    private static void logAside(ParseResult parsed, Configuration configuration) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        OptionSpec verbose = last.commandSpec().findOption("--verbose");
        if (verbose != null) {
            configuration.logToStandardError(Boolean.TRUE.equals(verbose.getValue()));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
