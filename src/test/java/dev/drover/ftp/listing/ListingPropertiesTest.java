package dev.drover.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a server sends ends in entries or reported lines, never in an exception, and never in a name that leads away. */
class ListingPropertiesTest {
    private static final ListingContext CONTEXT = ListingContext.of(
                    Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC), ZoneId.of("Europe/Berlin"))
            .withDirectory(RemotePath.of("/incoming"));
    private static final List<String> REAL = realLines();

    @Property(tries = 300)
    void anyTextEndsInEntriesOrReportedLines(@ForAll List<String> lines) {
        holds(lines);
    }

    @Property(tries = 1000)
    void aRealLineThatWasBrokenEndsInAnEntryOrAReportedLine(@ForAll("broken") List<String> lines) {
        holds(lines);
    }

    @Property(tries = 300)
    void linesOfAllFormatsInAnyOrderEndInEntriesOrReportedLines(@ForAll("mixed") List<String> lines) {
        holds(lines);
    }

    @Property(tries = 300)
    void itIsAllTheSameHowLinesEndAndWhenTheyCome(@ForAll("mixed") List<String> lines) {
        ListingParser parser = ListingFormats.automatic().open(CONTEXT);
        List<ListingItem> oneByOne = new ArrayList<>();
        for (String line : lines) {
            oneByOne.addAll(parser.accept(line + "\r"));
        }
        oneByOne.addAll(parser.finish());
        ParsedListing whole = ListingFormats.parse(lines, CONTEXT);

        assertThat(oneByOne.stream().filter(ListingItem.Entry.class::isInstance).count())
                .isEqualTo(whole.entries().size());
        assertThat(oneByOne.stream()
                        .filter(ListingItem.Refused.class::isInstance)
                        .toList())
                .isEqualTo(whole.refused());
    }

    @Property(tries = 300)
    void timesAndFactsAreReadOrEmpty(@ForAll String text) {
        MlsxTime.parse(text);
        MlsxTime.ofReply(text);
        MlsxLine.ofReply(List.of(text, " " + text, "type=file; " + text));
    }

    @Example
    void aHugeLineTakesNoLongerThanItsLength() {
        for (String piece :
                List.of(" ", "a", "1", ";", "=", "a=b;", " -> ", "11-", "月", "1:", "\t", "/", "..", "[", "* ")) {
            String huge = piece.repeat(100_000 / piece.length());
            List<String> lines = List.of(
                    huge,
                    "-rw-r--r-- 1 ada ops 12 Nov 20 09:40 " + huge,
                    "lrwxrwxrwx 1 ada ops 999999 Nov 20 09:40 " + huge,
                    "-rw-r--r-- " + huge,
                    "11-20-26  09:42AM " + huge,
                    "type=file;" + huge + " name",
                    "A.TXT;1 " + huge);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> lines.forEach(line -> {
                        for (String format : ListingFormats.names()) {
                            ListingFormats.parse(ListingFormats.named(format), List.of(line), CONTEXT);
                        }
                    }));
        }
    }

    @Provide
    Arbitrary<List<String>> mixed() {
        return Arbitraries.of(REAL).list().ofMaxSize(80);
    }

    /** A real line with a piece cut out, put in or doubled. */
    @Provide
    Arbitrary<List<String>> broken() {
        Arbitrary<String> pieces = Arbitraries.of(
                "",
                " ",
                "  ",
                "-",
                "0",
                "99",
                ":",
                ".",
                "->",
                " -> ",
                "/",
                "\\",
                "..",
                "\t",
                "\u0000",
                ";",
                "=",
                "月",
                "\ud83d",
                "\"",
                "[",
                ")",
                ",",
                "99999999999999999999");
        Arbitrary<String> line = Arbitraries.of(REAL).flatMap(real -> Arbitraries.integers()
                .between(0, real.length())
                .flatMap(from -> Arbitraries.integers()
                        .between(from, Math.min(real.length(), from + 8))
                        .flatMap(to -> pieces.map(piece -> real.substring(0, from) + piece + real.substring(to)))));
        return line.list().ofMinSize(1).ofMaxSize(5);
    }

    private static void holds(List<String> lines) {
        for (String format : ListingFormats.names()) {
            ParsedListing listing = ListingFormats.parse(ListingFormats.named(format), lines, CONTEXT);

            assertThat(listing.entries().size() + listing.refused().size()).isLessThanOrEqualTo(lines.size());
            assertThat(listing.entries()).extracting(RemoteEntry::path).allMatch(RemotePath::isPlainName);
        }
    }

    private static List<String> realLines() {
        try {
            return ListingFixturesTest.cases()
                    .flatMap(listing -> listing.lines().stream())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("The fixtures cannot be read", e);
        }
    }
}
