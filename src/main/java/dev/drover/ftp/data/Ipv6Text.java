package dev.drover.ftp.data;

import java.net.Inet6Address;

/** The canonical text of an IPv6 address, RFC 5952 section 4: some servers compare it as text with what they see. */
final class Ipv6Text {
    private static final int SHORTEST_RUN = 2;

    private Ipv6Text() {}

    /** Lower case, without zeros that lead, the first of the longest runs of zero groups as {@code ::}, no scope. */
    static String of(Inet6Address address) {
        String[] groups = address.getHostAddress().split("%", 2)[0].split(":");
        int start = 0;
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            int run = zerosFrom(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (length < SHORTEST_RUN) {
            return String.join(":", groups);
        }
        return joined(groups, 0, start) + "::" + joined(groups, start + length, groups.length);
    }

    private static int zerosFrom(String[] groups, int start) {
        int end = start;
        while (end < groups.length && groups[end].equals("0")) {
            end++;
        }
        return end - start;
    }

    private static String joined(String[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(groups[i]);
        }
        return text.toString();
    }
}
