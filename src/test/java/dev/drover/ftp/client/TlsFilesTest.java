package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.TlsMaterial;
import dev.drover.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    private static final char[] PASSWORD = TestCertificates.PASSWORD.toCharArray();

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        TestCertificates.shared().writeTo(folder);
    }

    @Test
    void certificatesOfAPemFileAreReadInOrder() throws IOException {
        assertThat(TlsFiles.certificates(folder.resolve("ca.crt")))
                .containsExactly(TestCertificates.shared().authority());
        assertThat(TlsFiles.certificates(folder.resolve("server.crt")))
                .isEqualTo(TestCertificates.shared().server().chain());
    }

    @Test
    void aKeyStoreIsRead() throws IOException, GeneralSecurityException {
        KeyStore store = TlsFiles.keyStore(folder.resolve("client.p12"), PASSWORD);
        assertThat(store.isKeyEntry(store.aliases().nextElement())).isTrue();
        assertThat(TlsMaterial.OF_THE_JVM.withKeys(store, PASSWORD).keys()).isNotEmpty();
    }

    @Test
    void keyAndChainAreReadFromTwoFilesOrOne() throws IOException, GeneralSecurityException {
        TestCertificates.Identity client = TestCertificates.shared().client();
        KeyStore two = TlsFiles.keyStore(folder.resolve("client.crt"), folder.resolve("client.key"), PASSWORD);
        KeyStore one = TlsFiles.keyStore(folder.resolve("client.pem"), folder.resolve("client.pem"), PASSWORD);
        assertThat(two.getKey("key", PASSWORD)).isEqualTo(client.key());
        assertThat(one.getKey("key", PASSWORD)).isEqualTo(client.key());
        assertThat(one.getCertificateChain("key")).isEqualTo(client.chain().toArray());
    }

    @Test
    void aWrongPasswordIsToldWithTheFileAndWithoutThePassword() {
        Path file = folder.resolve("client.p12");
        assertThatThrownBy(() -> TlsFiles.keyStore(file, "wr0ng".toCharArray()))
                .isInstanceOf(FtpTlsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void aFileThatIsNotThereIsToldByItsName() {
        Path file = folder.resolve("nosuch.p12");
        assertThatThrownBy(() -> TlsFiles.keyStore(file, PASSWORD)).hasMessageContaining(file.toString());
        assertThatThrownBy(() -> TlsFiles.certificates(file)).hasMessageContaining(file.toString());
    }

    @Test
    void aKeyInAnotherFormatIsToldHowToConvertIt() throws IOException {
        Path file = Files.writeString(
                folder.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsFiles.keyStore(folder.resolve("client.crt"), file, PASSWORD))
                .isInstanceOf(FtpTlsException.class)
                .hasMessageContaining("openssl pkcs8");
    }

    @Test
    void whatIsNoCertificateIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.crt"), "");
        Path text = Files.writeString(folder.resolve("text.crt"), "hello");
        assertThatThrownBy(() -> TlsFiles.certificates(empty)).isInstanceOf(FtpTlsException.class);
        assertThatThrownBy(() -> TlsFiles.certificates(text)).isInstanceOf(FtpTlsException.class);
    }
}
