package dev.drover.transform;

import java.util.Locale;

/** Endings of file names. */
final class Names {
    private Names() {}

    /** In capitals or not; a name that is nothing else has none. */
    static boolean hasEnding(String fileName, String ending) {
        String last = fileName.substring(fileName.lastIndexOf('/') + 1);
        return last.length() > ending.length() && last.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** The name without the first of these endings that it has. */
    static String without(String fileName, String... endings) {
        for (String ending : endings) {
            if (hasEnding(fileName, ending)) {
                return fileName.substring(0, fileName.length() - ending.length());
            }
        }
        return fileName;
    }
}
