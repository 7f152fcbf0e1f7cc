package dev.drover.journal;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random bytes that all nodes of a journal share, and nobody else knows who cannot read the database. Thread-safe. */
public final class Secrets {
    private static final int BYTES = 32;
    private static final String FIRST =
            "INSERT INTO drover_secret (name, content, created_at) VALUES (?, ?, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING";
    private static final String READ = "SELECT content FROM drover_secret WHERE name = ?";

    private final Database database;

    Secrets(Database database) {
        this.database = database;
    }

    /**
     * The bytes of that name; made when they are first asked for, and the same ever after.
     *
     * @param name up to 100 characters
     */
    public byte[] shared(String name) throws JournalException {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        HexFormat hex = HexFormat.of();
        String content = database.inTransaction("read the secret " + name, on -> {
            on.update(FIRST, name, hex.formatHex(fresh));
            return on.first(READ, row -> row.text("content"), name).orElseThrow();
        });
        return hex.parseHex(content);
    }
}
