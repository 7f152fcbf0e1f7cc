package dev.drover.ftp;

import java.util.Objects;

/**
 * Where a server listens.
 *
 * @param host a name or a literal address; IPv6 without brackets
 * @param port 1 to 65535
 */
public record FtpAddress(String host, int port) {
    /** The port of FTP and of FTP with explicit TLS (RFC 959). */
    public static final int FTP_PORT = 21;

    /** The port of FTP inside TLS from the first byte. */
    public static final int IMPLICIT_TLS_PORT = 990;

    /** Takes the brackets off an IPv6 address, and refuses an empty host and what is no port. */
    public FtpAddress {
        Objects.requireNonNull(host, "host");
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("an FTP server needs a host name");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port lies between 1 and 65535, not " + port);
        }
    }

    /** The host at port 21, where FTP in clear text and explicit TLS are. */
    public static FtpAddress of(String host) {
        return new FtpAddress(host, FTP_PORT);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
