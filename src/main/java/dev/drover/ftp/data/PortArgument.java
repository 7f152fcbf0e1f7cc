package dev.drover.ftp.data;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Where one side listens, as the commands of active mode tell it to the other. Pure functions. */
public final class PortArgument {
    private PortArgument() {}

    /** What PORT takes: address and port as six numbers, RFC 959 section 4.1.2. For IPv4. */
    public static String sixNumbers(InetAddress address, int port) {
        return address.getHostAddress().replace('.', ',') + "," + port / 256 + "," + port % 256;
    }

    /** What EPRT takes: family, address and port, RFC 2428 section 2. A scope means nothing on another host. */
    public static String extended(InetAddress address, int port) {
        return address instanceof Inet6Address six
                ? "|2|" + Ipv6Text.of(six) + "|" + port + "|"
                : "|1|" + address.getHostAddress() + "|" + port + "|";
    }
}
