package dev.drover.camel;

import dev.drover.endpoint.UriText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * The part of an {@code ftp:} or {@code ftps:} URI before the question mark, taken apart. Unlike {@link java.net.URI} it
 * takes host names with underscores, IPv6 addresses behind user and password, and an at sign in the user.
 *
 * @param host without brackets
 * @param port 0 when none is named
 * @param directory without leading slash; may be empty
 */
record FtpUri(
        String scheme, String host, int port, @Nullable String user, @Nullable String password, String directory) {

    /** Takes apart {@code scheme:[//][user[:password]@]host[:port][/directory]}; what stands behind ? is ignored. */
    static FtpUri parse(String uri) {
        String all = StringHelper.before(uri, "?", uri);
        int colon = all.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("an FTP URI begins with ftp: or ftps:");
        }
        String scheme = all.substring(0, colon);
        String rest = all.substring(colon + 1);
        while (rest.startsWith("/")) {
            rest = rest.substring(1);
        }
        int slash = endOfAuthority(rest);
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String directory = slash < 0 ? "" : UriText.read(decode(rest.substring(slash + 1)));
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        String server = authority.substring(at + 1);
        int end = endOfHost(server);
        int separator = userInfo.indexOf(':');
        return new FtpUri(
                scheme,
                withoutBrackets(decode(server.substring(0, end))),
                port(server.substring(end)),
                at < 0 ? null : decode(separator < 0 ? userInfo : userInfo.substring(0, separator)),
                separator < 0 ? null : decode(userInfo.substring(separator + 1)),
                directory);
    }

    /** Camel turns %2F of a password into a slash, which ends no server then: what stands before it is no host and port. */
    private static int endOfAuthority(String rest) {
        int slash = rest.indexOf('/');
        int at = rest.indexOf('@');
        boolean inLogin = slash >= 0 && slash < at && rest.substring(0, slash).matches("[^:\\[]*:.*[^0-9:].*");
        return inLogin ? rest.indexOf('/', at) : slash;
    }

    private static int endOfHost(String server) {
        int bracket = Math.max(
                server.lastIndexOf(']'), server.toUpperCase(Locale.ROOT).lastIndexOf("%5D"));
        int colon = server.indexOf(':', Math.max(bracket, 0));
        return colon < 0 ? server.length() : colon;
    }

    private static int port(String colonAndPort) {
        if (colonAndPort.length() <= 1) {
            return 0;
        }
        String port = colonAndPort.substring(1);
        if (!port.matches("[0-9]{1,5}")) {
            // What stands there may be a password, so it is not repeated.
            throw new IllegalArgumentException("what stands behind the host and a colon is not a port; in a user or"
                    + " password, write a slash as %2F, a colon as %3A and a question mark as %3F");
        }
        return Integer.parseInt(port);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Percent signs and two hex digits become bytes of UTF-8; a plus stays a plus, a lone percent sign too. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        String guarded = text.replace("+", "%2B").replaceAll("%(?![0-9a-fA-F]{2})", "%25");
        return URLDecoder.decode(guarded, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return scheme + "://" + (user == null ? "" : user + "@") + host + (port == 0 ? "" : ":" + port) + "/"
                + directory;
    }
}
