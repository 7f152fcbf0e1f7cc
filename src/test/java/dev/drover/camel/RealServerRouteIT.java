package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.TransferOptions;
import dev.drover.testing.CapturedLog;
import dev.drover.testing.Daemon;
import dev.drover.testing.ProxyServer;
import dev.drover.testing.RealServer;
import dev.drover.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The component against every daemon, in clear text and under TLS, session reuse required or not. */
class RealServerRouteIT extends CamelSupport {
    private static final List<String> NAMES = List.of(
            "empty", "a.txt", "with space.txt", "Grüße.txt", "日本語.txt", "a#b%20c+d.txt", "-leading.txt", "[x]{y}.txt");

    static Stream<Arguments> everyDaemonInEveryMode() {
        return Arrays.stream(Daemon.values())
                .flatMap(daemon -> daemon.modes().stream().map(mode -> Arguments.of(daemon, mode)));
    }

    static Stream<Arguments> everyDaemonInClearTextAndTls() {
        List<Daemon.Mode> modes = List.of(Daemon.Mode.PLAIN, Daemon.Mode.TLS);
        return everyDaemonInEveryMode()
                .filter(arguments -> modes.contains(arguments.get()[1]));
    }

    /** All three let a rename replace a file without a word. */
    @ParameterizedTest
    @EnumSource(
            value = Daemon.class,
            names = {"VSFTPD", "PROFTPD", "PURE_FTPD"})
    void aFileOfANamedEndpointReplacesNoneWhenItIsMoved(Daemon daemon) throws Exception {
        String prefix = "drover.endpoint.partner.";
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN);
                EndpointCatalog catalog = EndpointCatalog.of(Map.of(
                        prefix + "kind",
                        "ftp",
                        prefix + "host",
                        "localhost",
                        prefix + "port",
                        Integer.toString(server.port()),
                        prefix + "username",
                        RealServer.USER,
                        prefix + "password",
                        RealServer.PASSWORD,
                        prefix + "root",
                        server.remote("exchange")))) {
            camel.getRegistry().bind("catalog", catalog);
            for (String taken : List.of("in/.work/a.txt", "in/.done/a.txt", "in/.error/b.txt")) {
                server.put("exchange/" + taken, "old".getBytes(StandardCharsets.UTF_8));
            }
            server.put("exchange/in/a.txt", "new".getBytes(StandardCharsets.UTF_8));
            server.put("exchange/in/b.txt", "bad".getBytes(StandardCharsets.UTF_8));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("drover:partner/in?preMove=.work&move=.done/a.${file:ext}&moveFailed=.error/b.${file:ext}"
                                    + "&initialDelay=0&delay=100")
                            .process(exchange -> {
                                note(exchange);
                                if (exchange.getIn().getBody(String.class).equals("bad")) {
                                    throw new IOException("This file is to blame.");
                                }
                            });
                }
            });
            camel.start();
            take();
            take();
            Path in = server.home().resolve("exchange/in");
            String kept = "\\.(work|done|error)/[ab](-\\d{8}-\\d{9})?\\.txt";
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(filesBelow(in))
                    .hasSize(5)
                    .contains(".work/a.txt", ".done/a.txt", ".error/b.txt")
                    .allMatch(name -> name.matches(kept)));
            camel.stop();
            assertThat(in.resolve(".work/a.txt")).hasContent("old");
            assertThat(in.resolve(".done/a.txt")).hasContent("old");
            assertThat(in.resolve(".error/b.txt")).hasContent("old");
        }
    }

    @ParameterizedTest
    @EnumSource(Daemon.class)
    void linksLeadNoPollInCircles(Daemon daemon) throws Exception {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            Path in = Files.createDirectories(server.home().resolve("exchange/in"));
            Files.writeString(in.resolve("a.txt"), "content");
            Files.createSymbolicLink(in.resolve("link.txt"), Path.of("a.txt"));
            Files.createSymbolicLink(in.resolve("loop"), Path.of("."));
            receiveFrom(uri(
                    server,
                    "exchange/in",
                    "noop=true",
                    "recursive=true",
                    "initialDelay=0",
                    "delay=100",
                    "greedy=true"));
            FtpConsumer consumer = (FtpConsumer) camel.getRoute("receiver").getConsumer();
            assertThat(take().name()).isIn("a.txt", "link.txt");
            await().atMost(PATIENCE).until(() -> consumer.getCounter() > 2);
            camel.stop();
            // What follows links without a word shows the other name of the file, too.
            assertThat(received).extracting(Received::name).isSubsetOf("a.txt", "link.txt");
            assertThat(received).hasSizeLessThan(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Daemon.class)
    void theClaimOfAProcessThatIsGoneIsGivenBack(Daemon daemon) throws Exception {
        String dead = TemporaryNames.random();
        Path mark = Path.of(System.getProperty("java.io.tmpdir"), "drover-process-" + dead + ".lock");
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            Files.createFile(mark);
            server.put("exchange/in/a.txt", "content".getBytes(StandardCharsets.UTF_8));
            Path in = server.home().resolve("exchange/in");
            String uri = uri(server, "exchange/in", "delete=true", "readLock=rename", "initialDelay=0", "delay=100");
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri).process(exchange -> {
                        note(exchange);
                        if (!exchange.getIn().getHeader(Exchange.FILE_NAME).equals("b.txt")) {
                            leaveClaimOf(dead, server);
                        }
                    });
                }
            });
            camel.start();
            assertThat(take().body()).isEqualTo("content");
            assertThat(take().name()).isEqualTo("b.txt");
            await().atMost(PATIENCE).until(() -> filesBelow(in).isEmpty());
        } finally {
            Files.deleteIfExists(mark);
        }
    }

    /** As this daemon gets claims from us: with or without a dot. */
    private static void leaveClaimOf(String process, RealServer server) throws IOException {
        String ours = filesBelow(server.home().resolve("exchange/in")).get(0);
        String theirs = ours.replace("a.txt", "b.txt").replace(ProcessMark.ID, process);
        server.put("exchange/in/" + theirs, "content".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("everyDaemonInEveryMode")
    void filesGoOutAndComeBackWhole(Daemon daemon, Daemon.Mode mode) throws Exception {
        try (RealServer server = RealServer.start(daemon, mode)) {
            sendAndFetch(server, "verifyChecksum=false");
        }
    }

    /** By a digest where the daemon has one, by reading back where it has none. */
    @ParameterizedTest
    @MethodSource("everyDaemonInClearTextAndTls")
    void filesThatAreComparedByteForByteGoOutAndComeBackToo(Daemon daemon, Daemon.Mode mode) throws Exception {
        try (RealServer server = RealServer.start(daemon, mode)) {
            sendAndFetch(server, "verifyChecksum=true");
        }
    }

    private void sendAndFetch(RealServer server, String option) throws Exception {
        byte[] large = new byte[5_000_000];
        new Random(1).nextBytes(large);
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Path back = Files.createDirectories(folder.resolve("back"));
        for (String name : NAMES) {
            Files.writeString(drop.resolve(name), name.equals("empty") ? "" : "content of " + name);
        }
        Files.write(drop.resolve("large.bin"), large);
        String out = uri(server, "exchange/out", option);
        String in = uri(server, "exchange/out", "initialDelay=0", "delay=100", "move=.done", option);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + drop + "?initialDelay=0&delay=50&delete=true").to(out);
                from(in).to("file:" + back);
            }
        });
        camel.start();
        await().atMost(PATIENCE.multipliedBy(3))
                .untilAsserted(() -> assertThat(filesBelow(back)).hasSize(NAMES.size() + 1));
        await().atMost(PATIENCE)
                .until(() ->
                        filesBelow(server.home().resolve("exchange/out/.done")).size() == NAMES.size() + 1);
        camel.stop();
        for (String name : NAMES) {
            assertThat(back.resolve(name)).hasContent(name.equals("empty") ? "" : "content of " + name);
        }
        assertThat(back.resolve("large.bin")).hasBinaryContent(large);
        assertThat(filesBelow(drop)).isEmpty();
        assertThat(filesBelow(server.home())).allMatch(name -> name.startsWith("exchange/out/.done/"));
    }

    @ParameterizedTest
    @EnumSource(Daemon.class)
    void anExistingFileIsReplacedAppendedToOrLeft(Daemon daemon) throws Exception {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            camel.start();
            Path file = server.home().resolve("out/a.txt");
            send(server, "first", "keepLastModified=true");
            assertThat(file).hasContent("first");
            send(server, "second", "fileExist=Override");
            assertThat(file).hasContent("second");
            send(server, " and third", "fileExist=Append");
            assertThat(file).hasContent("second and third");
            send(server, "ignored", "fileExist=Ignore");
            assertThat(file).hasContent("second and third");
            send(server, "fourth", "fileExist=Move", "moveExisting=old-${file:onlyname}");
            assertThat(file).hasContent("fourth");
            assertThat(server.home().resolve("out/old-a.txt")).hasContent("second and third");
            assertThat(filesBelow(server.home())).containsExactly("out/a.txt", "out/old-a.txt");
        }
    }

    @ParameterizedTest
    @EnumSource(Daemon.class)
    void treesAreConsumedFromTheDirectoryOfTheLogin(Daemon daemon) throws Exception {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            for (String name : List.of("a.txt", "x/b.txt", "x/y/c.txt")) {
                server.put(name, name.getBytes(StandardCharsets.UTF_8));
            }
            receiveFrom(uri(
                    server,
                    "",
                    "initialDelay=0",
                    "delay=100",
                    "recursive=true",
                    "readLock=changed",
                    "readLockCheckInterval=200",
                    "parallelTransfers=2",
                    "move=.done"));
            Set<String> names = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                Received file = take();
                assertThat(file.body()).isEqualTo(file.name());
                names.add(file.name());
            }
            assertThat(names).containsExactly("a.txt", "x/b.txt", "x/y/c.txt");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(filesBelow(server.home()))
                    .containsExactly(".done/a.txt", "x/.done/b.txt", "x/y/.done/c.txt"));
        }
    }

    @ParameterizedTest
    @MethodSource("everyDaemonInEveryMode")
    void anUploadGoesOnAfterItsConnectionsWereCut(Daemon daemon, Daemon.Mode mode) throws Exception {
        byte[] content = new byte[20_000_000];
        new Random(2).nextBytes(content);
        try (RealServer server = RealServer.start(daemon, mode);
                ProxyServer proxy = ProxyServer.socks5();
                CapturedLog log = CapturedLog.of(ContinuedUpload.class)) {
            camel.getRegistry()
                    .bind("proxy", new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", proxy.port())));
            camel.start();
            Exchange sent = template.send(uri(server, "out", "ftpClient.proxy=#proxy"), exchange -> {
                exchange.getIn().setHeader(Exchange.FILE_NAME, "a.bin");
                exchange.getIn().setBody(new CuttingBody(content, proxy));
            });
            assertThat(sent.getException()).isNull();
            assertThat(server.home().resolve("out/a.bin")).hasBinaryContent(content);
            assertThat(filesBelow(server.home())).containsExactly("out/a.bin");
            assertThat(log.lines()).anyMatch(line -> line.contains("it goes on at byte"));
        }
    }

    @ParameterizedTest
    @EnumSource(Daemon.class)
    void anAppendGoesOnAfterItsConnectionsWereCut(Daemon daemon) throws Exception {
        byte[] content = new byte[20_000_000];
        new Random(3).nextBytes(content);
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN);
                ProxyServer proxy = ProxyServer.socks5()) {
            camel.getRegistry()
                    .bind("proxy", new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", proxy.port())));
            camel.start();
            String uri = uri(server, "out", "ftpClient.proxy=#proxy", "fileExist=Append");
            template.sendBodyAndHeader(uri, new byte[] {1, 2, 3}, Exchange.FILE_NAME, "a.bin");
            Exchange sent = template.send(uri, exchange -> {
                exchange.getIn().setHeader(Exchange.FILE_NAME, "a.bin");
                exchange.getIn().setBody(new CuttingBody(content, proxy));
            });
            assertThat(sent.getException()).isNull();
            byte[] whole = Arrays.copyOf(new byte[] {1, 2, 3}, content.length + 3);
            System.arraycopy(content, 0, whole, 3, content.length);
            assertThat(server.home().resolve("out/a.bin")).hasBinaryContent(whole);
        }
    }

    @ParameterizedTest
    @EnumSource(Daemon.class)
    void aDownloadGoesOnAfterItsConnectionsWereCut(Daemon daemon) throws Exception {
        byte[] content = new byte[20_000_000];
        new Random(4).nextBytes(content);
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN);
                ProxyServer proxy = ProxyServer.socks5()) {
            server.put("in/a.bin", content);
            camel.getRegistry()
                    .bind("proxy", new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", proxy.port())));
            camel.start();
            FtpEndpoint endpoint = camel.getEndpoint(uri(server, "in", "ftpClient.proxy=#proxy"), FtpEndpoint.class);
            FtpProducer user = endpoint.createProducer();
            user.start();
            ByteBuffer got = ByteBuffer.allocate(content.length);
            try (ContinuedDownload download = new ContinuedDownload(
                    endpoint, user.operations(), RemotePath.of("in/a.bin"), null, TransferOptions.BINARY)) {
                assertThat(download.version(true)).isPresent();
                download.open(0);
                int count = 0;
                while (count >= 0 && got.position() < content.length / 4) {
                    count = download.read(got);
                }
                proxy.cut();
                while (count >= 0 && got.hasRemaining()) {
                    count = download.read(got);
                }
                assertThat(download.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                download.finish();
            }
            user.stop();
            assertThat(got.array()).isEqualTo(content);
        }
    }

    /** In the middle of its first reading all connections end. */
    private static final class CuttingBody extends ByteArrayInputStream {
        private final ProxyServer proxy;
        private boolean cut;

        CuttingBody(byte[] content, ProxyServer proxy) {
            super(content);
            this.proxy = proxy;
        }

        @Override
        public synchronized int read(byte[] target, int from, int length) {
            if (!cut && pos > count / 2) {
                cut = true;
                try {
                    proxy.cut();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return super.read(target, from, length);
        }
    }

    private void send(RealServer server, String body, String... options) throws Exception {
        template.sendBodyAndHeader(uri(server, "out", options), body, Exchange.FILE_NAME, "a.txt");
    }

    private String uri(RealServer server, String directory, String... options) throws Exception {
        StringBuilder uri = new StringBuilder(server.mode().isTls() ? "ftps" : "ftp");
        uri.append("://localhost:").append(server.port()).append('/').append(directory);
        uri.append("?username=").append(RealServer.USER).append("&password=").append(RealServer.PASSWORD);
        if (server.mode().isTls()) {
            Path stores = folder.resolve("stores");
            if (Files.notExists(stores)) {
                TestCertificates.shared().writeTo(stores);
            }
            uri.append("&ftpClient.trustStore.file=").append(stores.resolve("trust.p12"));
            uri.append("&ftpClient.trustStore.type=PKCS12&ftpClient.trustStore.password=")
                    .append(TestCertificates.PASSWORD);
        }
        if (server.mode() == Daemon.Mode.IMPLICIT) {
            uri.append("&implicit=true");
        }
        for (String option : options) {
            uri.append('&').append(option);
        }
        return uri.toString();
    }
}
