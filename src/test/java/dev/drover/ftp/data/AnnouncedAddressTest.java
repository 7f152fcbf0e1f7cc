package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.PassiveAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server says that its data are, and whether that can be true. */
class AnnouncedAddressTest {
    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "169.254.3.4",
                "127.0.0.1",
                "::1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "febf::1"
            })
    void anAddressOfAPrivateNetworkIsPrivate(String text) throws Exception {
        assertThat(AnnouncedAddress.isPrivate(address(text))).isTrue();
        assertThat(AnnouncedAddress.isFollowed(address(text), PassiveAddress.REPLACE_PRIVATE, address("203.0.113.1")))
                .isFalse();
        assertThat(AnnouncedAddress.isFollowed(address(text), PassiveAddress.REPLACE_PRIVATE, null))
                .as("behind a proxy nobody knows whose network it is")
                .isFalse();
        assertThat(AnnouncedAddress.isFollowed(address(text), PassiveAddress.AS_ANNOUNCED, address("203.0.113.1")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "169.253.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "198.51.100.7",
                "2001:db8::1",
                "fb00::1",
                "fe00::1"
            })
    void anAddressBesideThoseIsNot(String text) throws Exception {
        assertThat(AnnouncedAddress.isPrivate(address(text))).isFalse();
        assertThat(AnnouncedAddress.isFollowed(address(text), PassiveAddress.REPLACE_PRIVATE, address("203.0.113.1")))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(PassiveAddress.class)
    void whatIsNoHostIsNeverFollowed(PassiveAddress policy) throws Exception {
        for (String text : new String[] {"0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "::", "ff02::1"}) {
            assertThat(AnnouncedAddress.isFollowed(address(text), policy, address("10.0.0.1")))
                    .as(text)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, 10.0.0.1, true",
        "192.168.0.2, 100.64.0.1, true",
        "10.0.0.2, fd00::1, true",
        "127.0.0.2, 127.0.0.1, true",
        "127.0.0.1, 10.0.0.1, false",
        "10.0.0.1, 127.0.0.1, false"
    })
    void aPrivateAddressIsFollowedWithinItsNetwork(String announced, String peer, boolean followed) throws Exception {
        assertThat(AnnouncedAddress.isFollowed(address(announced), PassiveAddress.REPLACE_PRIVATE, address(peer)))
                .isEqualTo(followed);
    }
}
