package dev.drover.ftp.data;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the server listens, out of its replies to PASV and EPSV. Pure functions. */
public final class PassiveReply {
    /** Six numbers, as RFC 1123 section 4.1.2.6 has it: wherever they stand in the text, in parentheses or not. */
    private static final Pattern SIX_NUMBERS = Pattern.compile(
            "(\\(\\s*+)?(?<![\\d,])(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})(?!\\d|,\\d)(\\s*+\\))?");

    private static final Pattern FAMILY = Pattern.compile("[12]?");
    private static final Pattern ADDRESS = Pattern.compile("(?:[0-9a-fA-F]*[.:][0-9a-fA-F.:]*)?");

    private static final int HIGHEST_PORT = 65535;
    private static final int PORT_DIGITS = 5;

    private PassiveReply() {}

    /**
     * Address and port of a 227 (RFC 959 section 4.1.2).
     *
     * @throws FtpProtocolException with the reply, when it names none
     */
    public static InetSocketAddress parse227(FtpReply reply) throws FtpProtocolException {
        int[] values = sixNumbers(reply);
        byte[] address = new byte[4];
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 255) {
                throw unusable(reply, "six numbers up to 255");
            }
            if (i < address.length) {
                address[i] = (byte) values[i];
            }
        }
        int port = values[4] * 256 + values[5];
        if (port == 0) {
            throw unusable(reply, "a port other than 0");
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /** Those in parentheses, else the last: text comes first, and may hold numbers of its own. */
    private static int[] sixNumbers(FtpReply reply) throws FtpProtocolException {
        Matcher numbers = SIX_NUMBERS.matcher(reply.text());
        int[] values = {};
        boolean enclosed = false;
        while (numbers.find()) {
            boolean encloses = numbers.group(1) != null && numbers.group(8) != null;
            if (encloses || !enclosed) {
                enclosed = encloses;
                values = new int[6];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Integer.parseInt(numbers.group(i + 2));
                }
            }
        }
        if (values.length == 0) {
            throw unusable(reply, "six numbers h1,h2,h3,h4,p1,p2");
        }
        return values;
    }

    /**
     * The port of a 229 (RFC 2428 section 3). Any printable character but a digit may delimit; fields that should be empty
     * are filled by some proxies, and some servers forget the parentheses. The last match counts: text comes first.
     *
     * @throws FtpProtocolException with the reply, when it names none
     */
    public static int parse229(FtpReply reply) throws FtpProtocolException {
        String text = reply.text();
        for (int end = text.length() - 1; end > 0; end--) {
            int port = portEndingAt(text, end);
            if (port >= 1 && port <= HIGHEST_PORT) {
                return port;
            }
            if (port >= 0) {
                break;
            }
        }
        throw unusable(reply, "a port between 1 and 65535, as in (|||6446|)");
    }

    /** The number between the delimiter at {@code end} and its twin, when two more stand before it; else -1. */
    private static int portEndingAt(String text, int end) {
        char delimiter = text.charAt(end);
        if (delimiter < 33 || delimiter > 126 || isDigit(delimiter)) {
            return -1;
        }
        int start = end;
        while (start > 0 && isDigit(text.charAt(start - 1)) && end - start <= PORT_DIGITS) {
            start--;
        }
        int digits = end - start;
        boolean framed = digits > 0 && digits <= PORT_DIGITS && start > 0 && text.charAt(start - 1) == delimiter;
        if (!framed) {
            return -1;
        }
        int second = text.lastIndexOf(delimiter, start - 2);
        int first = second < 1 ? -1 : text.lastIndexOf(delimiter, second - 1);
        boolean whole = first >= 0
                && FAMILY.matcher(text).region(first + 1, second).matches()
                && ADDRESS.matcher(text).region(second + 1, start - 1).matches();
        return whole ? Integer.parseInt(text.substring(start, end)) : -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static FtpProtocolException unusable(FtpReply reply, String expected) {
        String shown = reply.toString();
        int limit = 200;
        return new FtpProtocolException("The server's passive reply \""
                + (shown.length() <= limit ? shown : shown.substring(0, limit) + "…") + "\" does not name " + expected
                + "; try the other data mode.");
    }
}
