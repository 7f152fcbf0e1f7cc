package dev.drover.ftp.wire;

import dev.drover.ftp.FtpReply;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Passwords and accounts that were sent. Servers repeat them, at once or much later, and no log may. */
final class Secrets {
    private static final String MASK = "****";

    /** Shorter ones stand in any text: to mask them there would tell what they are. */
    private static final int SHORTEST = 4;

    private final Set<String> all = new HashSet<>();
    private String latest = "";

    /** @param secret of the command just sent; empty where it has none */
    void sent(String secret) {
        latest = secret;
        if (secret.length() >= SHORTEST) {
            all.add(secret);
        }
    }

    /** Whether the command just sent holds one, so that its reply is about it. */
    boolean justSent() {
        return !latest.isEmpty();
    }

    String masked(String text) {
        String shown = latest.isEmpty() ? text : text.replace(latest, MASK);
        // The longest first: one may be a part of another.
        for (String each : longestFirst()) {
            shown = shown.replace(each, MASK);
        }
        return shown;
    }

    FtpReply masked(FtpReply reply) {
        String text = reply.text();
        return masked(text).equals(text)
                ? reply
                : new FtpReply(
                        reply.code(), reply.lines().stream().map(this::masked).toList());
    }

    private List<String> longestFirst() {
        return all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
