package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.ProxyServer;
import dev.drover.testing.script.FtpScript;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, proxies, stops: what is set once and runs for years. */
class OperationRouteTest extends ScriptSupport {
    @Test
    void sessionsEndWithTheLastExchangeOfABatch() {
        play(FtpScript.server().directory("/out"));
        camel.start();
        upload("a.txt", false, "disconnectOnBatchComplete=true");
        assertThat(server.connectionsOpen()).isEqualTo(1);
        upload("b.txt", true, "disconnectOnBatchComplete=true");
        await().atMost(PATIENCE).until(() -> server.connectionsOpen() == 0);
        upload("c.txt", false, "disconnectOnBatchComplete=true");
        assertThat(server.connectionsAccepted()).isEqualTo(2);
    }

    @Test
    void aBatchOfAConsumerEndsTheSessionsOfItsProducer() throws Exception {
        play(FtpScript.server().directory("/out").file("/in/a.txt", "a").file("/in/b.txt", "b"));
        String from = ftp("in", "initialDelay=0", "delay=60000", "delete=true", "disconnect=true");
        String to = ftp("out", "disconnectOnBatchComplete=true");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        });
        camel.start();
        await().atMost(PATIENCE).until(() -> server.file("/out/b.txt").isPresent());
        await().atMost(PATIENCE).until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void sessionsEndWithTheLastFileAlsoWhenThatIsNotTheLastOfTheBatch() throws Exception {
        play(FtpScript.server()
                .file("/in/1.txt", "1")
                .file("/in/2.txt", "2")
                .file("/in/3.txt", "3")
                .file("/in/4.txt", "4"));
        String uri = ftp(
                "in",
                "initialDelay=0",
                "delay=60000",
                "delete=true",
                "sortBy=file:name",
                "parallelTransfers=4",
                "disconnect=true");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    if (!exchange.getProperty(Exchange.BATCH_COMPLETE, Boolean.class)) {
                        await().atMost(PATIENCE)
                                .until(() -> server.file("/in/4.txt").isEmpty());
                    }
                });
            }
        });
        camel.start();
        await().atMost(PATIENCE).until(() -> server.file("/in/1.txt").isEmpty());
        await().atMost(PATIENCE).until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void aPollThatFailsEndsItsSessionsToo() throws Exception {
        play(FtpScript.server().directory("/in").on("MLSD", "550 Not today."));
        receiveFrom(ftp("in", "initialDelay=0", "delay=60000", "delete=true", "disconnect=true"));
        server.awaitCommand("MLSD");
        await().atMost(PATIENCE).until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void aClientOfCommonsNetIsRefusedWithAWordOnWhatToDo() {
        camel.getRegistry().bind("client", new StringBuilder("a client of commons-net"));
        camel.start();
        assertThatThrownBy(() -> camel.getEndpoint("ftp:localhost/in?ftpClient=#client"))
                .hasStackTraceContaining("ftpClient=#client is a java.lang.StringBuilder")
                .hasStackTraceContaining("set its properties as ftpClient. options")
                .hasStackTraceContaining("dev.drover.ftp.client.FtpClient");
    }

    @ParameterizedTest
    @CsvSource({"CompleteAllTasks, 5", "CompleteCurrentTaskOnly, 1"})
    void aStopEndsTheBatchOrTheFileInHand(ShutdownRunningTask task, int routed) throws Exception {
        FtpScript script = FtpScript.server();
        for (int i = 0; i < 5; i++) {
            script.file("/in/" + i + ".txt", "content");
        }
        play(script);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        String uri = ftp("in", "initialDelay=0", "delay=60000", "delete=true", "sortBy=file:name");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("receiver").shutdownRunningTask(task).process(exchange -> {
                    begun.countDown();
                    assertThat(stopping.await(10, TimeUnit.SECONDS)).isTrue();
                    note(exchange);
                });
            }
        });
        camel.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        Thread stop = new Thread(camel::stop, "stop");
        stop.start();
        await().atMost(PATIENCE).until(camel::isStopping);
        FtpConsumer consumer = (FtpConsumer) camel.getRoute("receiver").getConsumer();
        await().atMost(PATIENCE)
                .until(() -> task == ShutdownRunningTask.CompleteAllTasks || !consumer.isBatchAllowed());
        stopping.countDown();
        stop.join(10_000);
        assertThat(received).hasSize(routed);
        for (int i = 0; i < 5; i++) {
            assertThat(server.file("/in/" + i + ".txt").isPresent()).isEqualTo(i >= routed);
        }
    }

    @Test
    void aServerOfWindowsIsToldNamesWithItsSeparator() {
        play(FtpScript.server());
        camel.start();
        template.sendBodyAndHeader(
                ftp("", "separator=Windows", "atomicUpload=false", "autoCreate=false"),
                "new",
                Exchange.FILE_NAME,
                "x/y.txt");
        assertThat(commands()).contains("STOR x\\y.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOCKS", "HTTP"})
    void aProxyLeadsToTheServer(Proxy.Type type) throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content"));
        try (ProxyServer proxy = type == Proxy.Type.SOCKS ? ProxyServer.socks5() : ProxyServer.httpConnect()) {
            camel.getRegistry().bind("proxy", new Proxy(type, new InetSocketAddress("127.0.0.1", proxy.port())));
            receiveFrom(poll("in", "delete=true", "ftpClient.proxy=#proxy"));
            assertThat(take().body()).isEqualTo("content");
            template.sendBodyAndHeader(ftp("out", "ftpClient.proxy=#proxy"), "new", Exchange.FILE_NAME, "b.txt");
            assertThat(server.file("/out/b.txt")).isPresent();
            assertThat(proxy.targets()).anyMatch(target -> target.endsWith(" " + server.host() + ":" + server.port()));
            camel.stop();
        }
    }

    @Test
    void aFileThatGrowsForLongIsTakenWhenItIsWhole() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "1"));
        receiveFrom(poll("in", "delete=true", "readLock=changed", "readLockCheckInterval=200", "readLockTimeout=5000"));
        StringBuilder content = new StringBuilder("1");
        for (int i = 0; i < 4; i++) {
            int seen = looks();
            await().atMost(PATIENCE).until(() -> looks() > seen);
            content.append(i);
            server.put("/in/a.txt", content.toString().getBytes(UTF_8));
        }
        assertThat(take().body()).isEqualTo(content.toString());
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty());
        assertThat(received).isEmpty();
    }

    private int looks() {
        return (int) commands().stream().filter(line -> line.startsWith("ML")).count();
    }

    private void upload(String name, boolean last, String options) {
        template.send(ftp("out", options), exchange -> {
            exchange.setProperty(Exchange.BATCH_COMPLETE, last);
            exchange.getIn().setHeader(Exchange.FILE_NAME, name);
            exchange.getIn().setBody("x");
        });
    }
}
