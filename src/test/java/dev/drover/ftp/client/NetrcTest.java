package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetrcTest {
    private static final String FILE =
            """
            # ours
            machine ftp.example.org
              login alice
              password "with \\"quotes\\" and blanks"
              account books   # trailing
            machine ftp.example.com login bob password plain
            macdef init
            machine not.one login mallory
            cd /tmp

            machine FTP.example.org login second password second
            default login anonymous password me@example.org
            """;

    @Test
    void everyHostHasItsLogin() {
        Netrc netrc = Netrc.parse(FILE);

        FtpCredentials alice = netrc.credentials("ftp.example.org").orElseThrow();
        assertThat(alice.user()).isEqualTo("alice");
        assertThat(alice.password()).isEqualTo("with \"quotes\" and blanks");
        assertThat(alice.account()).hasValue("books");
        assertThat(netrc.credentials("FTP.EXAMPLE.COM").orElseThrow().password())
                .isEqualTo("plain");
        assertThat(netrc.credentials("elsewhere").orElseThrow().user()).isEqualTo("anonymous");
        assertThat(netrc.credentials("not.one").orElseThrow().user()).isEqualTo("anonymous");
    }

    @Test
    void withoutADefaultOtherHostsHaveNone() {
        assertThat(Netrc.parse("machine a login b password c").credentials("x")).isEmpty();
        assertThat(Netrc.parse("").credentials("x")).isEmpty();
    }

    @Test
    void noSecretIsShown() {
        assertThat(Netrc.parse(FILE).toString())
                .contains("ftp.example.org")
                .doesNotContain("plain")
                .doesNotContain("quotes")
                .doesNotContain("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login s3cret",
                "machine",
                "machine a login",
                "machine a password s3cret oops",
                "machine a login b s3cret"
            })
    void aMistakeIsToldWithoutASecret(String text) {
        assertThatThrownBy(() -> Netrc.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aFileIsRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve(".netrc"), FILE);

        assertThat(Netrc.load(file).credentials("ftp.example.com")).isPresent();
    }
}
