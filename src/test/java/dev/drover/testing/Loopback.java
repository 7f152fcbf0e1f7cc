package dev.drover.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses of this machine. */
public final class Loopback {
    public static final InetAddress V4 = of(127, 0, 0, 1);

    /** Another one, on Linux. */
    public static final InetAddress SECOND_V4 = of(127, 0, 0, 2);

    public static final InetAddress V6 = of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private Loopback() {}

    private static InetAddress of(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
