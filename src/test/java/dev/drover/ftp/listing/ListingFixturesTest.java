package dev.drover.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Literal listings of many servers, and what they mean. */
class ListingFixturesTest {
    private static final Path FOLDER = Path.of("src/test/resources/listings");

    @ParameterizedTest
    @MethodSource("cases")
    void aListingIsUnderstoodByItsLines(ListingCase listing) {
        assumeTrue(listing.isDetected(), "its format has to be named");

        assertThat(read(ListingFormats.automatic(), listing)).containsExactlyElementsOf(listing.expected());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aListingIsUnderstoodByTheNameOfItsFormat(ListingCase listing) {
        assumeTrue(listing.isOfThisFormat(), "it is of no format");

        assertThat(read(ListingFormats.named(listing.format()), listing)).containsExactlyElementsOf(listing.expected());
    }

    @Test
    void everyFormatHasItsFixtures() throws IOException {
        List<String> folders = cases().map(ListingCase::format).distinct().toList();

        assertThat(folders)
                .containsAll(ListingFormats.names().stream()
                        .filter(n -> !n.equals("auto"))
                        .toList());
    }

    static Stream<ListingCase> cases() throws IOException {
        List<ListingCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path text : files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                cases.add(ListingCase.read(text));
            }
        }
        return cases.stream();
    }

    private static List<String> read(ListingFormat format, ListingCase listing) {
        ListingContext context = listing.context();
        ListingParser parser = format.open(context);
        List<ListingItem> items = new ArrayList<>();
        listing.lines().forEach(line -> items.addAll(parser.accept(line)));
        items.addAll(parser.finish());
        return ListingCase.rows(items, context);
    }
}
