package dev.drover.ftp.net;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** SOCKS version 5 (RFC 1928) with user and password (RFC 1929). Host names go to the proxy, which resolves them. */
final class Socks5 {
    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int NONE_ACCEPTABLE = 0xFF;
    private static final int LOGIN_VERSION = 1;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int LONGEST = 255;
    private static final int PORT_BYTES = 2;
    private static final Pattern IPV4_LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private Socks5() {}

    static void connect(Link link, FtpProxy proxy, FtpAddress target) throws IOException {
        ProxyStream stream = new ProxyStream(link);
        authenticate(stream, proxy);
        stream.send(request(target));
        byte[] reply = stream.receive(4);
        requireVersion(reply[0]);
        if (reply[1] != 0) {
            throw new IOException("it answered \"" + meaning(reply[1]) + "\"");
        }
        int bound =
                switch (reply[3]) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    case NAME -> stream.receive(1)[0] & 0xFF;
                    default -> throw new IOException("it answered with an address of unknown type " + reply[3]);
                };
        stream.receive(bound + PORT_BYTES);
    }

    private static void authenticate(ProxyStream stream, FtpProxy proxy) throws IOException {
        boolean known = proxy.credentials().isPresent();
        stream.send(
                known
                        ? new byte[] {VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD}
                        : new byte[] {VERSION, 1, NO_AUTHENTICATION});
        byte[] choice = stream.receive(2);
        requireVersion(choice[0]);
        switch (choice[1] & 0xFF) {
            case NO_AUTHENTICATION -> {
                // Connected as anybody.
            }
            case USER_AND_PASSWORD ->
                logIn(
                        stream,
                        proxy.credentials()
                                .orElseThrow(() -> new IOException("it chose a login that was not offered")));
            case NONE_ACCEPTABLE ->
                throw new IOException(
                        known ? "it accepts no login by user and password" : "it asks for a user and a password");
            default -> throw new IOException("it chose a login that was not offered");
        }
    }

    private static void logIn(ProxyStream stream, FtpCredentials credentials) throws IOException {
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        login.write(LOGIN_VERSION);
        counted(login, credentials.user().getBytes(StandardCharsets.UTF_8), "the user of the proxy");
        counted(login, credentials.password().getBytes(StandardCharsets.UTF_8), "the password of the proxy");
        stream.send(login.toByteArray());
        if (stream.receive(2)[1] != 0) {
            throw new IOException("it refused user " + credentials.user());
        }
    }

    private static byte[] request(FtpAddress target) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {VERSION, CONNECT, 0});
        if (isLiteral(target.host())) {
            byte[] address = InetAddress.getByName(target.host()).getAddress();
            request.write(address.length == 4 ? IPV4 : IPV6);
            request.writeBytes(address);
        } else {
            request.write(NAME);
            counted(request, asciiName(target.host()), "the host name");
        }
        request.write(target.port() >> 8);
        request.write(target.port());
        return request.toByteArray();
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4_LITERAL.matcher(host).matches();
    }

    private static byte[] asciiName(String host) throws IOException {
        try {
            return IDN.toASCII(host).getBytes(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + host + "\" is no host name", e);
        }
    }

    private static void counted(ByteArrayOutputStream message, byte[] text, String what) throws IOException {
        if (text.length == 0 || text.length > LONGEST) {
            throw new IOException(what + " is empty or longer than " + LONGEST + " bytes");
        }
        message.write(text.length);
        message.writeBytes(text);
    }

    private static void requireVersion(byte version) throws IOException {
        if (version != VERSION) {
            throw new IOException("it does not speak SOCKS 5");
        }
    }

    /** RFC 1928 section 6. */
    private static String meaning(byte code) {
        return switch (code) {
            case 1 -> "general failure";
            case 2 -> "not allowed by its rules";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable";
            case 5 -> "connection refused";
            case 6 -> "took too long";
            case 7 -> "command not supported";
            case 8 -> "kind of address not supported";
            default -> "error " + (code & 0xFF);
        };
    }
}
