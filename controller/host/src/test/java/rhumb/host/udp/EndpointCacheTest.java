package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

class EndpointCacheTest {
    @Test
    void givesTheSameObjectForTheSameAddress() {
        EndpointCache cache = new EndpointCache();
        for (int i = 0; i < 1_000; i++) {
            Endpoint wanted = Endpoint.ofIpv4(0x0a000000 + i, 4789);
            Endpoint given = cache.of(wanted.high(), wanted.low(), wanted.port());
            assertThat(given).isEqualTo(wanted);
            assertThat(cache.of(wanted.high(), wanted.low(), wanted.port())).isSameAs(given);
        }
    }

    @Test
    void staysRightWhenItForgets() {
        EndpointCache cache = new EndpointCache();
        Random random = new Random(7);
        for (int i = 0; i < 10 * EndpointCache.SLOTS; i++) {
            Endpoint wanted =
                    new Endpoint(random.nextLong(), random.nextLong(), random.nextInt(65_536));
            assertThat(cache.of(wanted.high(), wanted.low(), wanted.port())).isEqualTo(wanted);
        }
    }
}
