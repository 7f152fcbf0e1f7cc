package dev.drover.transfer;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it, in parameters of templates and options of commands. One form for all of them. */
public final class ByteSize {
    /** What those look like, for sentences about one that does not. */
    public static final String EXAMPLES = "300, 10K, 5MB or 2GB";

    private static final String UNITS = "BKMGT";
    private static final int STEP = 1024;
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)i?B?", Pattern.CASE_INSENSITIVE);

    private ByteSize() {}

    /** A whole number with or without its unit, each 1024 of the one before; empty when it is anything else, or too many. */
    public static OptionalLong parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        String unit = form.group(2).toUpperCase(Locale.ROOT);
        long factor = 1;
        for (int i = UNITS.indexOf(unit.isEmpty() ? "B" : unit); i > 0; i--) {
            factor *= STEP;
        }
        long number = Long.parseLong(form.group(1));
        return number > Long.MAX_VALUE / factor ? OptionalLong.empty() : OptionalLong.of(number * factor);
    }
}
