package dev.drover.testing.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.testing.RawFtp;
import dev.drover.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class FtpScriptTest {
    private static RawFtp connect(ScriptedServer server) throws IOException {
        RawFtp client = RawFtp.connect(server.host(), server.port());
        client.reply();
        return client;
    }

    @Test
    void isASensibleServerWithoutAWord() throws IOException {
        try (ScriptedServer server =
                        FtpScript.server().file("/in/a.txt", "hello").start();
                RawFtp client = RawFtp.connect(server.host(), server.port())) {
            assertThat(client.reply()).isEqualTo("220 Scripted server ready.");
            client.logIn("any", "body");
            assertThat(client.command("FEAT")).contains("\n UTF8\n").endsWith("\n211 End");
            assertThat(client.command("TYPE I")).startsWith("200");
            assertThat(client.command("SIZE /in/a.txt")).isEqualTo("213 5");
            assertThat(client.command("MDTM /in/a.txt")).isEqualTo("213 20240506070809");
            assertThat(client.command("CWD in")).startsWith("250");
            assertThat(client.command("PWD")).startsWith("257 \"/in\"");
            assertThat(client.fetch("MLSD")).asString().isEqualTo("type=file;size=5;modify=20240506070809; a.txt\r\n");
            assertThat(client.fetch("LIST"))
                    .asString()
                    .isEqualTo("-rw-r--r--   1 drover   drover            5 May  6  2024 a.txt\r\n");
            assertThat(client.fetch("RETR a.txt")).asString().isEqualTo("hello");
            client.store("STOR b.txt", new byte[] {1, 2});
            client.store("APPE b.txt", new byte[] {3});
            assertThat(client.command("REST 1")).startsWith("350");
            client.store("STOR b.txt", new byte[] {9});
            assertThat(server.file("/in/b.txt")).hasValue(new byte[] {1, 9, 3});
            assertThat(client.command("RNFR b.txt")).startsWith("350");
            assertThat(client.command("RNTO /c.txt")).startsWith("250");
            assertThat(client.command("MKD /d e")).isEqualTo("257 \"/d e\" created.");
            assertThat(client.command("RMD /d e")).startsWith("250");
            assertThat(client.command("DELE /c.txt")).startsWith("250");
            assertThat(client.command("RETR nosuch")).startsWith("550");
            assertThat(client.command("REST abc")).startsWith("501");
            assertThat(client.command("QUIT")).startsWith("221");
            assertThat(client.rest()).isEmpty();
            server.awaitAllClosed();
        }
    }

    @Test
    void recordsCommandsAndTheirBytes() throws IOException {
        try (ScriptedServer server = FtpScript.server().start();
                RawFtp first = connect(server);
                RawFtp second = connect(server)) {
            first.command("NOOP ü");
            second.command("SYST");
            assertThat(server.commands()).containsExactly("NOOP ü", "SYST");
            assertThat(server.commands(2)).containsExactly("SYST");
            assertThat(server.commandBytes(1)).isEqualTo("NOOP ü\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(server.connectionsAccepted()).isEqualTo(2);
            assertThat(server.connectionsOpen()).isEqualTo(2);
            first.close();
            second.close();
            server.awaitAllClosed();
        }
    }

    @Test
    void playsOnceScenesFirstAndTheLastWrittenElse() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .on("NOOP", "200 first")
                        .on("NOOP", "200 usual")
                        .once("NOOP", "200 one")
                        .once("NOOP x", "200 two")
                        .start();
                RawFtp client = connect(server)) {
            assertThat(client.command("NOOP")).isEqualTo("200 one");
            assertThat(client.command("noop")).isEqualTo("200 usual");
            assertThat(client.command("NOOP x")).isEqualTo("200 two");
            assertThat(client.command("NOOP x")).isEqualTo("200 usual");
        }
    }

    @Test
    void greetsOneConnectionDifferently() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                .greets("220-hello", "220 there")
                .greetsOnce("421 too many")
                .closesControl()
                .start()) {
            try (RawFtp client = RawFtp.connect(server.host(), server.port())) {
                assertThat(new String(client.rest(), StandardCharsets.UTF_8)).isEqualTo("421 too many\r\n");
            }
            try (RawFtp client = RawFtp.connect(server.host(), server.port())) {
                assertThat(client.reply()).isEqualTo("220-hello\n220 there");
            }
        }
    }

    @Test
    void asksForTheLoginItWasTold() throws IOException {
        try (ScriptedServer server =
                        FtpScript.server().login("u", "p").account("a").start();
                RawFtp client = connect(server)) {
            assertThat(client.command("PWD")).startsWith("530");
            client.command("USER u");
            assertThat(client.command("PASS wrong")).startsWith("530");
            client.command("USER u");
            assertThat(client.command("PASS p")).startsWith("332");
            assertThat(client.command("ACCT a")).startsWith("230");
            assertThat(client.command("PWD")).startsWith("257");
        }
    }

    @Test
    void lacksWhatItIsToldToLack() throws IOException {
        try (ScriptedServer server = FtpScript.server().lacks("EPSV", "MLST").start();
                RawFtp client = connect(server)) {
            assertThat(client.command("EPSV")).startsWith("500");
            assertThat(client.command("FEAT")).doesNotContain("EPSV").doesNotContain("MLST");
            assertThat(client.command("PASV")).startsWith("227 Entering Passive Mode (127,0,0,1,");
        }
    }

    @Test
    void fillsPortsIntoRepliesOfTheTest() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .file("/a", "x")
                        .on("PASV", "227 =127,0,0,1,{p1},{p2}")
                        .start();
                RawFtp client = connect(server)) {
            int port = RawFtp.passivePort(client.command("PASV"));
            try (Socket data = new Socket(server.host(), port)) {
                assertThat(client.command("RETR /a")).startsWith("150");
                assertThat(data.getInputStream().readAllBytes()).containsExactly('x');
                assertThat(client.reply()).startsWith("226");
            }
        }
    }

    @Test
    void closesControlInPlaceOfAReply() throws IOException {
        try (ScriptedServer server =
                        FtpScript.server().on("NOOP").closesControl().start();
                RawFtp client = connect(server)) {
            assertThat(client.command("NOOP")).isEmpty();
            server.awaitAllClosed();
        }
    }

    @Test
    void resetsControl() throws IOException {
        try (ScriptedServer server =
                        FtpScript.server().on("NOOP").resetsControl().start();
                RawFtp client = connect(server)) {
            assertThatThrownBy(() -> client.command("NOOP")).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void stallsControlAndStillSeesTheClientLeave() throws IOException {
        try (ScriptedServer server =
                        FtpScript.server().on("NOOP").stallsControl().start();
                RawFtp client = connect(server)) {
            client.socket().setSoTimeout(50);
            assertThatThrownBy(() -> client.command("NOOP")).isInstanceOf(SocketTimeoutException.class);
            client.write("PWD\r\n");
            server.awaitCommand("PWD");
            client.close();
            server.awaitAllClosed();
        }
    }

    @Test
    void closesWithStalledConnectionsWithoutDelay() throws IOException {
        ScriptedServer server = FtpScript.server().greets().stallsControl().start();
        try (RawFtp client = RawFtp.connect(server.host(), server.port())) {
            client.write("NOOP\r\n");
            server.awaitCommand("NOOP");
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void tricklesChopsFloodsAndStretchesReplies() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .chopsBytes()
                        .on("NOOP")
                        .tricklesReply(Duration.ofMillis(1), "200 slow")
                        .on("STAT")
                        .floodsReply(211, 2500)
                        .on("HELP")
                        .longLine(214, 9000)
                        .start();
                RawFtp client = connect(server)) {
            assertThat(client.command("NOOP")).isEqualTo("200 slow");
            assertThat(client.command("STAT").lines()).hasSize(2502);
            assertThat(client.command("HELP")).hasSize(9004);
            assertThat(client.command("PWD")).startsWith("257");
        }
    }

    @Test
    void endsLinesWithBareLineFeeds() throws IOException {
        try (ScriptedServer server = FtpScript.server().bareLineFeeds().start();
                RawFtp client = RawFtp.connect(server.host(), server.port())) {
            client.write("FEAT\r\nQUIT\r\n");
            assertThat(client.rest()).asString().doesNotContain("\r").contains("211 End\n");
        }
    }

    @Test
    void putsChatterAroundEveryReply() throws IOException {
        try (ScriptedServer before = FtpScript.server().chattersBefore().start();
                ScriptedServer after = FtpScript.server().chattersAfter().start();
                RawFtp first = connect(before);
                RawFtp second = connect(after)) {
            assertThat(first.command("PWD")).startsWith("257-You").endsWith("\n257 \"/\" is the current directory.");
            assertThat(second.command("PWD"))
                    .startsWith("257-\"/\" is the current directory.\n")
                    .endsWith("257 End");
        }
    }

    @Test
    void listsLikeIis() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .listsLikeDos()
                        .file("/a.txt", "hello")
                        .directory("/d")
                        .start();
                RawFtp client = connect(server)) {
            assertThat(client.command("SYST")).isEqualTo("215 Windows_NT");
            assertThat(client.fetch("LIST"))
                    .asString()
                    .isEqualTo(
                            """
                    05-06-24  07:08AM                    5 a.txt\r
                    05-06-24  07:08AM       <DIR>          d\r
                    """);
        }
    }

    @Test
    void says421UnaskedAndCloses() throws IOException {
        try (ScriptedServer server =
                        FtpScript.server().on("NOOP", "200 ok").unsolicited421().start();
                RawFtp client = connect(server)) {
            assertThat(client.command("NOOP")).isEqualTo("200 ok");
            assertThat(client.rest()).asString().startsWith("421 ");
        }
    }

    @Test
    void namesADeadPortAndACrowdedOne() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .on("EPSV")
                        .refusesData()
                        .on("PASV")
                        .neverAcceptsData()
                        .start();
                RawFtp client = connect(server)) {
            assertThatThrownBy(client::openData).isInstanceOf(ConnectException.class);
            int port = RawFtp.passivePort(client.command("PASV"));
            try (Socket late = new Socket()) {
                assertThatThrownBy(() -> late.connect(new InetSocketAddress(server.host(), port), 200))
                        .isInstanceOf(SocketTimeoutException.class);
            }
            assertThat(client.command("LIST")).startsWith("425");
        }
    }

    @Test
    void endsDataEarlyResetsItOrLies() throws IOException {
        byte[] big = new byte[300_000];
        try (ScriptedServer server = FtpScript.server()
                        .file("/big", big)
                        .once("RETR /big")
                        .closesDataEarly(1000)
                        .once("RETR /big")
                        .resetsData(1000)
                        .thenReplies("426 broken")
                        .once("RETR /big")
                        .replies226BeforeData()
                        .on("RETR /none")
                        .sendsData("made up")
                        .thenReplies("250 done")
                        .start();
                RawFtp client = connect(server)) {
            client.command("TYPE I");
            assertThat(client.fetch("RETR /big")).hasSize(1000);
            try (Socket data = client.openData()) {
                client.command("RETR /big");
                assertThatThrownBy(() -> data.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
                assertThat(client.reply()).isEqualTo("426 broken");
            }
            try (Socket data = client.openData()) {
                assertThat(client.command("RETR /big")).startsWith("150");
                assertThat(client.reply()).startsWith("226");
                assertThat(data.getInputStream().readAllBytes()).hasSize(big.length);
            }
            assertThat(client.fetch("RETR /none")).asString().isEqualTo("made up");
            assertThat(server.dataConnectionsAccepted()).isEqualTo(4);
        }
    }

    @Test
    void leavesOutTheFinalReply() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .on("LIST")
                        .sendsLines("a", "b")
                        .noFinalReply()
                        .start();
                RawFtp client = connect(server);
                Socket data = client.openData()) {
            assertThat(client.command("LIST")).startsWith("150");
            assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("a\r\nb\r\n");
            assertThat(client.command("NOOP")).startsWith("200");
        }
    }

    @Test
    void takesAnUploadAndNeverReadsIt() throws IOException {
        try (ScriptedServer server =
                        FtpScript.server().on("STOR f").acceptsButNeverReads().start();
                RawFtp client = connect(server);
                Socket data = client.openData()) {
            assertThat(client.command("STOR f")).startsWith("150");
            data.setSendBufferSize(8192);
            java.util.concurrent.CompletableFuture<Void> write = java.util.concurrent.CompletableFuture.runAsync(() -> {
                try {
                    data.getOutputStream().write(new byte[20_000_000]);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> write.get(300, java.util.concurrent.TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
        }
    }

    @Test
    void connectsToAClientThatListens() throws IOException {
        try (ScriptedServer server = FtpScript.server().file("/a", "x").start();
                RawFtp client = connect(server);
                java.net.ServerSocket listener =
                        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(client.command("EPRT |1|127.0.0.1|" + listener.getLocalPort() + "|"))
                    .startsWith("200");
            assertThat(client.command("RETR /a")).startsWith("150");
            try (Socket data = listener.accept()) {
                assertThat(data.getInputStream().readAllBytes()).containsExactly('x');
            }
            assertThat(client.reply()).startsWith("226");
        }
    }

    @Test
    void speaksExplicitTlsOnControlAndData() throws IOException {
        SSLContext trusting = TestCertificates.shared().clientContext();
        try (ScriptedServer server = FtpScript.server()
                        .explicitTls(TestCertificates.shared().serverContext())
                        .file("/a", "secret")
                        .start();
                RawFtp client = connect(server)) {
            assertThat(client.command("AUTH TLS")).startsWith("234");
            client.startTls(trusting);
            client.command("PBSZ 0");
            client.command("PROT P");
            try (Socket data = client.openData()) {
                assertThat(client.command("RETR /a")).startsWith("150");
                try (Socket tls = RawFtp.secure(data, trusting)) {
                    assertThat(tls.getInputStream().readAllBytes()).asString().isEqualTo("secret");
                }
                assertThat(client.reply()).startsWith("226");
            }
            assertThat(client.command("QUIT")).startsWith("221");
            assertThat(client.rest()).isEmpty();
            server.awaitAllClosed();
            assertThat(server.hangUps()).isEmpty();
        }
    }

    @Test
    void clearsTheControlConnectionAfterCcc() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .explicitTls(TestCertificates.shared().serverContext())
                        .start();
                RawFtp client = connect(server)) {
            client.command("AUTH TLS");
            client.startTls(TestCertificates.shared().clientContext());
            assertThat(client.command("CCC")).startsWith("200");
            client.endTls();
            assertThat(client.command("NOOP")).startsWith("200");
        }
    }

    @Test
    void deflatesInModeZ() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .features("MODE Z")
                        .file("/a", "aaaaaaaaaa")
                        .start();
                RawFtp client = connect(server)) {
            assertThat(client.command("MODE Z")).startsWith("200");
            byte[] deflated = client.fetch("RETR /a");
            assertThat(new InflaterInputStream(new ByteArrayInputStream(deflated)).readAllBytes())
                    .asString()
                    .isEqualTo("aaaaaaaaaa");
            client.store("STOR /b", deflated);
            assertThat(server.file("/b")).hasValue("aaaaaaaaaa".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void speaksImplicitTls() throws IOException {
        TestCertificates certificates = TestCertificates.shared();
        try (ScriptedServer server = FtpScript.server()
                        .implicitTls(certificates.serverContext())
                        .tlsSettings(socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"}))
                        .start();
                RawFtp client = RawFtp.connect(server.host(), server.port(), certificates.clientContext())) {
            assertThat(client.reply()).startsWith("220");
        }
    }

    @Test
    void injectsClearTextBehind234() throws IOException {
        try (ScriptedServer server = FtpScript.server()
                        .explicitTls(TestCertificates.shared().serverContext())
                        .injectsAfterAuth("220 evil\r\n")
                        .start();
                RawFtp client = connect(server)) {
            assertThat(client.command("AUTH TLS")).startsWith("234");
            assertThat(client.reply()).isEqualTo("220 evil");
        }
    }

    @Test
    void failsTheTestWhenTheScriptBreaks() throws IOException {
        ScriptedServer server = FtpScript.server()
                .implicitTls(TestCertificates.shared().serverContext())
                .tlsSettings(socket -> {
                    throw new IllegalStateException("a broken script");
                })
                .start();
        try (RawFtp client = RawFtp.connect(server.host(), server.port())) {
            assertThat(client.rest()).isEmpty();
        }
        assertThatThrownBy(server::close).isInstanceOf(AssertionError.class);
    }
}
