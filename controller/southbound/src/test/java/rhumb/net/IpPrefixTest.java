package rhumb.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpPrefixTest {
    @Test
    void readsWhatItWrites() {
        for (String text :
                List.of(
                        "0.0.0.0/0",
                        "10.0.0.0/8",
                        "192.0.2.128/25",
                        "192.0.2.1/32",
                        "::/0",
                        "2001:db8:1::/48",
                        "2001:db8::1/128")) {
            assertThat(IpPrefix.parse(text)).hasToString(text);
        }
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            int bits = random.nextInt(129);
            IpPrefix prefix =
                    IpPrefix.around(random.nextLong() | 1L << 63, random.nextLong(), bits);
            assertThat(IpPrefix.parse(prefix.toString())).isEqualTo(prefix);
        }
    }

    @Test
    void holdsItsFirstAndItsLastAddressAndNoneBeyond() {
        IpPrefix prefix = IpPrefix.parse("10.1.2.0/23");
        assertThat(prefix.contains(Endpoint.parse("10.1.2.0:0"))).isTrue();
        assertThat(prefix.contains(Endpoint.parse("10.1.3.255:0"))).isTrue();
        assertThat(prefix.contains(Endpoint.parse("10.1.4.0:0"))).isFalse();
        assertThat(prefix.contains(Endpoint.parse("10.1.1.255:0"))).isFalse();
        assertThat(new Endpoint(prefix.lastHigh(), prefix.lastLow(), 0).host())
                .isEqualTo("10.1.3.255");
        assertThat(prefix.length()).isEqualTo(23);
        assertThat(IpPrefix.parse("2001:db8::/32").contains(IpPrefix.parse("2001:db8:1::/48")))
                .isTrue();
        assertThat(IpPrefix.parse("2001:db8:1::/48").overlaps(IpPrefix.parse("2001:db8::/32")))
                .isTrue();
        assertThat(IpPrefix.parse("10.0.0.0/8").overlaps(IpPrefix.parse("11.0.0.0/8"))).isFalse();
    }

    @Test
    void whatIsNoPrefixIsSaidWithWhatWasExpected() {
        for (String bad :
                List.of(
                        "",
                        "10.0.0.0",
                        "10.0.0.0/33",
                        "10.0.0/8",
                        "::/129",
                        "::g/64",
                        "1.2.3.4/")) {
            assertThatThrownBy(() -> IpPrefix.parse(bad))
                    .hasMessageContaining("expected such as 10.1.0.0/16");
        }
        assertThatThrownBy(() -> IpPrefix.parse("10.1.2.3/16"))
                .hasMessage(
                        "prefix \"10.1.2.3/16\" has bits beyond its length: expected 10.1.0.0/16");
        assertThatThrownBy(() -> new IpPrefix(0, 1, 64)).hasMessageContaining("expected ::/64");
    }

    @Test
    void theOtherEndOfAPointToPointLinkIsTheNextHost() {
        assertThat(neighbor("10.1.255.1/30")).isEqualTo("10.1.255.2");
        assertThat(neighbor("10.1.255.2/30")).isEqualTo("10.1.255.1");
        assertThat(neighbor("10.1.255.254/24")).isEqualTo("10.1.255.253");
        assertThat(neighbor("10.1.255.0/31")).isEqualTo("10.1.255.1");
        assertThat(neighbor("10.1.255.1/31")).isEqualTo("10.1.255.0");
        assertThat(neighbor("10.1.255.7/32")).isEqualTo("10.1.255.7");
        assertThat(neighbor("2001:db8::1/64")).isEqualTo("2001:db8::2");
        assertThat(neighbor("2001:db8::5/128")).isEqualTo("2001:db8::5");
        assertThat(InterfaceAddress.parse("10.1.255.1/30")).hasToString("10.1.255.1/30");
    }

    private static String neighbor(String address) {
        return InterfaceAddress.parse(address).neighbor().host();
    }
}
