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
        Stream<String> waiting = IntStream.range(0, FILES).mapToObj("type=file;size=1; some-file-name-%06d.txt"::formatted);
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
}
