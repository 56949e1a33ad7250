package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rhumb.net.Endpoint;

/**
 * TLVs of any kind, in probes and in answers: never an exception, never a byte outside, never a
 * type or a length that the probe did not have.
 */
class StampFuzzTest {
    private static final Endpoint FAR = Endpoint.parse("192.0.2.1:862");
    private static final Endpoint FAR_V6 = Endpoint.parse("[2001:db8::1]:862");
    private static final long NOW = 1_790_000_000_000_000_000L;
    private static final int ROUNDS = 150_000;

    private final SplittableRandom random = new SplittableRandom(11);
    private final Arrival arrival = new Arrival();
    private final ByteBuffer scratch = ByteBuffer.allocate(1_000);

    @ParameterizedTest
    @EnumSource(StampPacket.class)
    void whateverFollowsTheBase(StampPacket packet) {
        StampKey key = StampKey.parse("5a".repeat(32));
        PacketSeal seal = packet == StampPacket.OPEN ? null : new PacketSeal(key);
        StampOptions options =
                new StampOptions(true, true, WireClock.STANDARD, seal == null ? null : key);
        Reflector reflector = new Reflector(options, seal);
        ReflectorSession session = new ReflectorSession(7, true);
        SenderSession sender = new SenderSession(7, FAR, options, seal);
        int useful = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int length = sender.write(i, NOW + i, scratch, 0, random.nextInt(200), someTlvs());
            if (random.nextBoolean()) {
                length = spoilTlvs(packet, length);
            }
            ByteBuffer in = exactly(length);
            ByteBuffer out = ByteBuffer.allocate(length);
            arrival.set(
                    NOW + i,
                    random.nextInt(-1, 256),
                    random.nextInt(-1, 256),
                    random.nextBoolean() ? FAR : FAR_V6,
                    random.nextBoolean() ? FAR : null,
                    random.nextBoolean());
            int octet = reflector.reflect(i, NOW + i, arrival, session, in, 0, length, out, 0);
            assertThat(octet).isBetween(-1, 252);
            assertSameFrames(packet, in, out, length);
            assertThat(seal == null || seal.baseIsGenuine(out, 0)).isTrue();
            spoilAnswer(out, packet);
            assertThat(sender.onReply(i + 1, FAR, -1, out, 0, length)).isNull();
            for (int type = 0; type <= StampTlv.HMAC; type++) {
                int value = sender.tlvs().value(type);
                if (value >= 0) {
                    useful++;
                    assertThat(value + sender.tlvs().valueBytes(type)).isLessThanOrEqualTo(length);
                }
            }
            int location = sender.tlvs().value(StampTlv.LOCATION);
            if (location >= 0) {
                int bytes = sender.tlvs().valueBytes(StampTlv.LOCATION);
                LocationTlv.address(out, location, bytes, LocationTlv.SOURCE_IPV4);
            }
        }
        assertThat(useful).isGreaterThan(ROUNDS / 4);
        assertThat(reflector.tlvsMalformed()).isPositive();
        assertThat(reflector.tlvsUnrecognized()).isPositive();
        assertThat(reflector.tlvsFailed() > 0).isEqualTo(seal != null);
    }

    private ProbeTlvs someTlvs() {
        return new ProbeTlvs(
                random.nextInt(-1, 64),
                random.nextInt(4) == 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private int spoilTlvs(StampPacket packet, int length) {
        int base = packet.bytes();
        for (int flips = random.nextInt(1, 4); flips > 0 && length > base; flips--) {
            scratch.put(random.nextInt(base, length), (byte) random.nextInt());
        }
        // A tail that is cut off, or noise behind the end.
        return Math.max(base, length + random.nextInt(-6, 6));
    }

    private void spoilAnswer(ByteBuffer out, StampPacket packet) {
        int tlvs = out.capacity() - packet.bytes();
        if (tlvs > 0 && random.nextInt(3) == 0) {
            out.put(packet.bytes() + random.nextInt(tlvs), (byte) random.nextInt());
        }
    }

    private ByteBuffer exactly(int length) {
        ByteBuffer in = ByteBuffer.allocate(length);
        in.put(0, scratch, 0, length);
        return in;
    }

    private static void assertSameFrames(
            StampPacket packet, ByteBuffer in, ByteBuffer out, int length) {
        int at = packet.bytes();
        while (at >= 0 && at < length) {
            int next = StampTlv.end(in, at, length);
            assertThat(StampTlv.end(out, at, length)).isEqualTo(next);
            if (next >= 0) {
                assertThat(StampTlv.type(out, at)).isEqualTo(StampTlv.type(in, at));
            }
            at = next;
        }
    }
}
