package dev.drover.endpoint;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. Thread-safe. */
public final class Nearest {
    private Nearest() {}

    /** The most similar word, if it is similar at all. */
    static Optional<String> to(String typed, Collection<String> words) {
        int tolerance = Math.max(2, typed.length() / 3);
        return words.stream()
                .filter(word -> distance(typed, word) <= tolerance)
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The end of a sentence about a word that is not known: {@code ; did you mean x?}, or nothing. */
    public static String hint(String typed, Collection<String> words) {
        return words.stream()
                .filter(typed::equalsIgnoreCase)
                .findFirst()
                .or(() -> to(typed, words))
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    /** How many letters are to be added, removed or replaced: Levenshtein's distance. */
    // One row at a time.
    public static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
