package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemoteEntry;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.file.GenericFileFilter;
import org.junit.jupiter.api.Test;

class ConsumerFilterRouteTest extends RouteTestSupport {
    @Test
    void namesAreIncludedByPattern() throws Exception {
        put("in/a.txt", "a");
        put("in/b.csv", "b");
        put("in/report.TXT", "c");
        assertThat(namesFrom(poll("in", "delete=true", "include=.*txt"), 2))
                .containsExactlyInAnyOrder("a.txt", "report.TXT");
        assertThat(files()).containsExactly("in/b.csv");
    }

    @Test
    void namesAreExcludedByPattern() throws Exception {
        put("in/a.txt", "a");
        put("in/b.csv", "b");
        assertThat(namesFrom(poll("in", "delete=true", "exclude=.*csv"), 1)).containsExactly("a.txt");
        assertThat(files()).containsExactly("in/b.csv");
    }

    @Test
    void namesAreIncludedAndExcludedByExtension() throws Exception {
        put("in/a.txt", "a");
        put("in/b.csv", "b");
        put("in/c.bak", "c");
        assertThat(namesFrom(poll("in", "delete=true", "includeExt=txt,csv", "excludeExt=csv"), 1))
                .containsExactly("a.txt");
    }

    @Test
    void antPatternsSeeTheRelativePath() throws Exception {
        put("in/a.txt", "a");
        put("in/sub/b.txt", "b");
        put("in/sub/c.csv", "c");
        assertThat(namesFrom(poll("in", "delete=true", "recursive=true", "antInclude=sub/*.txt"), 1))
                .containsExactly("sub/b.txt");
        assertThat(files()).containsExactly("in/a.txt", "in/sub/c.csv");
    }

    @Test
    void aFilterBeanSeesFilesAndDirectories() throws Exception {
        GenericFileFilter<RemoteEntry> filter =
                file -> file.isDirectory() || file.getFileName().endsWith("ok.txt");
        camel.getRegistry().bind("filter", filter);
        put("in/skip/no.txt", "no");
        put("in/skip/ok.txt", "yes");
        assertThat(namesFrom(poll("in", "delete=true", "recursive=true", "filter=#filter"), 1))
                .containsExactly("skip/ok.txt");
    }

    @Test
    void expressionsFilterFilesAndDirectories() throws Exception {
        put("in/small.txt", "s");
        put("in/large.txt", "large content");
        put("in/no/large.txt", "large content");
        assertThat(namesFrom(
                        poll(
                                "in",
                                "delete=true",
                                "recursive=true",
                                "filterFile=${file:size} > 5",
                                "filterDirectory=${header.CamelFileName} != 'no'"),
                        1))
                .containsExactly("large.txt");
    }

    @Test
    void hiddenFilesLockFilesAndHiddenDirectoriesArePassedOver() throws Exception {
        put("in/.hidden", "x");
        put("in/a.camelLock", "x");
        put("in/.dir/b.txt", "x");
        put("in/c.txt", "c");
        assertThat(namesFrom(poll("in", "delete=true", "recursive=true"), 1)).containsExactly("c.txt");
        assertThat(files()).containsExactly("in/.dir/b.txt", "in/.hidden", "in/a.camelLock");
    }

    @Test
    void recursionKeepsToItsDepths() throws Exception {
        put("in/a.txt", "1");
        put("in/x/b.txt", "2");
        put("in/x/y/c.txt", "3");
        put("in/x/y/z/d.txt", "4");
        assertThat(namesFrom(poll("in", "delete=true", "recursive=true", "minDepth=2", "maxDepth=3"), 2))
                .containsExactlyInAnyOrder("x/b.txt", "x/y/c.txt");
        assertThat(files()).containsExactly("in/a.txt", "in/x/y/z/d.txt");
    }

    @Test
    void aDirectoryWithoutRecursiveIsPassedOver() throws Exception {
        put("in/sub/a.txt", "a");
        put("in/b.txt", "b");
        assertThat(namesFrom(poll("in", "delete=true"), 1)).containsExactly("b.txt");
        assertThat(files()).containsExactly("in/sub/a.txt");
    }

    @Test
    void aPollTakesNoMoreThanItsLimit() throws Exception {
        for (int i = 0; i < 5; i++) {
            put("in/" + i + ".txt", "x");
        }
        receiveFrom(poll("in", "delete=true", "maxMessagesPerPoll=2", "sortBy=file:name"));
        List<Object> sizes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sizes.add(take().exchange().getProperty("CamelBatchSize"));
        }
        assertThat(sizes).containsExactly(2, 2, 2, 2, 1);
    }

    @Test
    void filesAreSortedBeforeTheLimitWhenItIsNotEager() throws Exception {
        for (int i = 9; i >= 0; i--) {
            put("in/" + i + ".txt", "x");
        }
        assertThat(namesFrom(
                        poll(
                                "in",
                                "delete=true",
                                "maxMessagesPerPoll=3",
                                "eagerMaxMessagesPerPoll=false",
                                "sortBy=reverse:file:name"),
                        3))
                .containsExactly("9.txt", "8.txt", "7.txt");
    }

    @Test
    void entriesCanBeSortedBeforeAnythingElse() throws Exception {
        for (int i = 9; i >= 0; i--) {
            put("in/" + i + ".txt", "x");
        }
        assertThat(namesFrom(poll("in", "delete=true", "maxMessagesPerPoll=2", "preSort=true"), 4))
                .containsExactly("0.txt", "1.txt", "2.txt", "3.txt");
    }

    @Test
    void anEmptyMessageIsSentWhenThereIsNothing() throws Exception {
        receiveFrom(poll("in", "delete=true", "sendEmptyMessageWhenIdle=true"));
        assertThat(take().body()).isNull();
    }

    @Test
    void theNameOfTheStartingDirectoryMayBeginThatOfAFile() throws Exception {
        put("hello/hello-world.txt", "x");
        assertThat(namesFrom(poll("hello", "delete=true"), 1)).containsExactly("hello-world.txt");
    }

    @Test
    void fileNameTakesOneFileOnly() throws Exception {
        put("in/a.txt", "a");
        put("in/b.txt", "b");
        assertThat(namesFrom(poll("in", "delete=true", "fileName=b.txt"), 1)).containsExactly("b.txt");
        assertThat(files()).containsExactly("in/a.txt");
    }

    @Test
    void aNamedFileIsTakenWithoutListing() throws Exception {
        put("in/a.txt", "a");
        receiveFrom(poll(
                "in", "delete=true", "fileName=a.txt", "useList=false", "ignoreFileNotFoundOrPermissionError=true"));
        Received file = take();
        assertThat(file.body()).isEqualTo("a");
        assertThat(file.header("CamelFileLength")).isNull();
        awaitFiles();
    }

    private List<String> namesFrom(String uri, int count) throws Exception {
        receiveFrom(uri);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(take().name());
        }
        camel.stop();
        return names;
    }
}
