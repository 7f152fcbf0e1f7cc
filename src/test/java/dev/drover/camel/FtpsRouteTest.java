package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.BetweenPolls;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FtpsRouteTest extends CamelSupport {
    private final TestCertificates certificates = TestCertificates.shared();
    private Path home;
    private Path stores;
    private EmbeddedServer server;

    @BeforeEach
    void prepare() throws Exception {
        home = folder.resolve("home");
        stores = Files.createDirectories(folder.resolve("stores"));
        certificates.writeTo(stores);
        camel.start();
    }

    @AfterEach
    void stop() {
        BetweenPolls.stop(camel);
        if (server != null) {
            server.close();
        }
    }

    @Test
    void explicitTlsWithATrustStore() throws Exception {
        server = EmbeddedServer.on(home).explicitTls().start();
        assertThatFilesMove(trustStore());
    }

    @Test
    void implicitTlsWithATrustStore() throws Exception {
        server = EmbeddedServer.on(home).implicitTls().start();
        assertThatFilesMove(trustStore() + "&implicit=true");
    }

    @Test
    void olderTlsOnly() throws Exception {
        server = EmbeddedServer.on(home).explicitTls().protocols("TLSv1.2").start();
        assertThatFilesMove(trustStore() + "&securityProtocol=TLSv1.2");
    }

    @Test
    void aClientCertificateFromAKeyStore() throws Exception {
        server = serverThatWantsOurCertificate();
        assertThatFilesMove(trustStore() + "&ftpClient.keyStore.file=" + stores.resolve("client.p12")
                + "&ftpClient.keyStore.type=PKCS12&ftpClient.keyStore.password=" + TestCertificates.PASSWORD
                + "&ftpClient.keyStore.keyPassword=" + TestCertificates.PASSWORD);
    }

    @Test
    void sslContextParameters() throws Exception {
        server = serverThatWantsOurCertificate();
        camel.getRegistry().bind("ssl", parameters());
        assertThatFilesMove("sslContextParameters=#ssl");
    }

    @Test
    void globalSslContextParameters() throws Exception {
        server = serverThatWantsOurCertificate();
        camel.setSSLContextParameters(parameters());
        camel.getComponent("ftps", FtpsComponent.class).setUseGlobalSslContextParameters(true);
        assertThatFilesMove("");
    }

    @Test
    void aFingerprintStandsForTrust() throws Exception {
        server = EmbeddedServer.on(home)
                .explicitTls()
                .identity(certificates.selfSigned())
                .start();
        assertThatFilesMove("fingerprints=" + certificates.selfSigned().fingerprint());
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        server = EmbeddedServer.on(home).explicitTls().start();
        assertThatThrownBy(() -> send("")).hasStackTraceContaining("PKIX");
        assertThat(home.resolve("out/a.txt")).doesNotExist();
        assertThatFilesMove("verifyCertificate=false");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        server = EmbeddedServer.on(home)
                .explicitTls()
                .identity(certificates.wrongHost())
                .start();
        assertThatThrownBy(() -> send(trustStore())).hasStackTraceContaining("localhost");
        assertThatFilesMove(trustStore() + "&verifyHostName=false");
    }

    @Test
    void aServerWithoutTlsGetsNothingInClearText() throws Exception {
        server = EmbeddedServer.on(home).start();
        assertThatThrownBy(() -> send(trustStore())).hasStackTraceContaining("refused TLS");
    }

    @Test
    void dataInClearOnlyWhenAskedFor() throws Exception {
        server = EmbeddedServer.on(home).explicitTls().start();
        assertThatFilesMove(trustStore() + "&execProt=C");
    }

    @Test
    void aStreamedFileComesOverTlsToItsEnd() throws Exception {
        server = EmbeddedServer.on(home).explicitTls().start();
        assertThatFilesMove(trustStore() + "&streamDownload=true");
        await().atMost(PATIENCE).until(() -> !Files.exists(home.resolve("out/a.txt")));
    }

    @Test
    void protocolsAndCipherSuitesByTheNamesOfCommonsNet() throws Exception {
        server = EmbeddedServer.on(home).explicitTls().protocols("TLSv1.2").start();
        assertThatFilesMove(
                trustStore() + "&ftpClient.enabledProtocols=TLSv1.2"
                        + "&ftpClient.enabledCipherSuites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void aProtocolThatIsBrokenIsRefused() {
        assertThatThrownBy(() -> camel.getEndpoint("ftps:localhost/out?ftpClient.enabledProtocols=TLSv1.1"))
                .hasStackTraceContaining("use TLSv1.3,TLSv1.2");
    }

    @Test
    void aContextOfCamelMayBeToldToTrustAnyone() throws Exception {
        server = EmbeddedServer.on(home)
                .explicitTls()
                .identity(certificates.selfSigned())
                .start();
        camel.getRegistry().bind("ssl", parameters());
        assertThatThrownBy(() -> send("sslContextParameters=#ssl")).hasStackTraceContaining("PKIX");
        assertThatFilesMove("sslContextParameters=#ssl&verifyCertificate=false");
    }

    @Test
    void aContextOfCamelThatIsNotVerifiedStillShowsOurCertificate() throws Exception {
        server = serverThatWantsOurCertificate();
        camel.getRegistry().bind("ssl", parameters());
        assertThatFilesMove("sslContextParameters=#ssl&verifyCertificate=false");
    }

    @Test
    void aTrustStoreMayBeOverruled() throws Exception {
        server = EmbeddedServer.on(home)
                .explicitTls()
                .identity(certificates.selfSigned())
                .start();
        assertThatThrownBy(() -> send(trustStore())).hasStackTraceContaining("PKIX");
        assertThatThrownBy(() -> send(trustStore() + "&fingerprints=" + "ab".repeat(32)))
                .hasStackTraceContaining("none of the pinned ones");
        assertThatFilesMove(trustStore() + "&verifyCertificate=false");
    }

    @Test
    void aContextOfCamelMayComeWithFingerprints() throws Exception {
        server = EmbeddedServer.on(home)
                .explicitTls()
                .identity(certificates.selfSigned())
                .start();
        camel.getRegistry().bind("ssl", parameters());
        assertThatFilesMove("sslContextParameters=#ssl&fingerprints="
                + certificates.selfSigned().fingerprint());
    }

    @Test
    void aClientThatTheCallerMadeIsUsedAsItIs() throws Exception {
        server = EmbeddedServer.on(home).explicitTls().start();
        SSLContext context = parameters().createSSLContext(camel);
        try (FtpClient client = FtpClient.builder(new FtpAddress("localhost", server.port()))
                .credentials(FtpCredentials.of("drover", "drover"))
                .tls(TlsPolicy.explicit().context(context).build())
                .build()) {
            camel.getRegistry().bind("client", client);
            assertThatFilesMove("ftpClient=#client");
            assertThat(client.pool().opened()).isPositive();
            camel.stop();
            client.open().close();
        }
    }

    /** Apache FtpServer loses what follows a client certificate in TLS 1.3, so it is tried with 1.2. */
    private EmbeddedServer serverThatWantsOurCertificate() {
        return EmbeddedServer.on(home)
                .explicitTls()
                .protocols("TLSv1.2")
                .requireClientCertificate()
                .start();
    }

    private void assertThatFilesMove(String options) throws Exception {
        send(options);
        assertThat(Files.readString(home.resolve("out/a.txt"))).isEqualTo("over TLS");
        receiveFrom(uri(options) + "&delete=true&initialDelay=0&delay=50");
        assertThat(take().body()).isEqualTo("over TLS");
    }

    private void send(String options) {
        template.sendBodyAndHeader(uri(options), "over TLS", Exchange.FILE_NAME, "a.txt");
    }

    private String uri(String options) {
        return "ftps:localhost:" + server.port() + "/out?username=drover&password=drover"
                + (options.isEmpty() ? "" : "&" + options);
    }

    private String trustStore() {
        return "ftpClient.trustStore.file=" + stores.resolve("trust.p12")
                + "&ftpClient.trustStore.type=PKCS12&ftpClient.trustStore.password=" + TestCertificates.PASSWORD;
    }

    private SSLContextParameters parameters() {
        KeyStoreParameters trust = store("trust.p12");
        TrustManagersParameters trustManagers = new TrustManagersParameters();
        trustManagers.setKeyStore(trust);
        KeyManagersParameters keyManagers = new KeyManagersParameters();
        keyManagers.setKeyStore(store("client.p12"));
        keyManagers.setKeyPassword(TestCertificates.PASSWORD);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trustManagers);
        parameters.setKeyManagers(keyManagers);
        return parameters;
    }

    private KeyStoreParameters store(String name) {
        KeyStoreParameters parameters = new KeyStoreParameters();
        parameters.setResource("file:" + stores.resolve(name));
        parameters.setType("PKCS12");
        parameters.setPassword(TestCertificates.PASSWORD);
        return parameters;
    }
}
