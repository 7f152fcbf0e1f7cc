package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassiveReplyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    Entering Passive Mode (127,0,0,1,200,10).      ; 127.0.0.1   ; 51210
                    Entering Passive Mode (10,1,2,3,0,21)          ; 10.1.2.3    ; 21
                    =10,1,2,3,4,5                                  ; 10.1.2.3    ; 1029
                    Entering passive mode. 127,0,0,1,4,51          ; 127.0.0.1   ; 1075
                    10,1,2,3,255,255                               ; 10.1.2.3    ; 65535
                    Passive mode 2 of 3 (192,168,0,1,4,1), go on   ; 192.168.0.1 ; 1025
                    (192,168,000,001,004,001)                      ; 192.168.0.1 ; 1025
                    Use 1,2,3,4,5,6 (192,168,0,1,4,1) or 9,9,9,9,9,9; 192.168.0.1 ; 1025
                    Version 1,2,3,4,5,6: 192,168,0,1,4,1           ; 192.168.0.1 ; 1025
                    (9,9,9,9,9,9) is busy, ( 192,168,0,1,4,1 ) not ; 192.168.0.1 ; 1025
                    300,0,0,0,0,0 ways: (192,168,0,1,4,1)          ; 192.168.0.1 ; 1025
                    """)
    void sixNumbersAreFoundWhereverTheyStand(String text, String host, int port) throws FtpException {
        assertThat(PassiveReply.parse227(FtpReply.of(227, text)).getAddress().getHostAddress())
                .isEqualTo(host);
        assertThat(PassiveReply.parse227(FtpReply.of(227, text)).getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Entering Passive Mode",
                "(127,0,0,1,200)",
                "(127,0,0,1,200,)",
                "(127,0,0,1,0,0)",
                "(256,0,0,1,4,4)",
                "(127,0,0,1,4,256)",
                "(127,0,0,1,4,1000)",
                "(1,2,3,4,5,6,7)",
                "(127;0;0;1;4;4)",
                "(127,0,0,-1,4,4)",
                "1,2,3,4,5,6 (300,0,0,1,4,4)",
                "(|||1025|)"
            })
    void whatIsNotSixNumbersIsRefused(String text) {
        assertThatThrownBy(() -> PassiveReply.parse227(FtpReply.of(227, text)))
                .isInstanceOf(FtpProtocolException.class)
                .hasMessageContaining("227");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    Entering Extended Passive Mode (|||6446|)           ; 6446
                    Entering Extended Passive Mode (|||6446|).          ; 6446
                    |||1|                                               ; 1
                    (!!!65535!)                                         ; 65535
                    (|1|192.168.1.1|2048|)                              ; 2048
                    (|2|::1|2048|)                                      ; 2048
                    (|||1|) is not meant, (|||2|) is                    ; 2
                    (---7--)                                            ; 7
                    """)
    void aPortIsFoundBetweenAnyDelimiters(String text, int port) throws FtpException {
        assertThat(PassiveReply.parse229(FtpReply.of(229, text))).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Entering Extended Passive Mode",
                "(|||0|)",
                "(|||65536|)",
                "(|||100000|)",
                "(||6446|)",
                "(|||6446)",
                "(||| 6446|)",
                "(|||-1|)",
                "(||||)",
                "127,0,0,1,4,4"
            })
    void whatIsNoPortIsRefused(String text) {
        assertThatThrownBy(() -> PassiveReply.parse229(FtpReply.of(229, text)))
                .isInstanceOf(FtpProtocolException.class)
                .hasMessageContaining("229");
    }

    @Property
    void everyAddressAndPortIsReadBack(
            @ForAll @IntRange(max = 255) int a,
            @ForAll @IntRange(max = 255) int b,
            @ForAll @IntRange(max = 255) int c,
            @ForAll @IntRange(max = 255) int d,
            @ForAll @IntRange(min = 1, max = 65535) int port)
            throws FtpException {
        String numbers = String.join(",", "" + a, "" + b, "" + c, "" + d, "" + port / 256, "" + port % 256);
        assertThat(PassiveReply.parse227(FtpReply.of(227, "Entering Passive Mode (" + numbers + ").")))
                .hasToString("/" + a + "." + b + "." + c + "." + d + ":" + port);
        assertThat(PassiveReply.parse229(FtpReply.of(229, "Extended (|||" + port + "|)")))
                .isEqualTo(port);
    }

    @Property(tries = 5000)
    void anyTextIsAPortOrAnException(@ForAll("texts") List<String> lines) {
        FtpReply reply = new FtpReply(229, lines);
        try {
            assertThat(PassiveReply.parse229(reply)).isBetween(1, 65535);
        } catch (FtpException e) {
            assertThat(e).hasMessageContaining("passive reply");
        }
        try {
            assertThat(PassiveReply.parse227(reply).getPort()).isBetween(1, 65535);
        } catch (FtpException e) {
            assertThat(e).hasMessageContaining("passive reply");
        }
    }

    @Property(tries = 20)
    void aLongReplyTakesNoLongTime(@ForAll("delimiters") String unit) {
        FtpReply reply = FtpReply.of(229, unit.repeat(60_000));
        org.assertj.core.api.Assertions.assertThatCode(() -> {
                    try {
                        PassiveReply.parse229(reply);
                    } catch (FtpException refused) {
                        assertThat(refused.getMessage()).hasSizeLessThan(500);
                    }
                    try {
                        PassiveReply.parse227(reply);
                    } catch (FtpException refused) {
                        assertThat(refused.getMessage()).hasSizeLessThan(500);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> delimiters() {
        return Arbitraries.of("|", "||", "|1", "|1|", "1,", "|a", "!|1|", "99999|", "(1,", "( ", "1,1,1,1,1,1 ");
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> near =
                Arbitraries.strings().withChars("|!(),.0123456789 ").ofMaxLength(40);
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(40);
        return Arbitraries.oneOf(near, any).list().ofMinSize(1).ofMaxSize(3);
    }
}
