package dev.drover.ftp;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A proxy that control and passive data connections go through. The password is never shown. Immutable. */
public final class FtpProxy {
    /** How the proxy is asked. */
    public enum Kind {
        /** RFC 1928, with RFC 1929 for user and password; the proxy resolves the host name. */
        SOCKS5,
        /** CONNECT of HTTP/1.1 (RFC 9110 section 9.3.6). */
        HTTP_CONNECT
    }

    private final Kind kind;
    private final FtpAddress address;
    private final @Nullable FtpCredentials credentials;

    private FtpProxy(Kind kind, FtpAddress address, @Nullable FtpCredentials credentials) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.address = Objects.requireNonNull(address, "address");
        this.credentials = credentials;
    }

    /** A SOCKS 5 proxy (RFC 1928); it resolves the names of servers. */
    public static FtpProxy socks5(FtpAddress address) {
        return new FtpProxy(Kind.SOCKS5, address, null);
    }

    /** A web proxy that lets connections through by CONNECT (RFC 9110 section 9.3.6). */
    public static FtpProxy httpConnect(FtpAddress address) {
        return new FtpProxy(Kind.HTTP_CONNECT, address, null);
    }

    /** The same, with a login at the proxy. */
    public FtpProxy withCredentials(String user, String password) {
        return new FtpProxy(kind, address, FtpCredentials.of(user, password));
    }

    /** Which protocol the proxy speaks. */
    public Kind kind() {
        return kind;
    }

    /** Where the proxy is. */
    public FtpAddress address() {
        return address;
    }

    /** For the proxy itself, where it wants a login. */
    public Optional<FtpCredentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    @Override
    public String toString() {
        return kind + " " + address;
    }
}
