package dev.drover.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which database keeps the journal, and under which name this node writes to it.
 *
 * @param url a JDBC URL of H2 or PostgreSQL, without credentials: drivers and libraries repeat it in messages
 * @param poolSize connections at most
 * @param patience how long a caller waits for a connection before it is told that the database is not there
 */
public record JournalConfig(String node, String url, String user, String password, int poolSize, Duration patience) {
    private static final int CONNECTIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_NODE = 80;
    private static final Pattern CREDENTIALS =
            Pattern.compile("//[^/?;]*@|[?&;](?:user|[^=&;]*password)=", Pattern.CASE_INSENSITIVE);

    // A path, of which the drive of Windows is a part; not memory, not another process, not a kind of file chosen
    // already.
    private static final Pattern H2_FILE = Pattern.compile("^jdbc:h2:(?:file:)?(?![A-Za-z][A-Za-z]+:)");

    public JournalConfig {
        if (node.isBlank() || node.length() > LONGEST_NODE) {
            throw new IllegalArgumentException("A node has a name of 1 to " + LONGEST_NODE + " characters");
        }
        if (CREDENTIALS.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "The URL of the journal's database holds a user or a password; give them as settings of their own");
        }
        if (!isH2(url) && !isPostgres(url)) {
            throw new IllegalArgumentException(
                    "The journal's database is jdbc:h2: or jdbc:postgresql:, not \"" + location(url) + "\"");
        }
        if (poolSize < 1 || patience.compareTo(Duration.ofMillis(250)) < 0) {
            throw new IllegalArgumentException(
                    "The journal needs at least one connection, and at least 250 ms to get one");
        }
    }

    /** A database of this node alone, in one file. The directory is made when it is missing. */
    public static JournalConfig file(String node, Path file) {
        return of(node, "jdbc:h2:file:" + file.toAbsolutePath(), "drover", "");
    }

    public static JournalConfig of(String node, String url, String user, String password) {
        return new JournalConfig(node, url, user, password, CONNECTIONS, PATIENCE);
    }

    public JournalConfig withPoolSize(int value) {
        return new JournalConfig(node, url, user, password, value, patience);
    }

    public JournalConfig withPatience(Duration value) {
        return new JournalConfig(node, url, user, password, poolSize, value);
    }

    /** Whether the database lives in this process, so that no other node can be writing to it. */
    public boolean isEmbedded() {
        String lower = url.toLowerCase(Locale.ROOT);
        return isH2(url)
                && !lower.startsWith("jdbc:h2:tcp:")
                && !lower.startsWith("jdbc:h2:ssl:")
                && !lower.contains("auto_server=true");
    }

    boolean isPostgres() {
        return isPostgres(url);
    }

    /** The URL without its parameters: enough to know which database is meant. */
    String location() {
        return location(url);
    }

    /** What the driver is given. */
    String driverUrl() {
        return isH2(url) ? h2Url() : url;
    }

    // async: a thread that is interrupted while it reads or writes any other file of H2's closes it, for all threads
    // and
    // until the next start. MODE: it knows ON CONFLICT DO NOTHING. WRITE_DELAY: without it a commit reaches the file up
    // to 500 ms later, and a killed process forgets what it had confirmed. DB_CLOSE_ON_EXIT: transfers end after the
    // JVM was told to stop.
    private String h2Url() {
        StringBuilder whole = new StringBuilder(H2_FILE.matcher(url).replaceFirst("jdbc:h2:async:"));
        String lower = url.toLowerCase(Locale.ROOT);
        for (String setting : new String[] {"MODE=PostgreSQL", "WRITE_DELAY=0", "DB_CLOSE_ON_EXIT=FALSE"}) {
            String name = setting.substring(0, setting.indexOf('=') + 1).toLowerCase(Locale.ROOT);
            if (!lower.contains(";" + name)) {
                whole.append(';').append(setting);
            }
        }
        return whole.toString();
    }

    private static boolean isH2(String url) {
        return url.startsWith("jdbc:h2:");
    }

    private static boolean isPostgres(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    private static String location(String url) {
        return url.split("[?;]", 2)[0];
    }

    /** Without the password. */
    @Override
    public String toString() {
        return node + ", " + location() + ", user " + user + ", " + poolSize + " connections";
    }
}
