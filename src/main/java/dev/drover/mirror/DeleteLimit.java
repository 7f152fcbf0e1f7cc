package dev.drover.mirror;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files a run may delete. A plan over the limit is refused as a whole, before anything is touched: most often its
 * source is a disk that was not mounted or the wrong directory.
 *
 * @param files at most, on both sides together
 * @param share of the files in the tree that is deleted from, 0 to 1; rounded up
 */
public record DeleteLimit(long files, double share) {
    /** The lesser of 100 files and 10 % of the tree. */
    public static final DeleteLimit DEFAULT = new DeleteLimit(100, 0.1);

    private static final Pattern LIMIT = Pattern.compile("(\\d{1,18})|(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");
    private static final int PERCENT = 100;

    /** For whoever is sure. */
    public static final DeleteLimit NONE = new DeleteLimit(Long.MAX_VALUE, 1);

    public DeleteLimit {
        if (files < 0 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "a delete limit is a number of files and a share from 0 to 1, not " + files + " and " + share);
        }
    }

    /** So many files, whatever part of the tree they are. */
    public static DeleteLimit files(long count) {
        return new DeleteLimit(count, 1);
    }

    /**
     * Reads {@code 100}, {@code 10%}, or both with a comma between: then the lesser counts.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static DeleteLimit parse(String text) {
        Optional<Long> files = Optional.empty();
        Optional<Double> share = Optional.empty();
        for (String part : text.split(",", -1)) {
            Matcher limit = LIMIT.matcher(part.strip());
            // Of two numbers nobody knows which was meant.
            if (!limit.matches() || (limit.group(1) != null ? files : share).isPresent()) {
                throw new IllegalArgumentException("\"" + text
                        + "\" is no limit for deletions; those look like 100, 10% or, for the lesser of both, 100,10%");
            }
            if (limit.group(1) != null) {
                files = Optional.of(Long.valueOf(limit.group(1)));
            } else {
                share = Optional.of(Double.parseDouble(limit.group(2)) / PERCENT);
            }
        }
        return new DeleteLimit(files.orElse(Long.MAX_VALUE), share.orElse(1.0));
    }

    /** What it comes to for a tree of so many files. */
    long of(long filesInTree) {
        return Math.min(files, (long) Math.ceil(share * filesInTree));
    }
}
