package dev.drover.ftp.client;

import dev.drover.ftp.FtpReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server says it can do beyond RFC 959 (FEAT, RFC 2389). Immutable. */
public final class Features {
    /** A server that does not know FEAT. */
    static final Features NONE = new Features(Map.of());

    private final Map<String, String> byName;

    private Features(Map<String, String> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** From the reply to FEAT; a refusal means that there is nothing beyond RFC 959. */
    static Features of(FtpReply reply) {
        if (!reply.isCompletion()) {
            return NONE;
        }
        List<String> lines = reply.lines();
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 1; i < lines.size() - 1; i++) {
            // One blank before each feature is the rule; some servers send none, or the code again.
            String line = lines.get(i).replaceFirst("^211[- ]", "").strip();
            int space = line.indexOf(' ');
            String name = space < 0 ? line : line.substring(0, space);
            String parameters = space < 0 ? "" : line.substring(space + 1).strip();
            if (!name.isEmpty()) {
                found.merge(name.toUpperCase(Locale.ROOT), parameters, (one, two) -> one + " " + two);
            }
        }
        return new Features(found);
    }

    /** Whether the feature is listed; case does not matter. */
    public boolean has(String name) {
        return byName.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** What stands behind the name, perhaps empty; no value where the feature is not listed. */
    public Optional<String> parameters(String name) {
        return Optional.ofNullable(byName.get(name.toUpperCase(Locale.ROOT)));
    }

    /** Whether the feature is listed with this word among its parameters, as {@code REST STREAM} is. */
    public boolean has(String name, String word) {
        return parameters(name)
                .filter(p ->
                        List.of(p.toUpperCase(Locale.ROOT).split("[\\s;,]+")).contains(word.toUpperCase(Locale.ROOT)))
                .isPresent();
    }

    /** All of them by name in capitals. */
    public Map<String, String> all() {
        return byName;
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
