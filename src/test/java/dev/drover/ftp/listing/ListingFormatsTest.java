package dev.drover.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.listing.ListingItem.Reason;
import dev.drover.ftp.listing.ListingItem.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ListingFormatsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
    private static final ListingContext CONTEXT = ListingContext.of(CLOCK, ZoneOffset.UTC);
    private static final String FILE = "-rw-r--r-- 1 ada ops 12 Nov 20 09:40 file.txt";

    @Test
    void anEmptyListingIsComplete() throws FtpListingException {
        assertThat(ListingFormats.parse(List.of(), CONTEXT).complete()).isEmpty();
        assertThat(ListingFormats.parse(List.of("", "total 0", ""), CONTEXT).complete())
                .isEmpty();
    }

    @Test
    void aListingWithARefusedLineIsNoListing() {
        ParsedListing listing = ListingFormats.parse(List.of(FILE, "ls: I/O\u0007 error"), CONTEXT);

        assertThat(listing.isComplete()).isFalse();
        assertThatThrownBy(listing::complete)
                .isInstanceOf(FtpListingException.class)
                .hasMessage("The listing is not complete, 1 of its lines was refused:"
                        + " line 2 does not fit the rest of the listing: \"ls: I/O? error\".");
    }

    @Test
    void anErrorInPlaceOfAListingIsNotAnEmptyDirectory() {
        ParsedListing listing = ListingFormats.parse(List.of("nosuch: No such file or directory"), CONTEXT);

        assertThat(listing.entries()).isEmpty();
        assertThat(listing.refused())
                .containsExactly(new Refused(1, "nosuch: No such file or directory", Reason.UNKNOWN_FORMAT));
    }

    @Test
    void aLongRefusedLineIsShownByItsBeginning() {
        assertThat(new Refused(7, "x".repeat(1000), Reason.UNEXPLAINED).describe())
                .hasSizeLessThan(300)
                .contains("line 7")
                .endsWith("x...\"");
    }

    @Test
    void systDecidesWhereTheLinesLeaveAChoice() {
        List<String> files = List.of("-rw-r--r-- 3 4 9 Nov 20 09:40 a", "-rw-r--r-- 5 6 12 Nov 20 09:40 b");

        assertThat(owner(files, CONTEXT)).isEqualTo("4");
        assertThat(owner(files, CONTEXT.withSyst("MACOS WebSTAR"))).isEqualTo("none");
    }

    @Test
    void theLinesAreBelievedOverSyst() {
        for (String syst : List.of("Windows_NT", "VMS", "MVS is the operating system", "OS/400", "MACOS", "NETWARE")) {
            assertThat(ListingFormats.parse(List.of(FILE), CONTEXT.withSyst(syst))
                            .entries())
                    .extracting(RemoteEntry::name)
                    .containsExactly("file.txt");
        }
    }

    @Test
    void everyNameGivesAFormatWithThatName() {
        assertThat(ListingFormats.names())
                .contains("auto", "unix", "dos", "mlsd", "names")
                .isSorted();
        assertThat(ListingFormats.names())
                .allSatisfy(
                        name -> assertThat(ListingFormats.named(name).name()).isEqualTo(name));
        assertThat(ListingFormats.named("Windows_NT").name()).isEqualTo("dos");
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> ListingFormats.named("cobol"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"cobol\"")
                .hasMessageContaining("unix");
    }

    @Test
    void aDayAboveTwelveAmongTheFirstLinesSettlesTheOrderOfDates() {
        List<String> lines = new ArrayList<>(Collections.nCopies(62, "03-04-26  09:42AM  7 seven.txt"));
        lines.add("13-04-26  09:42AM  7 thirteen.txt");

        ParsedListing listing = ListingFormats.parse(lines, CONTEXT);

        assertThat(listing.isComplete()).isTrue();
        assertThat(listing.entries().get(0).modified().orElseThrow().instant())
                .isEqualTo(Instant.parse("2026-04-03T09:42:00Z"));
    }

    @Test
    void aDateAgainstTheSettledOrderIsRefusedRatherThanGuessed() {
        List<String> lines = new ArrayList<>(Collections.nCopies(100, "03-04-26  09:42AM  7 seven.txt"));
        lines.add("13-04-26  09:42AM  7 thirteen.txt");

        assertThat(ListingFormats.parse(lines, CONTEXT).refused())
                .extracting(Refused::number)
                .containsExactly(101L);
    }

    @Test
    void noMoreThanTheFirstLinesAreHeldBack() {
        ListingParser parser = ListingFormats.automatic().open(CONTEXT);
        for (int line = 1; line < VotingParser.LINES_HELD; line++) {
            assertThat(parser.accept(FILE)).isEmpty();
        }

        assertThat(parser.accept(FILE)).hasSize(VotingParser.LINES_HELD);
        assertThat(parser.accept(FILE)).hasSize(1);
        assertThat(parser.finish()).isEmpty();
    }

    @Test
    void aFormatThatLeavesNoChoiceHoldsNothingBack() {
        assertThat(ListingFormats.named("unix").open(CONTEXT).accept(FILE)).hasSize(1);
        assertThat(ListingFormats.named("mlsd").open(CONTEXT).accept("type=file; a"))
                .hasSize(1);
    }

    @Test
    void aMillionLinesComeOutOneByOne() {
        ListingParser parser = ListingFormats.automatic().open(CONTEXT);
        long entries = 0;
        for (int line = 0; line < 1_000_000; line++) {
            entries += parser.accept(FILE).size();
        }

        assertThat(entries + parser.finish().size()).isEqualTo(1_000_000);
    }

    @Test
    void aNameThatIsNoTextKeepsItsBytes() {
        byte[] line = "-rw-r--r-- 1 ada ops 12 Nov 20 09:40 gr\u00fc\u00df.txt".getBytes(StandardCharsets.ISO_8859_1);
        ListingParser parser = ListingFormats.named("unix").open(CONTEXT);

        RemotePath path = entry(parser.accept(ListingLine.ofBytes(line)).get(0)).path();

        assertThat(path.raw()).isEqualTo("gr\u00fc\u00df.txt".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(path).hasToString("gr\u00fc\u00df.txt");
    }

    @Test
    void aNameOfAsciiBesideAnOwnerThatIsNoTextIsText() {
        byte[] line = "-rw-r--r-- 1 J\u00f6rg ops 12 Nov 20 09:40 file.txt".getBytes(StandardCharsets.ISO_8859_1);
        ListingParser parser = ListingFormats.named("unix").open(CONTEXT);

        assertThat(entry(parser.accept(ListingLine.ofBytes(line)).get(0)).path())
                .isEqualTo(RemotePath.of("file.txt"));
    }

    @Test
    void bytesBehindAPrefixAreCutWithTheText() {
        ListingParser parser = ListingFormats.named("names").open(CONTEXT.withDirectory(RemotePath.of("incoming")));
        byte[] name = {(byte) 0xe9, 't', (byte) 0xe9};
        byte[] line = {'i', 'n', 'c', 'o', 'm', 'i', 'n', 'g', '/', (byte) 0xe9, 't', (byte) 0xe9};

        assertThat(entry(parser.accept(ListingLine.ofBytes(line)).get(0)).path().raw())
                .isEqualTo(name);
    }

    @Test
    void theLocaleOfTheMachineChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("th-TH-u-ca-buddhist-nu-thai", "ja-JP-u-ca-japanese", "ar-EG", "tr-TR")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(ListingFormats.parse(List.of(FILE), CONTEXT)
                                .entries()
                                .get(0)
                                .modified()
                                .orElseThrow()
                                .instant())
                        .isEqualTo(Instant.parse("2026-11-20T09:40:00Z"));
                assertThat(MlsxTime.format(CLOCK.instant())).isEqualTo("20261120120000");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String owner(List<String> lines, ListingContext context) {
        return ListingFormats.parse(lines, context).entries().get(0).owner().orElse("none");
    }

    private static RemoteEntry entry(ListingItem item) {
        return ((ListingItem.Entry) item).entry();
    }
}
