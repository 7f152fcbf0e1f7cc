package dev.drover.app;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which broker carries the messages.
 *
 * @param url of an external broker; empty: one runs inside Drover
 * @param user for the external broker; for the embedded one the user that clients must give
 * @param listen where the embedded broker takes connections of other programs; empty: none but Drover reaches it
 * @param directory where the embedded broker keeps its messages
 * @param memoryLimit bytes of messages held in memory by the embedded broker
 * @param storeLimit bytes of messages kept on disk by the embedded broker; senders wait when it is full
 */
record BrokerConfig(
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Optional<String> listen,
        Path directory,
        long memoryLimit,
        long storeLimit) {
    private static final String URL = "drover.broker.url";
    private static final String USER = "drover.broker.user";
    private static final String PASSWORD = "drover.broker.password";
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;

    static BrokerConfig read(SettingsReader settings, Path data) {
        Optional<String> url = settings.text(URL);
        if (url.isPresent() && url.get().startsWith("vm:")) {
            settings.problem(URL, "vm: would start a second broker; leave it empty for the embedded one");
        }
        Optional<String> user = settings.text(USER);
        Optional<String> password = settings.secret(PASSWORD);
        if (user.isPresent() != password.isPresent()) {
            settings.problem(user.isPresent() ? PASSWORD : USER, "user and password are set together or not at all");
        }
        return new BrokerConfig(
                url,
                user,
                password,
                settings.text("drover.broker.listen"),
                data.resolve("broker"),
                settings.bytes("drover.broker.memory-limit", 64 * MEBI),
                settings.bytes("drover.broker.store-limit", 10 * GIBI));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url.orElse("embedded, in " + directory);
    }
}
