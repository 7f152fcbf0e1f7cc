package dev.drover.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drover config}, which does nothing without {@code check}. */
@Command(name = "config", description = "Looks after the settings.", mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "drover config check says whether the settings are right.");
    }

    /** {@code drover config check}. */
    @Command(
            name = "check",
            description = "Says whether drover run would start with these settings; connects to nothing.",
            footer = {"", "Example:", "  drover config check -c /etc/drover"})
    static final class Check implements Callable<Integer> {
        @Mixin
        private ClientOptions options;

        Check(Configuration configuration) {
            options = new ClientOptions(configuration);
        }

        @Override
        public Integer call() {
            Verdict verdict = options.configuration().check(options.directory());
            boolean isGood = verdict.isGood();
            if (options.output().isJson()) {
                options.output()
                        .facts(Map.of("good", isGood, "problems", verdict.problems(), "warnings", verdict.warnings()));
                return isGood ? ExitCode.OK : ExitCode.USAGE;
            }
            if (isGood) {
                options.output().say("The settings in " + options.directory() + " are right.");
            } else {
                tell("The settings in " + options.directory() + " are wrong:", verdict.problems());
            }
            if (!verdict.warnings().isEmpty()) {
                tell("Perhaps not meant as it is written:", verdict.warnings());
            }
            return isGood ? ExitCode.OK : ExitCode.USAGE;
        }

        private void tell(String heading, List<String> sentences) {
            options.err().println(heading);
            sentences.forEach(sentence -> options.err().println("  " + Texts.lines(sentence)));
            options.err().flush();
        }
    }
}
