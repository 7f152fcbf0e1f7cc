package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What one more file costs in commands, when everything is warm. */
class WireCountRouteTest extends ScriptSupport {
    @Test
    void consumeAndDelete() throws Exception {
        assertThat(consumed("delete=true")).containsExactly("EPSV", "RETR in/2.txt", "DELE in/2.txt");
    }

    @Test
    void consumeAndMove() throws Exception {
        assertThat(consumed("move=done"))
                .containsExactly("EPSV", "RETR in/2.txt", "RNFR in/2.txt", "RNTO in/done/2.txt");
    }

    @Test
    void consumeAndLeave() throws Exception {
        assertThat(consumed("noop=true")).containsExactly("EPSV", "RETR in/2.txt");
    }

    @Test
    void uploadInPlace() {
        assertThat(uploaded("atomicUpload=false")).containsExactly("EPSV", "STOR out/2.txt");
    }

    @Test
    void uploadUnderATemporaryName() {
        assertThat(uploaded()).hasSize(4).satisfies(commands -> {
            assertThat(commands.get(0)).isEqualTo("EPSV");
            assertThat(commands.get(1)).startsWith("STOR out/.drover-");
            assertThat(commands.get(2)).startsWith("RNFR out/.drover-");
            assertThat(commands.get(3)).isEqualTo("RNTO out/2.txt");
        });
    }

    @Test
    void askingForTheSizeOfEveryUploadCostsOneMore() {
        assertThat(uploaded("verifyUpload=true"))
                .hasSize(5)
                .element(2)
                .asString()
                .startsWith("SIZE out/.drover-");
    }

    @Test
    void anIdlePollListsAndSaysNoMore() throws Exception {
        play(FtpScript.server().file("/in/.hidden", "x"));
        receiveFrom(poll("in", "delete=true"));
        await().atMost(PATIENCE)
                .until(() -> commands().stream().filter("MLSD in"::equals).count() >= 4);
        List<String> commands = commands();
        int last = commands.lastIndexOf("MLSD in");
        assertThat(commands.subList(last - 3, last + 1)).containsExactly("EPSV", "MLSD in", "EPSV", "MLSD in");
        assertThat(commands).doesNotContain("NOOP");
    }

    /** The commands from the second file to the third of one poll. */
    private List<String> consumed(String options) throws Exception {
        play(FtpScript.server()
                .directory("/in/done")
                .file("/in/1.txt", "one")
                .file("/in/2.txt", "two")
                .file("/in/3.txt", "three"));
        receiveFrom(ftp("in", options, "sortBy=file:name", "initialDelay=0", "delay=60000"));
        take();
        take();
        take();
        await().atMost(PATIENCE).until(() -> commands().stream().anyMatch(line -> line.startsWith("RETR in/3.txt")));
        List<String> commands = commands();
        return commands.subList(commands.indexOf("RETR in/2.txt") - 1, commands.indexOf("RETR in/3.txt") - 1);
    }

    private List<String> uploaded(String... options) {
        play(FtpScript.server().directory("/out"));
        camel.start();
        template.sendBodyAndHeader(ftp("out", options), "one", Exchange.FILE_NAME, "1.txt");
        int before = commands().size();
        template.sendBodyAndHeader(ftp("out", options), "two", Exchange.FILE_NAME, "2.txt");
        return commands().subList(before, commands().size());
    }
}
