package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.listing.ListingContext.DateOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A listing as data: {@code case.txt} holds the lines, {@code case.expected} first the circumstances ("# zone Asia/Tokyo")
 * and then a row for each entry or refused line, in order: kind, name, size, time in the zone of the server as exactly as
 * it was told, permissions, owner, group, link target, separated by tabs, trailing dashes left out.
 */
record ListingCase(String format, String name, List<String> lines, List<String> circumstances, List<String> expected) {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    static ListingCase read(Path text) throws IOException {
        String file = text.getFileName().toString();
        String name = file.substring(0, file.length() - ".txt".length());
        String format = text.getParent().getFileName().toString();
        List<String> circumstances = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        Path expected = text.resolveSibling(name + ".expected");
        if (Files.exists(expected)) {
            for (String line : Files.readAllLines(expected)) {
                if (line.startsWith("# ")) {
                    circumstances.add(line.substring(2));
                } else if (!line.isEmpty()) {
                    rows.add(line);
                }
            }
        }
        return new ListingCase(format, name, Files.readAllLines(text), circumstances, rows);
    }

    ListingContext context() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        ListingContext context = ListingContext.of(clock, ZoneOffset.UTC);
        for (String circumstance : circumstances) {
            context = with(context, circumstance);
        }
        return context;
    }

    /** Whether the lines themselves tell their format; plain names, for one, do not. */
    boolean isDetected() {
        return !circumstances.contains("format named");
    }

    /** Whether the case is about lines that fit no format. */
    boolean isOfThisFormat() {
        return !circumstances.contains("format unknown");
    }

    static List<String> rows(List<ListingItem> items, ListingContext context) {
        return items.stream().map(item -> row(item, context)).toList();
    }

    private static String row(ListingItem item, ListingContext context) {
        if (item instanceof ListingItem.Refused refused) {
            return "REFUSED\t" + refused.number() + "\t" + refused.reason();
        }
        RemoteEntry entry = ((ListingItem.Entry) item).entry();
        String row = String.join(
                "\t",
                entry.kind().name(),
                '"' + entry.path().toString() + '"',
                entry.size().isPresent() ? Long.toString(entry.size().getAsLong()) : "-",
                entry.modified().map(time -> shown(time, context.zone())).orElse("-"),
                entry.permissions().orElse("-"),
                entry.owner().orElse("-"),
                entry.group().orElse("-"),
                entry.linkTarget().map(target -> '"' + target.toString() + '"').orElse("-"));
        while (row.endsWith("\t-")) {
            row = row.substring(0, row.length() - 2);
        }
        return row;
    }

    private static String shown(RemoteTime time, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(time.instant(), zone);
        return local.format(DateTimeFormatter.ofPattern(pattern(time.precision()), Locale.ROOT));
    }

    private static String pattern(ChronoUnit precision) {
        return switch (precision) {
            case DAYS -> "uuuu-MM-dd";
            case MINUTES -> "uuuu-MM-dd HH:mm";
            case SECONDS -> "uuuu-MM-dd HH:mm:ss";
            case MILLIS -> "uuuu-MM-dd HH:mm:ss.SSS";
            case MICROS -> "uuuu-MM-dd HH:mm:ss.SSSSSS";
            case NANOS -> "uuuu-MM-dd HH:mm:ss.SSSSSSSSS";
            default -> throw new IllegalArgumentException("No listing tells " + precision);
        };
    }

    private static ListingContext with(ListingContext context, String circumstance) {
        int space = circumstance.indexOf(' ');
        String value = circumstance.substring(space + 1);
        return switch (circumstance.substring(0, space)) {
            case "now" -> at(context, Instant.parse(value));
            case "zone" -> context.withZone(ZoneId.of(value));
            case "syst" -> context.withSyst(value);
            case "directory" -> context.withDirectory(RemotePath.of(value));
            case "order" -> context.withDateOrder(DateOrder.valueOf(value));
            case "language" -> context.withMonthLanguage(value);
            case "trim" -> context.withTrimLeadingSpaces(true);
            case "latest" -> context.withLatestVersions(true);
            case "names" -> context.withBareNames(true);
            case "format" -> context;
            default -> throw new IllegalArgumentException("No such circumstance: " + circumstance);
        };
    }

    private static ListingContext at(ListingContext context, Instant now) {
        return ListingContext.of(Clock.fixed(now, ZoneOffset.UTC), context.zone());
    }

    @Override
    public String toString() {
        return format + "/" + name;
    }
}
