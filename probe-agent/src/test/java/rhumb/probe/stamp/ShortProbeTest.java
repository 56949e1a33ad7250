package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.net.Endpoint;

/** TWAMP Light senders send less than a STAMP base packet: as much comes back as went out. */
class ShortProbeTest {
    private static final long NOW = 1_790_000_000_000_000_000L;
    private static final long T1 = 0xeeab13e9576e6f45L;

    private final Reflector reflector = new Reflector(StampOptions.STANDARD, null);
    private final ReflectorSession session = new ReflectorSession(0, true);
    private final Arrival arrival = new Arrival();

    ShortProbeTest() {
        arrival.set(NOW, 0, 61, Endpoint.parse("192.0.2.1:20000"), null, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 23, 24, 27, 28, 40, 41, 43, 44})
    void asLongAsItCame(int length) {
        ByteBuffer in = ByteBuffer.allocate(length);
        in.putInt(0, 9).putLong(4, T1).putShort(12, (short) 0x8001);
        ByteBuffer out = ByteBuffer.allocate(length);
        reflector.reflect(1, NOW + 5, arrival, session, in, 0, length, out, 0);
        // Without room for the sender's number the answer has it as its own, or none could tell.
        assertThat(out.getInt(0)).isEqualTo(length < 28 ? 9 : 0);
        assertThat(out.getLong(4)).isEqualTo(WireTime.ntp(NOW + 5));
        if (length >= 24) {
            assertThat(out.getLong(16)).isEqualTo(WireTime.ntp(NOW));
        }
        if (length >= 41) {
            assertThat(out.getInt(24)).isEqualTo(9);
            assertThat(out.getLong(28)).isEqualTo(T1);
            assertThat(out.getShort(36)).isEqualTo((short) 0x8001);
            assertThat(out.get(40)).isEqualTo((byte) 61);
        }
    }

    @Test
    void shorterThanTwampOrThanTheSealIsTooShort() {
        assertThat(reflector.isTooShort(13)).isTrue();
        assertThat(reflector.isTooShort(14)).isFalse();
        StampKey key = StampKey.parse("00".repeat(32));
        StampOptions sealed = new StampOptions(true, false, WireClock.STANDARD, key);
        Reflector authenticated = new Reflector(sealed, new PacketSeal(key));
        assertThat(authenticated.isTooShort(111)).isTrue();
        assertThat(authenticated.isTooShort(112)).isFalse();
    }

    @Test
    void whatCannotBeToldFromAnAnswerMayBeOne() {
        ByteBuffer b = ByteBuffer.allocate(44);
        assertThat(reflector.mayBeReflection(b, 0, 23)).isTrue();
        assertThat(reflector.mayBeReflection(b, 0, 24)).isFalse();
        b.putLong(16, 1);
        assertThat(reflector.mayBeReflection(b, 0, 24)).isTrue();
    }
}
