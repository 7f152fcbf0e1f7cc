package dev.drover.ftp.client;

import dev.drover.ftp.FtpCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logins by host, as the file {@code .netrc} of ftp(1) and curl holds them: {@code machine}, {@code login},
 * {@code password}, {@code account}, {@code default}; macros are skipped, {@code #} begins a comment, and a value with
 * blanks stands in double quotes. Immutable; {@link #toString} shows hosts only.
 */
public final class Netrc {
    private static final String DEFAULT = "";

    private final Map<String, FtpCredentials> byHost;

    private Netrc(Map<String, FtpCredentials> byHost) {
        this.byHost = byHost;
    }

    /** Reads a file in UTF-8. */
    public static Netrc load(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8));
    }

    /**
     * Reads the text of such a file.
     *
     * @throws IllegalArgumentException at a word that does not belong there; the message quotes no value
     */
    public static Netrc parse(String text) {
        Map<String, FtpCredentials> found = new LinkedHashMap<>();
        Iterator<String> words = words(text).iterator();
        Entry entry = null;
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "machine", "default" -> {
                    keep(entry, found);
                    entry = new Entry(word.equals("default") ? DEFAULT : value(word, words));
                }
                case "login", "user", "password", "account" -> {
                    if (entry == null) {
                        throw new IllegalArgumentException("\"" + word + "\" stands before any machine");
                    }
                    entry.set(word, value(word, words));
                }
                default ->
                    throw new IllegalArgumentException(
                            "a word that is none of machine, default, login, password, account and macdef"
                                    + (entry == null ? "" : " stands in the entry of \"" + entry.host + "\""));
            }
        }
        keep(entry, found);
        return new Netrc(Map.copyOf(found));
    }

    /** The login for a host, or the default one; empty where there is neither. Case does not matter. */
    public Optional<FtpCredentials> credentials(String host) {
        FtpCredentials own = byHost.get(host.toLowerCase(Locale.ROOT));
        return Optional.ofNullable(own != null ? own : byHost.get(DEFAULT));
    }

    @Override
    public String toString() {
        return "netrc of "
                + byHost.keySet().stream()
                        .filter(host -> !host.isEmpty())
                        .sorted()
                        .toList();
    }

    private static void keep(@Nullable Entry entry, Map<String, FtpCredentials> found) {
        if (entry != null) {
            // The first entry of a host counts.
            found.putIfAbsent(entry.host, entry.credentials());
        }
    }

    private static String value(String word, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("\"" + word + "\" has no value");
        }
        return words.next();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        boolean inMacro = false;
        for (String line : text.split("\\R", -1)) {
            if (inMacro) {
                // A macro ends with an empty line.
                inMacro = !line.isEmpty();
            } else {
                inMacro = wordsOf(line, words);
            }
        }
        return words;
    }

    /** Whether the line begins a macro. */
    private static boolean wordsOf(String line, List<String> words) {
        int at = 0;
        while (true) {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            if (at == line.length() || line.charAt(at) == '#') {
                return false;
            }
            StringBuilder word = new StringBuilder();
            at = line.charAt(at) == '"' ? quoted(line, at + 1, word) : plain(line, at, word);
            if (word.toString().equals("macdef")) {
                return true;
            }
            words.add(word.toString());
        }
    }

    private static int plain(String line, int from, StringBuilder word) {
        int at = from;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            word.append(line.charAt(at));
            at++;
        }
        return at;
    }

    private static int quoted(String line, int from, StringBuilder word) {
        int at = from;
        while (at < line.length() && line.charAt(at) != '"') {
            if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                at++;
            }
            word.append(line.charAt(at));
            at++;
        }
        return Math.min(at + 1, line.length());
    }

    private static final class Entry {
        private final String host;
        private String user = "anonymous";
        private String password = "";
        private @Nullable String account;

        Entry(String host) {
            this.host = host.toLowerCase(Locale.ROOT);
        }

        void set(String word, String value) {
            switch (word) {
                case "password" -> password = value;
                case "account" -> account = value;
                default -> user = value;
            }
        }

        FtpCredentials credentials() {
            FtpCredentials both = FtpCredentials.of(user, password);
            return account == null ? both : both.withAccount(account);
        }
    }
}
