package dev.tidemill.trackingapi.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    private static Destination resolvingTo(boolean loopback, String... addresses) {
        return new Destination(
                host -> {
                    if (host.equals("unknown.example")) {
                        throw new UnknownHostException(host);
                    }
                    return Arrays.stream(addresses)
                            .map(DestinationTest::literal)
                            .toList();
                },
                loopback);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.5",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:db8::1",
                "2001:0:1::1"
            })
    void check_addressThatIsNotPublic_isRefused(String address) {
        assertThatThrownBy(() -> resolvingTo(false, address).check("https://inside.example/hook"))
                .isInstanceOf(Destination.Refused.class)
                .hasMessageContaining("inside.example");
        assertThatThrownBy(() -> resolvingTo(false, "93.184.216.34", address).check("https://both.example/hook"))
                .isInstanceOf(Destination.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hook",
                "ftp://example.org/",
                "file:///etc/passwd",
                "http://example.org/",
                "https://",
                "https://user@example.org/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://0177.0.0.1/",
                "https://unknown.example/",
                "https://example.org:0/",
                "https://exa mple.org/",
                "https://example.org/\r\nX: y"
            })
    void check_urlThatIsNone_isRefused(String url) {
        assertThatThrownBy(() -> resolvingTo(false, "93.184.216.34").check(url))
                .isInstanceOf(Destination.Refused.class);
    }

    @Test
    void check_publicAddress_isThePlaceToConnectTo() throws Destination.Refused {
        Destination.Place place = resolvingTo(false, "93.184.216.34").check("https://example.org/a%20b?c=d#e");

        assertThat(place.address()).isEqualTo(literal("93.184.216.34"));
        assertThat(place.port()).isEqualTo(443);
        assertThat(place.tls()).isTrue();
        assertThat(place.target()).isEqualTo("/a%20b?c=d");
        assertThat(resolvingTo(false, "2606:2800:220:1::1")
                        .check("https://example.org:8443")
                        .port())
                .isEqualTo(8443);
    }

    @Test
    void check_loopback_isAllowedOnlyWhereItIsMeantTo() throws Destination.Refused {
        assertThat(resolvingTo(true, "127.0.0.1")
                        .check("http://localhost:8080/")
                        .tls())
                .isFalse();
        for (String inside : List.of("10.0.0.1", "169.254.169.254")) {
            assertThatThrownBy(() -> resolvingTo(true, inside).check("http://inside.example/"))
                    .isInstanceOf(Destination.Refused.class);
        }
        assertThatThrownBy(() -> resolvingTo(true, "93.184.216.34").check("http://example.org/"))
                .isInstanceOf(Destination.Refused.class);
    }
}
