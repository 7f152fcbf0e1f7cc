package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a poll does for each file must not depend on how many there are. */
class LargeDirectoryRouteTest extends ScriptSupport {
    private static final int FILES = 50_000;

    @Test
    void doneFilesAreFoundAmongManyInNoTime() throws Exception {
        Stream<String> waiting =
                IntStream.range(0, FILES).mapToObj("type=file;size=1; some-file-name-%06d.txt"::formatted);
        Stream<String> ready = Stream.of("type=file;size=1; z.txt", "type=file;size=0; z.txt.done");
        play(FtpScript.server()
                .on("MLSD in")
                .sendsLines(Stream.concat(waiting, ready).toArray(String[]::new)));
        receiveFrom(ftp(
                "in",
                "initialDelay=0",
                "delay=60000",
                "noop=true",
                "download=false",
                "doneFileName=${file:name}.done"));
        assertThat(take().name()).isEqualTo("z.txt");
    }

    @Test
    void aLinkToADirectoryThatItLiesInIsPassedOver() throws Exception {
        play(FtpScript.server()
                .on("MLST in", "250-Listing", " type=dir;unique=1; in", "250 End")
                .on("MLSD in/sub")
                .sendsLines("type=dir;unique=1; up", "type=file;size=1;unique=4; b.txt")
                .on("MLSD in")
                .sendsLines("type=dir;unique=1; loop", "type=dir;unique=2; sub", "type=file;size=1;unique=3; a.txt"));
        receiveFrom(ftp("in", "initialDelay=0", "delay=60000", "noop=true", "download=false", "recursive=true"));
        assertThat(take().name()).isEqualTo("a.txt");
        assertThat(take().name()).isEqualTo("sub/b.txt");
        assertThat(commands()).filteredOn(line -> line.startsWith("MLSD")).containsExactly("MLSD in", "MLSD in/sub");
    }

    @Test
    void aServerThatTellsOfNoDirectoryAloneIsPolledAllTheSame() throws Exception {
        play(FtpScript.server()
                .on("MLST", "504 Not that.")
                .on("MLSD in/sub")
                .sendsLines("type=file;size=1;unique=4; b.txt")
                .on("MLSD in")
                .sendsLines("type=dir;unique=2; sub"));
        receiveFrom(ftp(
                "in",
                "initialDelay=0",
                "delay=60000",
                "noop=true",
                "download=false",
                "recursive=true",
                "autoCreate=false"));
        assertThat(take().name()).isEqualTo("sub/b.txt");
    }

    @Test
    void aTreeWithoutEndEndsSomewhereAndIsToldOf() throws Exception {
        play(FtpScript.server().on("MLSD").sendsLines("type=dir; d", "type=file;size=1; f"));
        receiveFrom(ftp("in", "initialDelay=0", "delay=60000", "noop=true", "download=false", "recursive=true"));
        FtpConsumer consumer = (FtpConsumer) camel.getRoute("receiver").getConsumer();
        for (int i = 0; i < 100; i++) {
            take();
        }
        assertThat(commands()).filteredOn(line -> line.startsWith("MLSD")).hasSize(100);
        assertThat(consumer.getLastError()).hasMessageContaining("100 directories deep, which is a loop of links");
    }
}
