package dev.drover.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code drover encrypt}. */
@Command(
        name = "encrypt",
        description =
                "Encrypts a secret with drover.secrets.password, to stand in the settings as ENC(...). Asks for it on"
                        + " a terminal, or reads a line of standard input.",
        footer = {"", "Examples:", "  drover encrypt", "  drover encrypt < password.txt"})
final class EncryptCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    private final InputStream input;

    EncryptCommand(Configuration configuration, InputStream input) {
        options = new ClientOptions(configuration);
        this.input = input;
    }

    @Override
    public Integer call() throws Exception {
        options.output().say(options.configuration().encrypt(options.directory(), secret()));
        return ExitCode.OK;
    }

    private String secret() throws IOException, CommandException {
        Console console = Terminal.console();
        String line = null;
        if (console == null) {
            line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
        } else {
            char[] answer = console.readPassword("Secret: ");
            line = answer == null ? null : new String(answer);
        }
        if (line == null || line.isEmpty()) {
            throw CommandException.usage("There is nothing to encrypt");
        }
        return line;
    }
}
