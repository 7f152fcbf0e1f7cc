package dev.drover.route;

import dev.drover.endpoint.Nearest;
import java.text.SimpleDateFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Values in Camel's simple language. Camel reads most of them when the first file has come, which is too late to be told. */
final class Expressions {
    private static final Pattern CLOSED = Pattern.compile("\\$\\{[^{}]*}");
    private static final Pattern AT = Pattern.compile(" at location \\d+$");
    private static final Pattern FILE = Pattern.compile("Unknown file language syntax: (.*?)(?: at location \\d+)?");
    private static final Pattern FUNCTION = Pattern.compile("Unknown function: (.*?)(?: at location \\d+)?");
    private static final List<String> FUNCTIONS = List.of(
            "file:name",
            "file:name.noext",
            "file:name.ext",
            "file:onlyname",
            "file:onlyname.noext",
            "file:parent",
            "file:length",
            "file:size",
            "file:modified",
            "date:now",
            "date:now:yyyyMMdd",
            "date:file:yyyyMMdd",
            "routeId",
            "exchangeId");

    private static final Pattern DATE = Pattern.compile("\\$\\{date:[^:{}]*:([^{}]*)}");
    private static final Pattern DONE = Pattern.compile("\\$\\{file:name(?:\\.noext)?}");
    private static final Pattern ORDER = Pattern.compile("(?:reverse:)?(?:ignoreCase:)?(.*)");
    private static final Pattern ORDERS = Pattern.compile("(?:file|date):.+");

    private Expressions() {}

    /** A text with functions in it, which have to be closed and known. */
    static Optional<String> simple(String value, CamelContext camel) {
        if (isOpen(value)) {
            return Optional.of("has a ${ without its }");
        }
        Optional<String> date = dates(value);
        if (date.isPresent()) {
            return date;
        }
        try {
            MessageHeaders.simple(camel, value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason =
                    String.valueOf(cause.getMessage()).lines().findFirst().orElse("it makes no sense");
            return Optional.of(
                    "is not in Camel's simple language: " + AT.matcher(reason).replaceFirst("") + hint(reason));
        }
    }

    private static String hint(String reason) {
        Matcher file = FILE.matcher(reason);
        Matcher other = FUNCTION.matcher(reason);
        return file.matches()
                ? Nearest.hint("file:" + file.group(1), FUNCTIONS)
                : other.matches() ? Nearest.hint(other.group(1), FUNCTIONS) : "";
    }

    private static boolean isOpen(String value) {
        String rest = value;
        for (String before = ""; !rest.equals(before); ) {
            before = rest;
            rest = CLOSED.matcher(rest).replaceAll("");
        }
        return rest.contains("${");
    }

    /** The patterns of dates in a text. */
    static Optional<String> dates(String value) {
        Matcher dates = DATE.matcher(value);
        while (dates.find()) {
            try {
                new SimpleDateFormat("", Locale.ROOT).applyPattern(dates.group(1));
            } catch (IllegalArgumentException e) {
                return Optional.of("has the date \"" + dates.group(1)
                        + "\", which is no pattern of dates, such as yyyyMMdd-HHmmss");
            }
        }
        return Optional.empty();
    }

    /** The name of a done file, for which Camel knows two functions only. */
    static Optional<String> doneFile(String value, CamelContext camel) {
        String rest = DONE.matcher(value).replaceAll("");
        return ValueRules.refusal(
                !rest.contains("${") && !rest.contains("}") && !rest.contains("/") && !value.equals("${file:name}"),
                "is no name of a done file beside the file, such as ${file:name}.ok, ${file:name.noext}.ok or all.ok");
    }

    /** What files are sorted by: functions of files with ; between. */
    static Optional<String> order(String value, CamelContext camel) {
        return Arrays.stream(value.split(";", -1))
                .map(String::strip)
                .flatMap(part -> one(part, camel).stream())
                .findFirst();
    }

    private static Optional<String> one(String part, CamelContext camel) {
        Matcher order = ORDER.matcher(part);
        String by = order.matches() ? order.group(1) : "";
        return by.startsWith("${")
                ? simple(by, camel)
                : ORDERS.matcher(by).matches()
                        ? simple("${" + by + "}", camel)
                        : Optional.of("is no order of files, such as file:modified, reverse:file:name or"
                                + " file:length;file:name");
    }

    /** Globs of file routes, where Camel matches as Ant does, without brackets and braces. */
    static Optional<String> antGlobs(String value, CamelContext camel) {
        Optional<String> refusal = ValueRules.globs(value, camel);
        return refusal.isPresent()
                ? refusal
                : ValueRules.refusal(
                        List.of("[", "]", "{", "}").stream().noneMatch(value::contains),
                        "has a bracket or brace, which means nothing here: file routes know *, ** and ?; write several globs with commas"
                                + " between, and ? for a bracket in a name");
    }
}
