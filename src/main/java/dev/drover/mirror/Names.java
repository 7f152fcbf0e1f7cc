package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Names as they are compared and as they are sent, which is not the same. */
final class Names {
    private Names() {}

    // macOS writes a + umlaut, everybody else writes ä: the same name to whoever reads it.
    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** What a server that does not tell upper from lower case takes for the same name. */
    static String folded(String key) {
        return key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** The last segment, in the bytes the server sent. */
    static RemotePath last(RemotePath path) {
        byte[] raw = path.raw();
        if (raw == null) {
            return RemotePath.of(path.name());
        }
        int slash = raw.length - 1;
        while (slash >= 0 && raw[slash] != '/') {
            slash--;
        }
        return RemotePath.ofRaw(path.name(), Arrays.copyOfRange(raw, slash + 1, raw.length));
    }

    /** A path without dots, double slashes and a slash at its end, as far as that can be told without the server. */
    static String normalised(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            boolean up = part.equals("..") && !parts.isEmpty() && !Objects.equals(parts.get(parts.size() - 1), "..");
            if (up) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }

    /** Without anything that a terminal would obey, and so that two names do not look the same. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            switch (c) {
                case '\n' -> printable.append("\\n");
                case '\r' -> printable.append("\\r");
                case '\t' -> printable.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        printable.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        printable.appendCodePoint(c);
                    }
                }
            }
        }
        return printable.toString();
    }
}
