package dev.drover.app;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which broker carries the messages.
 *
 * @param url of an external broker; empty: one runs inside Drover
 * @param user for the external broker; for the embedded one the user that clients must give
 * @param submitters further users of the embedded broker, who may send requests and no more
 * @param tls for {@code ssl:} URLs
 * @param listen where the embedded broker takes connections of other programs, each a URL; none: only Drover reaches it
 * @param directory where the embedded broker keeps its messages
 * @param memoryLimit bytes of messages held in memory by the embedded broker
 * @param storeLimit bytes of messages kept on disk by the embedded broker; senders wait when it is full
 */
record BrokerConfig(
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Map<String, Submitter> submitters,
        BrokerTls tls,
        List<String> listen,
        Path directory,
        long memoryLimit,
        long storeLimit) {
    private static final String URL = "drover.broker.url";
    private static final String USER = "drover.broker.user";
    private static final String PASSWORD = "drover.broker.password";
    private static final String LISTEN = "drover.broker.listen";
    private static final String SUBMITTERS = "drover.broker.submitters";
    // It becomes part of the names of queues, in which dots, stars and > have a meaning.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;

    /**
     * A user who sends requests.
     *
     * @param readsEvents whether what happens to the requests of everybody may be read
     */
    record Submitter(String password, boolean readsEvents) {
        /** Without the password. */
        @Override
        public String toString() {
            return readsEvents ? "reads events" : "reads no events";
        }
    }

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
        BrokerTls tls = BrokerTls.read(settings);
        List<String> listen = settings.words(LISTEN);
        if (url.isEmpty() && listen.stream().anyMatch(BrokerConfig::isTls) && !tls.hasCertificate()) {
            settings.problem(LISTEN, "TLS needs a certificate: drover.broker.tls.certificate-file with key-file");
        }
        if (url.isEmpty() && user.isEmpty() && listen.stream().anyMatch(BrokerConfig::letsOthersIn)) {
            settings.problem(USER, "is missing: " + LISTEN + " lets programs of other machines in, and all of them");
        }
        return new BrokerConfig(
                url,
                user,
                password,
                submitters(settings, user),
                tls,
                listen,
                data.resolve("broker"),
                settings.bytes("drover.broker.memory-limit", 64 * MEBI),
                settings.bytes("drover.broker.store-limit", 10 * GIBI));
    }

    private static Map<String, Submitter> submitters(SettingsReader settings, Optional<String> user) {
        Map<String, Submitter> submitters = new TreeMap<>();
        for (String name : settings.words(SUBMITTERS)) {
            if (!NAME.matcher(name).matches()) {
                settings.problem(SUBMITTERS, "\"" + name + "\" is not a name of letters, digits, - and _");
            }
            String property = "drover.broker.submitter." + name + ".";
            Optional<String> password = settings.secret(property + "password");
            if (password.isEmpty()) {
                settings.problem(property + "password", "is missing: " + name + " is one of " + SUBMITTERS);
            }
            submitters.put(name, new Submitter(password.orElse(""), settings.flag(property + "events", false)));
        }
        if (!submitters.isEmpty() && user.isEmpty()) {
            settings.problem(USER, "is missing: without it everybody is let in, and nobody has a name");
        }
        return submitters;
    }

    private static boolean letsOthersIn(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null || !InetAddress.getByName(host).isLoopbackAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            // What cannot be looked up may be any address. Nothing is logged: where the log lies is not known yet.
            return true;
        }
    }

    private static boolean isTls(String url) {
        return url.contains("ssl:");
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return url.orElse("embedded, in " + directory);
    }
}
