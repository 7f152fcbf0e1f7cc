package dev.drover.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlsxLineTest {
    @Test
    void namesOfFactsAreCaseBlindAndValuesAreKept() {
        assertThat(MlsxLine.parse("Type=File;UNIX.mode=0o644;X.Odd=a=b:c; name"))
                .contains(new MlsxLine(Map.of("type", "File", "unix.mode", "0o644", "x.odd", "a=b:c"), "name"));
    }

    @Test
    void theFirstSpaceAloneEndsTheFacts() {
        assertThat(MlsxLine.parse("type=file;  two leading ; blanks "))
                .contains(new MlsxLine(Map.of("type", "file"), " two leading ; blanks "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "type=file;", "type=file; ", "facts name", "type=file;odd; name", "=; name"})
    void whatIsNoLineOfFactsIsEmpty(String line) {
        assertThat(MlsxLine.parse(line)).isEmpty();
    }

    @Test
    void theLineOfMlstIsFoundByItsContent() {
        MlsxLine expected = new MlsxLine(Map.of("size", "22", "type", "file"), "hello.txt");

        assertThat(MlsxLine.ofReply(List.of("Start of list for hello.txt", " size=22;type=file; hello.txt", "End")))
                .contains(expected);
        assertThat(MlsxLine.ofReply(List.of("", "size=22;type=file; hello.txt", "", "Requested file action okay")))
                .contains(expected);
        assertThat(MlsxLine.ofReply(List.of("hello.txt: no such file"))).isEmpty();
    }

    @Test
    void aDirectoryThatTellsOfItselfIsAnEntryOfMlst() {
        RemoteEntry entry =
                MlsxLine.parse("type=cdir;sizd=4096; /incoming").orElseThrow().entry();

        assertThat(entry.kind()).isEqualTo(Kind.DIRECTORY);
        assertThat(entry.size()).hasValue(4096);
        assertThat(entry.path()).hasToString("/incoming");
        assertThat(entry.facts()).containsEntry("type", "cdir");
    }
}
