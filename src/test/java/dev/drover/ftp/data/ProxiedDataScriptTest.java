package dev.drover.ftp.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpProxy;
import dev.drover.testing.ProxyServer;
import dev.drover.testing.TestCertificates;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProxiedDataScriptTest {
    @Test
    void dataGoThroughTheProxyToTheHostByName() throws IOException {
        try (ProxyServer proxy = ProxyServer.socks5();
                ScriptedServer server =
                        FtpScript.server().file("/a.txt", "hello").start();
                Login login = Login.to(
                        server.namedAddress(),
                        Login.How.PLAIN.proxy(FtpProxy.socks5(new FtpAddress("127.0.0.1", proxy.port()))))) {
            assertThat(new String(login.download("/a.txt"), UTF_8)).isEqualTo("hello");
            assertThat(proxy.targets()).hasSize(2).allSatisfy(target -> assertThat(target)
                    .startsWith("socks localhost:"));
        }
    }

    @Test
    void dataAreProtectedThroughTheProxyToo() throws IOException {
        try (ProxyServer proxy = ProxyServer.httpConnect();
                ScriptedServer server = FtpScript.server()
                        .file("/a.txt", "hello")
                        .explicitTls(TestCertificates.shared().serverContext())
                        .start();
                Login login = Login.to(
                        server.namedAddress(),
                        Login.secure().proxy(FtpProxy.httpConnect(new FtpAddress("127.0.0.1", proxy.port()))))) {
            assertThat(new String(login.download("/a.txt"), UTF_8)).isEqualTo("hello");
            assertThat(proxy.targets()).hasSize(2);
        }
    }
}
