package dev.drover.ftp.listing;

import java.util.Set;

/** Days of the week, which some put before a date and which tell nothing new. */
final class Weekdays {
    private static final Set<String> ENGLISH = Set.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private Weekdays() {}

    static boolean isOne(String text) {
        return text.length() == 3 && ENGLISH.contains(text);
    }
}
