package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortArgumentTest {
    @Test
    void portIsSixNumbers() throws UnknownHostException {
        assertThat(PortArgument.sixNumbers(InetAddress.getByName("10.1.2.3"), 51210))
                .isEqualTo("10,1,2,3,200,10");
        assertThat(PortArgument.sixNumbers(InetAddress.getByName("10.1.2.3"), 21))
                .isEqualTo("10,1,2,3,0,21");
    }

    @Test
    void eprtNamesTheFamily() throws UnknownHostException {
        assertThat(PortArgument.extended(InetAddress.getByName("10.1.2.3"), 6446))
                .isEqualTo("|1|10.1.2.3|6446|");
        assertThat(PortArgument.extended(InetAddress.getByName("2001:db8::1"), 6446))
                .isEqualTo("|2|2001:db8::1|6446|");
    }

    @ParameterizedTest
    @CsvSource({
        "::1, ::1",
        "::, ::",
        "1::, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
    })
    void anIpv6AddressIsInItsCanonicalText(String address, String text) throws UnknownHostException {
        assertThat(PortArgument.extended(InetAddress.getByName(address), 1)).isEqualTo("|2|" + text + "|1|");
    }

    @Test
    void aScopeStaysAtHome() throws UnknownHostException {
        assertThat(PortArgument.extended(InetAddress.getByName("fe80::1%1"), 6446))
                .isEqualTo("|2|fe80::1|6446|");
    }
}
