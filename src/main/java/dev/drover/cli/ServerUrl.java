package dev.drover.cli;

import dev.drover.ftp.FtpAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ftp://user@host:port/directory/file}. The path begins where the login lands; with a second slash, at the root of
 * the server (RFC 1738 section 3.2.2 wants {@code %2F} there, which works too).
 *
 * @param tls whether it is {@code ftps}
 * @param path with nothing encoded
 */
record ServerUrl(boolean tls, Optional<String> user, String host, OptionalInt port, String path) {
    private static final Pattern FORM =
            Pattern.compile("(?i)(ftps?)://(?:([^/]*)@)?(\\[[^]/]+]|[^/:@]+)(?::(\\d{1,5}))?(?:/(.*))?");

    static boolean isOne(String text) {
        return text.matches("(?is)ftps?://.*");
    }

    /** Reads one. A password in it is refused: it would stay in the shell's history and in the list of processes. */
    static ServerUrl parse(String text) throws CommandException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            // Not quoted, since a password may be in it.
            throw CommandException.usage(
                    "A URL looks like ftp://user@host:port/directory/file, and one given does not");
        }
        String user = matcher.group(2);
        if (user != null && user.contains(":")) {
            throw CommandException.usage(
                    "A password does not belong into a URL, where others can see it; leave it out and be asked for it,"
                            + " or put it into DROVER_PASSWORD, ~/.netrc or the configuration of an endpoint");
        }
        try {
            return new ServerUrl(
                    matcher.group(1).equalsIgnoreCase("ftps"),
                    Optional.ofNullable(user).filter(u -> !u.isEmpty()).map(ServerUrl::decoded),
                    matcher.group(3).replaceAll("[\\[\\]]", ""),
                    matcher.group(4) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(matcher.group(4))),
                    decoded(Optional.ofNullable(matcher.group(5)).orElse("")));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("A URL given has a % that is not followed by two hexadecimal digits");
        }
    }

    boolean isImplicit() {
        return tls && port.orElse(0) == FtpAddress.IMPLICIT_TLS_PORT;
    }

    /** The server and the login, which two URLs may have in common. */
    String server() {
        return (tls ? "ftps://" : "ftp://")
                + user.map(name -> name + "@").orElse("")
                + host
                + (port.isPresent() ? ":" + port.getAsInt() : "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
