package dev.drover.request;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A pattern of a JSON schema, read as ECMA-262 has it: {@code $} is the end and nothing else. To Java it is also the place
 * before a last line feed, so that a name with a line feed behind it would fit.
 */
final class EcmaPattern implements RegularExpression {
    private final Pattern pattern;

    EcmaPattern(String regex) {
        pattern = Pattern.compile(translate(regex));
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(value).find();
    }

    private static String translate(String regex) {
        StringBuilder java = new StringBuilder();
        boolean inSet = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                java.append(c).append(regex.charAt(++i));
                continue;
            }
            inSet = c == '[' || (inSet && c != ']');
            java.append(c == '$' && !inSet ? "\\z" : String.valueOf(c));
        }
        return java.toString();
    }
}
