package dev.drover.mirror;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Permissions in the forms that places write them; in between they are three octal digits. */
final class Modes {
    private static final Pattern OCTAL = Pattern.compile("(?:0[oO])?[0-7]{0,4}?([0-7]{3})");

    private Modes() {}

    static String octal(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            bits |= 0400 >> permission.ordinal();
        }
        return String.format(Locale.ROOT, "%03o", bits);
    }

    static Set<PosixFilePermission> permissions(String octal) {
        int bits = Integer.parseInt(octal, 8);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((bits & (0400 >> permission.ordinal())) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    /** From a listing: {@code rw-r-----}, with a kind before it or not, or octal digits; empty for anything else. */
    static Optional<String> ofListing(String text) {
        Matcher digits = OCTAL.matcher(text);
        if (digits.matches()) {
            return Optional.of(digits.group(1));
        }
        String letters = text.length() >= 10 ? text.substring(1, 10) : text;
        // Set-id and sticky bits are not carried over; the execute bit under them is.
        String plain =
                letters.replace('s', 'x').replace('t', 'x').replace('S', '-').replace('T', '-');
        try {
            return Optional.of(octal(PosixFilePermissions.fromString(plain)));
        } catch (IllegalArgumentException notPermissions) {
            return Optional.empty();
        }
    }
}
