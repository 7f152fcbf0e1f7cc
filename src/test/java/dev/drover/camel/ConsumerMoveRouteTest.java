package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.Test;

class ConsumerMoveRouteTest extends RouteTestSupport {
    @Test
    void aFileIsMovedIntoADirectoryBesideIt() throws Exception {
        put("inbox/hello.txt", "Hello");
        receiveFrom(poll("inbox", "move=.done"));
        assertThat(take().body()).isEqualTo("Hello");
        awaitFiles("inbox/.done/hello.txt");
    }

    @Test
    void aFileIsMovedFromTheLoginDirectory() throws Exception {
        put("hello.txt", "Hello");
        receiveFrom(poll("", "move=.done"));
        assertThat(take().header("CamelFileAbsolutePath")).isEqualTo("hello.txt");
        awaitFiles(".done/hello.txt");
    }

    @Test
    void theDirectoryOfTheLoginNeedNotBeTheRoot() throws Exception {
        put("sub/deep/hello.txt", "Hello");
        receiveFrom(poll("", "move=.done", "recursive=true"));
        Received file = take();
        assertThat(file.header("CamelFileRelativePath")).isEqualTo("sub/deep/hello.txt");
        awaitFiles("sub/deep/.done/hello.txt");
    }

    @Test
    void anAbsoluteTargetBeginsAtTheRoot() throws Exception {
        put("inbox/sub/hello.txt", "Hello");
        receiveFrom(poll("inbox", "move=/done", "recursive=true"));
        take();
        awaitFiles("done/hello.txt");
    }

    @Test
    void anExpressionNamesTheTarget() throws Exception {
        put("inbox/hello.txt", "Hello");
        receiveFrom(poll("inbox", "move=.done-${file:name.noext}.bak"));
        take();
        awaitFiles("inbox/.done-hello.bak");
    }

    @Test
    void aFileInTheWayIsReplaced() throws Exception {
        put("inbox/hello.txt", "new");
        put("inbox/.done/hello.txt", "old and longer");
        receiveFrom(poll("inbox", "move=.done"));
        take();
        awaitFiles("inbox/.done/hello.txt");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read("inbox/.done/hello.txt")).isEqualTo("new"));
    }

    @Test
    void aFileWhoseRouteFailsGoesElsewhere() throws Exception {
        put("inbox/bad.txt", "bad");
        put("inbox/good.txt", "good");
        failOn("bad.txt", poll("inbox", "move=.done", "moveFailed=.failed"));
        awaitFiles("inbox/.done/good.txt", "inbox/.failed/bad.txt");
    }

    @Test
    void aFileWhoseRouteFailsStaysWhenNothingElseIsSaid() throws Exception {
        put("inbox/bad.txt", "bad");
        failOn("bad.txt", poll("inbox", "delete=true"));
        take();
        take();
        assertThat(files()).containsExactly("inbox/bad.txt");
    }

    @Test
    void aFileIsMovedBeforeItIsRouted() throws Exception {
        put("inbox/hello.txt", "Hello");
        receiveFrom(poll("inbox", "preMove=.work/${file:name}-busy", "delete=true"));
        Received file = take();
        assertThat(file.body()).isEqualTo("Hello");
        assertThat(file.exchange().getIn().getBody()).isInstanceOf(GenericFile.class);
        assertThat(file.name()).isEqualTo("hello.txt-busy");
        awaitFiles();
    }

    @Test
    void aFileMovedBeforeItsRouteStaysThereWithNoop() throws Exception {
        put("inbox/hello.txt", "Hello");
        receiveFrom(poll("inbox", "preMove=.work", "noop=true"));
        take();
        awaitFiles("inbox/.work/hello.txt");
    }

    @Test
    void namesThatAreHardToWriteAreMovedToo() throws Exception {
        String[] names = {"with space.txt", "Grüße.txt", "日本語.txt", "a#b%20c+d.txt", "-leading.txt", "[x]{y}.txt"};
        for (String name : names) {
            put("inbox/" + name, name);
        }
        receiveFrom(poll("inbox", "move=../done"));
        for (int i = 0; i < names.length; i++) {
            Received file = take();
            assertThat(file.body()).isEqualTo(file.name());
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(files()).hasSize(names.length).allMatch(f -> f.startsWith("done/")));
        for (String name : names) {
            assertThat(read("done/" + name)).isEqualTo(name);
        }
    }

    private void failOn(String name, String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    note(exchange);
                    if (name.equals(exchange.getIn().getHeader("CamelFileName"))) {
                        throw new IOException("forced");
                    }
                });
            }
        });
        camel.start();
        Files.createDirectories(home);
    }
}
