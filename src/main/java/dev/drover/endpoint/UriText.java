package dev.drover.endpoint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as it is, in a URI of Camel: {@code 100% done/what?} is {@code 100¤25 done/what¤3F}, a currency sign and the character in
 * hexadecimal. Percent signs do not do: Camel decodes them once or several times, by the other characters that there are, turns
 * {@code +} into a blank, and ends a value at {@code %26} and a path at {@code %3F}. It leaves a currency sign alone.
 */
public final class UriText {
    private static final char MARK = '\u00A4';

    // What Camel reads in a URI, and the beginning of RAW(...), which it takes away.
    private static final Pattern MEANINGFUL = Pattern.compile("[%?#+&" + MARK + "]|(?<=^RAW)[({]");
    private static final Pattern WRITTEN = Pattern.compile(MARK + "(25|3F|23|2B|26|A4|28|7B)");

    private UriText() {}

    /** The text for a URI; most texts are the same there. */
    public static String write(String text) {
        return MEANINGFUL
                .matcher(text)
                .replaceAll(found -> MARK
                        + HexFormat.of().withUpperCase().toHexDigits((byte)
                                found.group().charAt(0)));
    }

    /** What was written. */
    public static String read(String text) {
        return text.indexOf(MARK) < 0
                ? text
                : WRITTEN.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                new String(HexFormat.of().parseHex(found.group(1)), StandardCharsets.ISO_8859_1)));
    }

    /**
     * A URI of Camel for people: without its options, and with the characters that it stands for, where Camel writes some as
     * {@code %20}.
     */
    public static String shown(String uri) {
        String place = uri.split("[?]", 2)[0];
        String guarded = place.replace("+", "%2B").replaceAll("%(?![0-9a-fA-F]{2})", "%25");
        return read(URLDecoder.decode(guarded, StandardCharsets.UTF_8));
    }
}
