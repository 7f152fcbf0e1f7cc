package dev.drover.ftp;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How we listen for a server that opens the data connection.
 *
 * @param firstPort lowest local port, 0 for any free one
 * @param lastPort highest local port
 * @param external the address to announce instead of our own, behind NAT
 */
public record ActiveSettings(int firstPort, int lastPort, @Nullable InetAddress external) {
    /** Any free port, our own address. */
    public static final ActiveSettings ANY = new ActiveSettings(0, 0, null);

    /** Refuses what is no range of ports. */
    public ActiveSettings {
        if (firstPort < 0 || lastPort > 65535 || firstPort > lastPort) {
            throw new IllegalArgumentException("no port range: " + firstPort + "-" + lastPort);
        }
    }

    /** The address to announce in place of our own, for a client behind a NAT. */
    public Optional<InetAddress> externalAddress() {
        return Optional.ofNullable(external);
    }
}
