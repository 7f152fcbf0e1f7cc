package dev.drover.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Addresses of this machine. */
public final class Loopback {
    public static final InetAddress V4 = of(127, 0, 0, 1);

    /** Another one, on Linux. */
    public static final InetAddress SECOND_V4 = of(127, 0, 0, 2);

    public static final InetAddress V6 = of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private Loopback() {}

    /** A port that nobody listens on now; for servers that must be told one. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, V4)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
