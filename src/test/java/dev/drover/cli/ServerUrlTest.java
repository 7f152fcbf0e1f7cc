package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {
    @Test
    void allPartsAreRead() throws Exception {
        ServerUrl url = ServerUrl.parse("ftps://me@firm.com@[::1]:990/a%20b/c+d.csv");
        assertThat(url.user()).contains("me@firm.com");
        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.port()).isEqualTo(OptionalInt.of(990));
        assertThat(url.path()).isEqualTo("a b/c+d.csv");
        assertThat(url.isImplicit()).isTrue();
    }

    @Test
    void thePathBeginsWhereTheLoginLandsUnlessItHasASecondSlash() throws Exception {
        assertThat(ServerUrl.parse("ftp://host").path()).isEmpty();
        assertThat(ServerUrl.parse("ftp://host/in").path()).isEqualTo("in");
        assertThat(ServerUrl.parse("ftp://host//in").path()).isEqualTo("/in");
        assertThat(ServerUrl.parse("ftp://host/%2Fin").path()).isEqualTo("/in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://me:s3cret@host/", "ftp://me:s3cret@", "ftp://", "ftp://host:x/", "ftp://host/%zz"})
    void whatIsNoUrlOrHoldsAPasswordIsRefusedAndNotQuoted(String text) {
        assertThatThrownBy(() -> ServerUrl.parse(text))
                .isInstanceOf(CommandException.class)
                .hasMessageNotContaining("s3cret");
    }
}
