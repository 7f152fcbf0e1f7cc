package dev.drover.ftp.data;

import dev.drover.ftp.PassiveAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Whether the address that a 227 names is connected to. Pure functions. */
public final class AnnouncedAddress {
    private AnnouncedAddress() {}

    /**
     * No policy leads to what is no host: 0.0.0.0 would be ourselves.
     *
     * @param peer of the control connection; null where a proxy stands between, behind which we know no address
     */
    public static boolean isFollowed(InetAddress announced, PassiveAddress policy, @Nullable InetAddress peer) {
        if (isNoHost(announced)) {
            return false;
        }
        return switch (policy) {
            case CONTROL_PEER -> false;
            case AS_ANNOUNCED -> true;
            case REPLACE_PRIVATE -> !isPrivate(announced) || isReachedFrom(announced, peer);
        };
    }

    /** A private address is good between two hosts of a private network, that of this host only from itself. */
    private static boolean isReachedFrom(InetAddress announced, @Nullable InetAddress peer) {
        return peer != null && isPrivate(peer) && announced.isLoopbackAddress() == peer.isLoopbackAddress();
    }

    private static boolean isNoHost(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean reserved = address instanceof Inet4Address && (bytes[0] == 0 || (bytes[0] & 0xF0) == 0xF0);
        return reserved || address.isAnyLocalAddress() || address.isMulticastAddress();
    }

    /** RFC 1918, RFC 3927, RFC 4193, RFC 4291 section 2.5.6, and what carriers share among their customers (RFC 6598). */
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = address instanceof Inet4Address && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xFE) == 0xFC;
        return shared
                || uniqueLocal
                || address.isSiteLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress();
    }
}
