package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.BetweenPolls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What named endpoints do better than the component they stand on: no part is seen, and nothing leaves without need. */
class KeptFilesRouteTest extends NamedEndpointsSupport {
    @Test
    void aLocalFileIsReplacedByAWholeOneOrNotAtAll() throws Exception {
        Files.writeString(drop.resolve("a.txt"), "the old one");
        camel.start();

        assertThatThrownBy(() -> template.sendBodyAndHeader(
                        "drover:drop", new BrokenStream("the ne"), Exchange.FILE_NAME, "a.txt"))
                .hasStackTraceContaining("broken off");
        assertThat(drop.resolve("a.txt")).hasContent("the old one");

        template.sendBodyAndHeader("drover:drop", "the new one", Exchange.FILE_NAME, "a.txt");
        assertThat(filesBelow(drop)).containsExactly("a.txt");
        assertThat(drop.resolve("a.txt")).hasContent("the new one");
    }

    @Test
    void aFileThatComesAgainUnderTheSameNameIsLookedAtAnew() throws Exception {
        Path out = Files.createDirectories(home.resolve("out"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("drover:partner/out?delete=true&delay=50&initialDelay=0&readLock=changed&readLockMinAge=1")
                        .to("drover:drop");
            }
        });
        camel.start();
        Files.writeString(out.resolve("a.txt"), "short");
        await().untilAsserted(() -> assertThat(drop.resolve("a.txt")).hasContent("short"));

        Files.writeString(out.resolve("a.txt"), "longer than before");

        await().untilAsserted(() -> assertThat(drop.resolve("a.txt")).hasContent("longer than before"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fail", "Ignore"})
    void ofTwoThatWriteOneNameTheSecondNeverTouchesTheFirst(String fileExist) throws Exception {
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        camel.start();
        // Two endpoints, so two producers.
        Future<Object> first = template.asyncRequestBodyAndHeader(
                "drover:drop?fileExist=" + fileExist,
                new PausedStream("the first one", inTheMiddle, goOn),
                Exchange.FILE_NAME,
                "a.txt");
        assertThat(inTheMiddle.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Future<Object> second = template.asyncRequestBodyAndHeader(
                "drover:drop?allowNullBody=true&fileExist=" + fileExist, "another", Exchange.FILE_NAME, "a.txt");
        assertThat(drop.resolve("a.txt")).doesNotExist();
        goOn.countDown();

        first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (fileExist.equals("Fail")) {
            assertThatThrownBy(() -> second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasStackTraceContaining("File already exist");
        } else {
            second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(filesBelow(drop)).containsExactly("a.txt");
        assertThat(drop.resolve("a.txt")).hasContent("the first one");
    }

    @Test
    void aNameThatSomebodyElseTakesMeanwhileIsNotReplaced() throws Exception {
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        camel.start();
        Future<Object> ours = template.asyncRequestBodyAndHeader(
                "drover:drop?fileExist=Fail", new PausedStream("ours", inTheMiddle, goOn), Exchange.FILE_NAME, "a.txt");
        assertThat(inTheMiddle.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Files.writeString(drop.resolve("a.txt"), "theirs");
        goOn.countDown();

        assertThatThrownBy(() -> ours.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasStackTraceContaining("File already exist");
        assertThat(drop.resolve("a.txt")).hasContent("theirs");
        assertThat(filesBelow(drop)).containsExactly("a.txt");
    }

    @Test
    void whatACrashLeftInALocalDirectoryIsDeletedWhenItIsOld() throws Exception {
        camel.start();
        Path old = Files.writeString(drop.resolve(unused(new TemporaryNames("another node"))), "");
        TemporaryNames names =
                camel.getComponent("drover", DroverComponent.class).temporaryNames();
        Path stale = Files.writeString(drop.resolve(unused(names)), "half");
        Path young = Files.writeString(drop.resolve(unused(names)), "half");
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        template.sendBodyAndHeader("drover:drop", "x", Exchange.FILE_NAME, "a.txt");

        assertThat(stale).doesNotExist();
        assertThat(young).exists();
        assertThat(old).as("that of another node").exists();
    }

    private static String unused(TemporaryNames names) {
        String name = names.begin("x", '/');
        names.end(name);
        return name;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover:drop?delete=true",
                "drover:drop?move=.done/${file:name}-${date:now:HHmmssSSS}",
                "drover:drop?delete=true&idempotent=true",
                "drover:partner?delete=true",
                "drover:partner?move=.done/${file:name}-${date:now:HHmmssSSS}",
                "drover:partner?delete=true&idempotent=true"
            })
    void aNewerFileThatCameDuringATransferIsTakenNext(String uri) throws Exception {
        Path source = uri.startsWith("drover:partner") ? home : drop;
        List<String> bodies = new CopyOnWriteArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + "&initialDelay=0&delay=50").process(exchange -> {
                    bodies.add(exchange.getIn().getBody(String.class));
                    if (bodies.size() == 1) {
                        Path newer = Files.writeString(folder.resolve("newer"), "the newer one");
                        Files.move(newer, source.resolve("a.txt"), StandardCopyOption.ATOMIC_MOVE);
                        // It is looked for when there was time enough for it to come.
                        long begun = System.nanoTime();
                        await().until(() -> System.nanoTime() - begun > 1_050_000_000L);
                    }
                });
            }
        });
        Files.writeString(source.resolve("a.txt"), "old");

        camel.start();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bodies).containsExactly("old", "the newer one"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.resolve("a.txt")).doesNotExist());
    }

    @Test
    void aLocalFileBelowADirectoryIsWrittenBesideItsName() throws Exception {
        camel.start();

        template.sendBodyAndHeader("drover:drop/in", "x", Exchange.FILE_NAME, "2026/11/a.txt");

        assertThat(filesBelow(drop)).containsExactly("in/2026/11/a.txt");
    }

    @Test
    void whatIsAppendedToALocalFileIsWrittenInPlace() throws Exception {
        camel.start();

        template.sendBodyAndHeader("drover:drop?fileExist=Append", "one,", Exchange.FILE_NAME, "a.txt");
        template.sendBodyAndHeader("drover:drop?fileExist=Append", "two", Exchange.FILE_NAME, "a.txt");

        assertThat(drop.resolve("a.txt")).hasContent("one,two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover:drop", "drover:partner"})
    void aFileThatIsToBlameIsMovedAside(String endpoint) throws Exception {
        putInto(endpoint, "a.txt");
        failingRoute(endpoint + "?moveFailed=.error", false);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(filesOf(endpoint)).containsExactly(".error/a.txt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover:drop?moveFailed=.error",
                "drover:drop?moveFailed=.error&delete=true",
                "drover:drop?moveFailed=.error&preMove=.work",
                "drover:partner?moveFailed=.error",
                "drover:partner?moveFailed=.error&delete=true",
                "drover:partner?moveFailed=.error&preMove=.work"
            })
    void aFileThatIsNotToBlameStaysAndIsTriedAgain(String uri) throws Exception {
        putInto(uri, "a.txt");
        failingRoute(uri, true);

        await().atMost(PATIENCE).until(() -> attempts.get() > 2);
        camel.stop();

        assertThat(filesOf(uri)).containsExactly("a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover:drop?preMove=.work", "drover:partner?preMove=.work"})
    void aFileThatGoesBackLeavesANewerOneAlone(String uri) throws Exception {
        putInto(uri, "a.txt");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + "&initialDelay=0&delay=50").process(exchange -> {
                    note(exchange);
                    if (attempts.incrementAndGet() == 1) {
                        putInto(uri, "a.txt");
                        exchange.setProperty(KeepingStrategy.KEEP, true);
                        throw new IOException("The server is away.");
                    }
                });
            }
        });
        camel.start();
        take();
        take();
        camel.stop();

        assertThat(filesOf(uri)).hasSize(2).anyMatch(name -> name.matches("a\\.txt\\.drover-kept-[0-9a-f]+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover:drop?moveFailed=.error/${file:onlyname}",
                "drover:drop?moveFailed=.error/${file:onlyname}&delete=true",
                "drover:partner?moveFailed=.error/${file:onlyname}",
                "drover:partner?moveFailed=.error/${file:onlyname}&delete=true"
            })
    void aFileThatFailedReplacesNoneThatFailedBefore(String uri) throws Exception {
        putInto(uri, "a.tar.gz", "first");
        failingRoute(uri, false);
        await().atMost(PATIENCE).until(() -> filesOf(uri).equals(List.of(".error/a.tar.gz")));

        for (String next : List.of("second", "third")) {
            int before = filesOf(uri).size();
            putInto(uri, "a.tar.gz", next);
            await().atMost(PATIENCE)
                    .until(() -> filesOf(uri).size() > before && !filesOf(uri).contains("a.tar.gz"));
        }

        assertThat(filesOf(uri))
                .hasSize(3)
                .contains(".error/a.tar.gz")
                .allMatch(name -> name.matches("\\.error/a(-\\d{8}-\\d{9})?\\.tar\\.gz"));
        assertThat(contentsOf(uri)).containsExactlyInAnyOrder("first", "second", "third");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover:drop?preMove=.work&delete=true",
                "drover:drop?preMove=.work&move=.done/${file:onlyname}",
                "drover:drop?preMove=.work/${file:name}&noop=true",
                "drover:partner?preMove=.work&delete=true",
                "drover:partner?preMove=.work&move=.done/${file:onlyname}",
                "drover:partner?preMove=.work/${file:name}&noop=true"
            })
    void whatARunThatDiedLeftInTheWorkDirectoryIsNotReplaced(String uri) throws Exception {
        putInto(uri, ".work/a.tar.gz", "left");
        putInto(uri, "a.tar.gz", "new");

        receiveFrom(uri + "&initialDelay=0&delay=50");

        assertThat(take().body()).isEqualTo("new");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(filesOf(uri)).doesNotContain("a.tar.gz"));
        BetweenPolls.stop(camel);
        boolean deleted = uri.contains("delete=true");
        assertThat(filesOf(uri)).contains(".work/a.tar.gz").hasSize(deleted ? 1 : 2);
        assertThat(filesOf(uri)).allMatch(name -> name.matches("\\.(work|done)/a(-\\d{8}-\\d{9})?\\.tar\\.gz"));
        assertThat(contentsOf(uri)).contains("left").hasSize(deleted ? 1 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover:drop", "drover:partner"})
    void anArchiveKeepsEachFileOfOneName(String endpoint) throws Exception {
        putInto(endpoint, ".done/a.txt", "first");
        putInto(endpoint, "a.txt", "second");

        receiveFrom(endpoint + "?move=.done/${file:name}&initialDelay=0&delay=50");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(filesOf(endpoint))
                .hasSize(2)
                .contains(".done/a.txt")
                .allMatch(name -> name.startsWith(".done/a")));
        assertThat(contentsOf(endpoint)).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void ofManyFilesThatGoToOneNameAtTheSameTimeEachIsKept() throws Exception {
        int many = 4;
        for (int i = 0; i < many; i++) {
            putInto("drover:drop", i + "/a.txt", "content " + i);
            putInto("drover:partner", i + "/a.txt", "content " + i);
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (int i = 0; i < many; i++) {
                    for (String endpoint : List.of("drover:drop", "drover:partner")) {
                        from(endpoint + "/" + i + "?move=../.done/${file:onlyname}&initialDelay=0&delay=50")
                                .to("mock:taken");
                    }
                }
            }
        });
        camel.start();

        for (String endpoint : List.of("drover:drop", "drover:partner")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(filesOf(endpoint)).hasSize(many).allMatch(name -> name.startsWith(".done/a")));
            assertThat(contentsOf(endpoint)).doesNotHaveDuplicates().hasSize(many);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover:drop?move=../outside/${file:name}",
                "drover:drop?move=/outside/${file:name}",
                "drover:drop?move=link/${file:name}",
                "drover:drop?preMove=../outside/${file:name}",
                "drover:rooted?move=../../outside/${file:name}",
                "drover:rooted?move=/outside/${file:name}",
                "drover:rooted?preMove=../../outside/${file:name}"
            })
    void aFileThatWouldLeaveTheRootStaysAndIsNotSent(String uri) throws Exception {
        Files.createSymbolicLink(drop.resolve("link"), Files.createDirectories(folder.resolve("outside")));
        putInto(uri, "a.txt", "x");
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        camel.getRegistry().bind("refusals", new CollectingHandler(refusals));
        receiveFrom(uri + "&initialDelay=0&delay=50&exceptionHandler=#refusals");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals)
                .anyMatch(refusal -> refusal.contains("root of the endpoint; it stays where it is")));
        camel.stop();
        assertThat(filesBelow(folder)).doesNotContain("outside/a.txt");
        assertThat(filesOf(uri)).contains("a.txt");
        assertThat(files()).noneMatch(name -> name.contains("outside"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover:drop", "drover:rooted"})
    void aFileThatFailedLeavesTheRootNeither(String endpoint) throws Exception {
        putInto(endpoint, "a.txt", "x");
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        camel.getRegistry().bind("refusals", new CollectingHandler(refusals));
        failingRoute(endpoint + "?moveFailed=../../outside/${file:name}&onCompletionExceptionHandler=#refusals", false);
        await().atMost(PATIENCE).until(() -> !refusals.isEmpty());
        camel.stop();

        assertThat(filesOf(endpoint)).containsExactly("a.txt");
    }

    @Test
    void aFileThatCouldNotLeaveItsFolderIsNotSent() throws Exception {
        Files.writeString(drop.resolve("a.txt"), "x");
        Files.setPosixFilePermissions(drop, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(drop))
                .as("for root every directory is writable")
                .isFalse();
        failingRoute("drover:drop?delete=true", false);

        await().pollDelay(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> assertThat(attempts)
                .hasValue(0));
        Files.setPosixFilePermissions(drop, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> contentsOf(String uri) throws IOException {
        List<String> contents = new ArrayList<>();
        for (String name : filesOf(uri)) {
            contents.add(Files.readString(rootOf(uri).resolve(name)));
        }
        return contents;
    }

    /** Ends in the middle. */
    private static final class BrokenStream extends InputStream {
        private final String begin;
        private int position;

        BrokenStream(String begin) {
            this.begin = begin;
        }

        @Override
        public int read() throws IOException {
            if (position == begin.length()) {
                throw new IOException("broken off");
            }
            return begin.charAt(position++);
        }
    }

    /** Stops before its end until it may go on. */
    private static final class PausedStream extends InputStream {
        private final InputStream content;
        private final CountDownLatch inTheMiddle;
        private final CountDownLatch goOn;

        PausedStream(String content, CountDownLatch inTheMiddle, CountDownLatch goOn) {
            this.content = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
            this.inTheMiddle = inTheMiddle;
            this.goOn = goOn;
        }

        @Override
        public int read() throws IOException {
            if (content.available() == 1) {
                inTheMiddle.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("The test is over.");
                }
            }
            return content.read();
        }
    }
}
