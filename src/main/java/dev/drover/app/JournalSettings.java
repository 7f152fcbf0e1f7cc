package dev.drover.app;

import dev.drover.journal.JournalConfig;
import dev.drover.journal.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the journal is, and how long it remembers.
 *
 * @param config which database, and who this node is to it
 * @param retention how long what is over is kept
 */
record JournalSettings(JournalConfig config, Retention retention) {
    /** What all settings of the journal begin with. */
    static final String PREFIX = "drover.journal.";

    private static final String URL = PREFIX + "url";
    private static final String USER = "drover";
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(250);

    static JournalSettings read(SettingsReader settings, String node, Path data) {
        JournalConfig file = JournalConfig.file(
                node.isBlank() ? USER : node, data.resolve("journal").resolve("journal"));
        return new JournalSettings(database(settings, file), retention(settings));
    }

    private static JournalConfig database(SettingsReader settings, JournalConfig file) {
        Optional<String> url = settings.text(URL);
        Duration patience = settings.duration(PREFIX + "patience", file.patience());
        if (patience.compareTo(SHORTEST_PATIENCE) < 0) {
            settings.problem(PREFIX + "patience", "is shorter than " + SHORTEST_PATIENCE.toMillis() + "ms");
            patience = file.patience();
        }
        String user = settings.text(PREFIX + "user", USER);
        String password = settings.secret(PREFIX + "password").orElse("");
        try {
            JournalConfig known = url.map(text -> JournalConfig.of(file.node(), text, user, password))
                    .orElse(file);
            return known.withPatience(patience);
        } catch (IllegalArgumentException e) {
            settings.problem(URL, String.valueOf(e.getMessage()));
            return file;
        }
    }

    private static Retention retention(SettingsReader settings) {
        Retention otherwise = Retention.DEFAULT;
        return new Retention(
                settings.duration(PREFIX + "keep-requests", otherwise.requests()),
                settings.duration(PREFIX + "keep-movements", otherwise.movements()),
                settings.duration(PREFIX + "keep-ledger", otherwise.ledger()));
    }
}
