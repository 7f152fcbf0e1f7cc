package dev.drover.ftp.net;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CONNECT of HTTP/1.1 (RFC 9110 section 9.3.6), with basic authentication (RFC 7617). */
final class HttpConnect {
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: ([^\\r\\n]*))?\\r?\\n");

    private HttpConnect() {}

    static void connect(Link link, FtpProxy proxy, FtpAddress target) throws IOException {
        if (target.host().chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IOException(
                    "\"" + target.host().replaceAll("\\p{Cntrl}", "?") + "\" cannot be sent as a host name");
        }
        ProxyStream stream = new ProxyStream(link);
        stream.send(request(proxy, target).getBytes(StandardCharsets.US_ASCII));
        Matcher status = STATUS_LINE.matcher(head(stream));
        if (!status.lookingAt()) {
            throw new IOException("it does not speak HTTP");
        }
        int code = Integer.parseInt(status.group(1));
        if (code == 407) {
            throw new IOException(
                    proxy.credentials().isPresent()
                            ? "it refused the user and password"
                            : "it asks for a user and a password");
        }
        if (code < 200 || code > 299) {
            throw new IOException("it answered \"" + code + " "
                    + String.valueOf(status.group(2)).strip() + "\"");
        }
    }

    private static String request(FtpProxy proxy, FtpAddress target) {
        String login = proxy.credentials()
                .map(HttpConnect::basic)
                .map(basic -> "Proxy-Authorization: Basic " + basic + "\r\n")
                .orElse("");
        return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + login + "\r\n";
    }

    private static String basic(FtpCredentials credentials) {
        String both = credentials.user() + ":" + credentials.password();
        return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** Byte by byte up to the empty line: what follows it comes from the server. */
    private static String head(ProxyStream stream) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!endsWithEmptyLine(head)) {
            if (head.length() >= LONGEST_ANSWER) {
                throw new IOException("its answer is longer than " + LONGEST_ANSWER + " bytes");
            }
            head.append((char) (stream.receive(1)[0] & 0xFF));
        }
        return head.toString();
    }

    private static boolean endsWithEmptyLine(StringBuilder head) {
        String end = head.substring(Math.max(0, head.length() - 3));
        return end.endsWith("\n\n") || end.endsWith("\n\r\n");
    }
}
