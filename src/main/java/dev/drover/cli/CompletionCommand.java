package dev.drover.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code drover generate-completion}: the script of picocli for commands and options, and in it, wherever a place is
 * awaited, the names of endpoints. The shell reads those itself when it completes: starting Drover would take too long.
 */
@Command(
        name = "generate-completion",
        description = "Writes a script for bash and zsh that completes commands, options and endpoints.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example, for ~/.bashrc:", "  source <(drover generate-completion)"})
final class CompletionCommand implements Callable<Integer> {
    private static final List<String> WITH_PLACES =
            List.of("ls", "cat", "find", "rm", "mkdir", "mv", "chmod", "du", "sum", "info", "check");
    private static final List<String> WITH_PLACES_AND_FILES = List.of("get", "put", "mirror", "backup", "restore");

    // File names stay outside of the word list of compgen, which would run a $(command) in them. When no endpoint fits,
    // the shell completes files in its own way, with quotes where they need some.
    private static final String NAMES =
            """

            # The endpoints in the settings that the command line means.
            function _drover_endpoints() {
              local directory=${DROVER_CONFIG:-config} i
              [[ -r ${directory}/application.properties ]] || directory=%s
              for (( i = 1; i + 1 < ${#COMP_WORDS[@]}; i++ )); do
                [[ ${COMP_WORDS[i]} == -c || ${COMP_WORDS[i]} == --config ]] && directory=${COMP_WORDS[i+1]}
              done
              sed -n 's/^[[:space:]]*drover\\.endpoint\\.\\([a-z][a-z0-9-]*\\)\\..*/\\1/p' \\
                "${directory}/application.properties" 2>/dev/null | sort -u
            }

            function _drover_names() {
              local IFS=$'\\n'
              COMPREPLY=( $(compgen -W "$(_drover_endpoints)" -- "${COMP_WORDS[COMP_CWORD]}") )
            }

            # What follows the colon of a place is on a server, and not looked up.
            function _drover_places() {
              COMPREPLY=()
              [[ ${COMP_WORDS[COMP_CWORD]} == *:* || ${COMP_WORDS[COMP_CWORD-1]} == : ]] && return
              local IFS=$'\\n'
              COMPREPLY=( $(compgen -S : -W "$(_drover_endpoints)" -- "${COMP_WORDS[COMP_CWORD]}") )
              type compopt &>/dev/null && compopt -o nospace
            }

            function _drover_places_and_files() {
              _drover_places
              [[ ${COMP_WORDS[COMP_CWORD]} == *:* || ${COMP_WORDS[COMP_CWORD-1]} == : ]] && return
              if (( ${#COMPREPLY[@]} > 0 )); then
                local IFS=$'\\n'
                COMPREPLY+=( $(compgen -f -- "${COMP_WORDS[COMP_CWORD]}") )
              elif type compopt &>/dev/null; then
                compopt +o nospace -o default
              fi
            }
            """;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigurationOption configuration = new ConfigurationOption();

    @Override
    public Integer call() {
        String directory =
                configuration.directory().toAbsolutePath().normalize().toString();
        String script = AutoComplete.bash("drover", spec.root().commandLine());
        for (String command : WITH_PLACES) {
            script = completing(script, command, "_drover_places");
        }
        for (String command : WITH_PLACES_AND_FILES) {
            script = completing(script, command, "_drover_places_and_files");
        }
        script = completing(script, "endpoints_test", "_drover_names");
        script = script.replace("'--endpoint')\n      return", "'--endpoint')\n      _drover_names\n      return");
        spec.commandLine().getOut().println(script + String.format(NAMES, quoted(directory)));
        return ExitCode.OK;
    }

    /** Has a function of the shell complete the arguments of a command that are no options. */
    private static String completing(String script, String command, String function) {
        Matcher arguments = Pattern.compile(
                        "(function _picocli_drover_" + command + "\\(\\) \\{\n.*?\n  else\n)(.*?)(\n  fi\n\\}\n)",
                        Pattern.DOTALL)
                .matcher(script);
        if (!arguments.find()) {
            throw new IllegalStateException("The completion script has no arguments of " + command);
        }
        return script.substring(0, arguments.start(2)) + "    " + function + script.substring(arguments.end(2));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
