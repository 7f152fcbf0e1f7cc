package dev.drover.route;

import dev.drover.transfer.TimeSpan;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a mirror deletes what is in its target only: {@code never} (or {@code false}), {@code always} (or {@code true}),
 * or {@code after 7d}, which is what is older than that by its own time.
 *
 * @param text as it was given
 * @param deletes whether anything is deleted
 * @param after how old it must be; zero for any age
 */
record Deletion(String text, boolean deletes, Duration after) {
    static final Deletion NEVER = new Deletion("false", false, Duration.ZERO);

    /** What is wanted, for sentences about something else. */
    static final String WORDS = "never, always, or an age as in after 7d";

    private static final String AFTER = "after ";

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    static Deletion parse(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException("delete is " + WORDS + ", not \"" + text + "\""));
    }

    static Optional<Deletion> read(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("never") || word.equals("false")) {
            return Optional.of(new Deletion(word, false, Duration.ZERO));
        }
        if (word.equals("always") || word.equals("true")) {
            return Optional.of(new Deletion(word, true, Duration.ZERO));
        }
        return word.startsWith(AFTER)
                ? TimeSpan.parse(word.substring(AFTER.length()))
                        .filter(age -> !age.isZero())
                        .map(age -> new Deletion(word, true, age))
                : Optional.empty();
    }

    /**
     * How old files must be that are deleted, which the parameter deleteOlder can say too.
     *
     * @throws IllegalArgumentException when both say it, or it does not go with a mirror of both ways
     */
    Duration age(Duration deleteOlder, boolean isTwoWay) {
        if (isTwoWay && text.equals("never")) {
            throw new IllegalArgumentException(
                    "A mirror that goes both ways repeats deletions, so delete=never is for one"
                            + " way only; maxDelete=0 refuses runs that would delete");
        }
        if (!after.isZero() && !deleteOlder.isZero()) {
            throw new IllegalArgumentException("delete=" + text + " and deleteOlder say the same; give one of them");
        }
        return after.isZero() ? deleteOlder : after;
    }
}
