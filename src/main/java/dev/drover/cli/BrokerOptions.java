package dev.drover.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Which broker, and as whom. Without these options a command speaks as Drover itself, which may ask for what its own user
 * may; what an application may ask for is seen by its own.
 */
final class BrokerOptions {
    @Option(names = "--broker", paramLabel = "URL", description = "Another broker than that of the configuration.")
    private Optional<String> broker = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "A user of the broker; default: the one that Drover is.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "With the password of --user in its first line.")
    private Optional<Path> passwordFile = Optional.empty();

    /** As settings. A password on a command line could be read by everybody on the machine. */
    Map<String, String> settings() throws CommandException {
        if (user.isPresent() != passwordFile.isPresent()) {
            throw CommandException.usage("--user and --password-file are given together or not at all");
        }
        Map<String, String> settings = new HashMap<>();
        broker.ifPresent(url -> settings.put("drover.broker.url", url));
        user.ifPresent(name -> settings.put("drover.broker.user", name));
        passwordFile.ifPresent(file -> {
            settings.put("drover.broker.password", "");
            settings.put("drover.broker.password-file", file.toString());
        });
        return settings;
    }
}
