package dev.drover.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the unpacked daemons and their start scripts are, and what keeps them from running. */
final class ServerFolder {
    private ServerFolder() {}

    private static Path project() {
        return Path.of(System.getProperty("basedir", System.getProperty("user.dir")));
    }

    static Path scripts() {
        return project().resolve("src/test/servers");
    }

    /** That of {@code DROVER_SERVERS}, else {@code .servers} of the project. */
    static Path path() {
        String elsewhere = System.getenv("DROVER_SERVERS");
        return elsewhere == null || elsewhere.isBlank() ? project().resolve(".servers") : Path.of(elsewhere);
    }

    static boolean isRequired() {
        return "1".equals(System.getenv("DROVER_REQUIRE_SERVERS")) || Boolean.getBoolean("drover.requireServers");
    }

    /** Why no daemon can be started here; empty when one can. */
    static Optional<String> obstacle() {
        if (!Files.isRegularFile(path().resolve("ready"))) {
            return Optional.of("there are no FTP servers in " + path() + "; run src/test/servers/setup");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("the FTP servers need root, and this is " + System.getProperty("user.name"));
        }
        return Optional.empty();
    }
}
