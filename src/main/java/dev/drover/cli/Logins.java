package dev.drover.cli;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.client.Netrc;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the login for a URL comes from: the variable {@code DROVER_PASSWORD}, then the file {@code ~/.netrc} (or that of
 * the variable {@code NETRC}), then a question on the terminal. Without a user and without an entry in the file, the login
 * is anonymous.
 */
final class Logins {
    static final String PASSWORD = "DROVER_PASSWORD";

    private final Function<String, Optional<String>> environment;

    Logins(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    FtpCredentials of(ServerUrl url) throws CommandException, IOException {
        Optional<FtpCredentials> noted = netrc(url.host());
        if (url.user().isEmpty()) {
            return noted.orElseGet(FtpCredentials::anonymous);
        }
        String user = url.user().get();
        Optional<String> password = environment
                .apply(PASSWORD)
                .or(() -> noted.filter(entry -> entry.user().equals(user)).map(FtpCredentials::password));
        return FtpCredentials.of(user, password.isPresent() ? password.get() : asked(url));
    }

    private static String asked(ServerUrl url) throws CommandException {
        Console console = Terminal.console();
        char[] answer = console == null ? null : console.readPassword("Password for %s: ", url.server());
        if (answer == null) {
            throw CommandException.usage("There is no password for " + url.server() + " and no terminal to ask for it;"
                    + " put it into " + PASSWORD + ", ~/.netrc or the configuration of an endpoint");
        }
        return new String(answer);
    }

    private Optional<FtpCredentials> netrc(String host) throws CommandException, IOException {
        Path file = environment
                .apply("NETRC")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".netrc"));
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Netrc.load(file).credentials(host);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("The file " + file + " cannot be understood: " + e.getMessage());
        }
    }
}
