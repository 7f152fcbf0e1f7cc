package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerFileExistRouteTest extends RouteTestSupport {
    @BeforeEach
    void start() {
        camel.start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tempPrefix=wip-",
                "tempFileName=${file:name}.wip",
                "atomicUpload=false",
                "tempPrefix=wip-&eagerDeleteTargetFile=false"
            })
    void overrideReplacesByEveryWayOfWriting(String way) throws Exception {
        put("out/a.txt", "an old and longer content");
        put("out/wip-a.txt", "stale");
        send("new", "fileExist=Override", way);
        assertThat(read("out/a.txt")).isEqualTo("new");
        assertThat(files()).doesNotContain("out/a.txt.wip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tempPrefix=wip-", "atomicUpload=false"})
    void failRefusesAndLeavesTheOldFile(String way) throws Exception {
        put("out/a.txt", "old");
        assertThatThrownBy(() -> send("new", "fileExist=Fail", way))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(GenericFileOperationFailedException.class)
                .rootCause()
                .hasMessage("File already exist: out/a.txt. Cannot write new file.");
        assertThat(read("out/a.txt")).isEqualTo("old");
        assertThat(files()).containsExactly("out/a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tempPrefix=wip-", "atomicUpload=false"})
    void ignoreKeepsTheOldFileAndSucceeds(String way) throws Exception {
        put("out/a.txt", "old");
        send("new", "fileExist=Ignore", way);
        assertThat(read("out/a.txt")).isEqualTo("old");
        assertThat(files()).containsExactly("out/a.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fileExist=Fail",
                "fileExist=Ignore",
                "fileExist=Append",
                "fileExist=Override",
                "fileExist=Move&moveExisting=old-${file:name}",
                "fileExist=TryRename&tempPrefix=wip-"
            })
    void aFileThatIsNotThereIsWrittenInEveryMode(String mode) throws Exception {
        send("new", mode);
        assertThat(read("out/a.txt")).isEqualTo("new");
        assertThat(files()).containsExactly("out/a.txt");
    }

    @Test
    void appendAddsToTheEnd() throws Exception {
        put("out/a.txt", "old");
        send("new", "fileExist=Append");
        send("est", "fileExist=Append", "appendChars=\\n");
        assertThat(read("out/a.txt")).isEqualTo("oldnewest\n");
    }

    @Test
    void threadsThatAppendTakeTurns() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Object>> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String line = String.valueOf((char) ('a' + i)).repeat(2000) + "\n";
            jobs.add(() -> {
                send(line, "fileExist=Append");
                return null;
            });
        }
        for (Future<Object> job : threads.invokeAll(jobs)) {
            job.get();
        }
        threads.shutdown();
        assertThat(read("out/a.txt").lines())
                .hasSize(20)
                .allSatisfy(line -> assertThat(line).hasSize(2000).matches("(.)\\1*"));
    }

    @Test
    void moveSetsTheOldFileAside() throws Exception {
        put("out/a.txt", "old");
        send("new", "fileExist=Move", "moveExisting=backup/${file:onlyname}-old");
        assertThat(read("out/a.txt")).isEqualTo("new");
        assertThat(read("out/backup/a.txt-old")).isEqualTo("old");
    }

    @Test
    void moveIntoADirectoryKeepsTheName() throws Exception {
        put("out/a.txt", "old");
        send("new", "fileExist=Move", "moveExisting=${file:parent}/backup/");
        assertThat(read("out/backup/a.txt")).isEqualTo("old");
        assertThat(read("out/a.txt")).isEqualTo("new");
    }

    @Test
    void moveReplacesAnEarlierCopyUnlessToldNotTo() throws Exception {
        put("out/a.txt", "old");
        put("out/old-a.txt", "older");
        send("new", "fileExist=Move", "moveExisting=${file:parent}/old-${file:onlyname}");
        assertThat(read("out/old-a.txt")).isEqualTo("old");
        assertThatThrownBy(() -> send(
                        "newer",
                        "fileExist=Move",
                        "moveExisting=${file:parent}/old-${file:onlyname}",
                        "eagerDeleteTargetFile=false"))
                .rootCause()
                .hasMessageContaining("Cannot move existing file from: out/a.txt to: out/old-a.txt");
        assertThat(read("out/a.txt")).isEqualTo("new");
    }

    private void send(String body, String... options) {
        template.sendBodyAndHeader(
                ftp("out", List.of(options).stream().filter(o -> !o.isEmpty()).toArray(String[]::new)),
                body,
                Exchange.FILE_NAME,
                "a.txt");
    }
}
