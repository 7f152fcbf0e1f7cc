package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as RFC 3659 section 2.3 writes them, {@code YYYYMMDDHHMMSS} and perhaps a fraction: MDTM, MFMT, facts of MLSx. */
public final class MlsxTime {
    private static final int LENGTH = 14;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private MlsxTime() {}

    /** A time in UTC, as the RFC has it; empty when the text is no such time. */
    public static Optional<RemoteTime> parse(String text) {
        return parse(text, ZoneOffset.UTC);
    }

    /** A time of a server that tells its local one. A leap second counts as the second before it. */
    public static Optional<RemoteTime> parse(String text, ZoneId zone) {
        return Optional.ofNullable(time(text.strip(), zone));
    }

    /**
     * The time in the text of a 213 reply to MDTM or MFMT: {@code 20261120094051}, or as servers answer MFMT,
     * {@code Modify=20261120094051; name}.
     */
    public static Optional<RemoteTime> ofReply(String replyText) {
        String text = replyText.strip();
        int name = text.indexOf(' ');
        String first = name < 0 ? text : text.substring(0, name);
        int start = first.indexOf('=') + 1;
        int end = first.endsWith(";") ? first.length() - 1 : first.length();
        return parse(first.substring(start, Math.max(start, end)));
    }

    /** As a command takes it: UTC, in whole seconds, since some servers refuse a fraction. */
    public static String format(Instant time) {
        return SECONDS.format(time);
    }

    private static @Nullable RemoteTime time(String text, ZoneId zone) {
        int dot = text.indexOf('.');
        String digits = asOfToday(dot < 0 ? text : text.substring(0, dot));
        String fraction = dot < 0 ? "" : text.substring(dot + 1);
        if (digits.length() != LENGTH || !Digits.are(digits) || (dot >= 0 && !Digits.are(fraction))) {
            return null;
        }
        LocalDate date = ServerTimes.date(part(digits, 0, 4), part(digits, 4, 6), part(digits, 6, 8));
        ClockTime clock = ClockTime.of(
                part(digits, 8, 10),
                part(digits, 10, 12),
                part(digits, 12, 14),
                ClockTime.nanos(fraction),
                ClockTime.precision(fraction.length()));
        return date == null || clock == null
                ? null
                : new RemoteTime(date.atTime(clock.time()).atZone(zone).toInstant(), clock.precision());
    }

    /** Servers of the last century print "19" and the years since 1900: 19126 is 2026. */
    private static String asOfToday(String digits) {
        boolean counted = digits.length() == LENGTH + 1 && digits.startsWith("191") && Digits.are(digits);
        return counted ? 1900 + part(digits, 2, 5) + digits.substring(5) : digits;
    }

    private static int part(String digits, int from, int to) {
        return Digits.between(digits, from, to);
    }
}
