package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Packets against vectors taken from an independent implementation, and the timestamps in them. */
class StampPacketTest {
    private static final long T1 = 0xeeab13e9576e6f45L;
    private static final long T2 = 0xeeab13e957835c96L;
    private static final long T3 = 0xeeab13e9578380e0L;
    private static final String TLVS =
            "80040004b8000000" + "8003000401020000" + "8005000c000000010000000000000000";
    private static final String REQUEST =
            "00000000" + "eeab13e9576e6f45" + "0001" + "0000" + "00".repeat(28);
    private static final String REPLY =
            "00000000"
                    + "eeab13e9578380e0"
                    + "0001"
                    + "0000"
                    + "eeab13e957835c96"
                    + "00000000"
                    + "eeab13e9576e6f45"
                    + "0001"
                    + "0000"
                    + "3f000000";

    @Test
    void writesTheGoldenProbe() {
        ByteBuffer b = ByteBuffer.allocate(StampPacket.BASE_BYTES);
        for (int i = 0; i < b.capacity(); i++) {
            b.put(i, (byte) 0xff);
        }
        StampPacket.writeProbe(b, 0, 0, T1, 1, 0);
        assertThat(hex(b)).isEqualTo(REQUEST);
    }

    @Test
    void writesTheGoldenReflection() {
        ByteBuffer out = ByteBuffer.allocate(StampPacket.BASE_BYTES + 3);
        StampPacket.writeReflection(bytes(REQUEST), 0, out, 3, 0, T2, T3, 1, 63);
        assertThat(hex(out).substring(6)).isEqualTo(REPLY);
    }

    @Test
    void readsTheGoldenReflection() {
        ByteBuffer b = bytes("ffff" + REPLY);
        assertThat(StampPacket.isReflection(b, 2)).isTrue();
        assertThat(StampPacket.isReflection(bytes(REQUEST), 0)).isFalse();
        assertThat(StampPacket.timestamp(b, 2)).isEqualTo(T3);
        assertThat(StampPacket.receiveTimestamp(b, 2)).isEqualTo(T2);
        assertThat(StampPacket.senderTimestamp(b, 2)).isEqualTo(T1);
        assertThat(StampPacket.senderSequence(b, 2)).isZero();
        assertThat(StampPacket.senderErrorEstimate(b, 2)).isEqualTo(1);
        assertThat(StampPacket.senderTtl(b, 2)).isEqualTo(63);
        long residenceNs = WireTime.unixNs(T3, 1) - WireTime.unixNs(T2, 1);
        assertThat(residenceNs).isBetween(100L, 5_000L);
    }

    @Test
    void reflectsAForeignProbeWithTlvsAtTheSameLength() {
        ByteBuffer in = bytes(REQUEST + TLVS);
        ByteBuffer out = ByteBuffer.allocate(in.capacity());
        ReflectorSession session = new ReflectorSession(0, true);
        session.reflect(
                5,
                WireTime.unixNs(T3, 1),
                WireTime.unixNs(T3, 1),
                63,
                in,
                0,
                in.capacity(),
                out,
                0);
        String got = hex(out);
        assertThat(got.substring(56, 88)).isEqualTo(REPLY.substring(56));
        // Types that are not known here come back with flag U, values untouched.
        assertThat(got.substring(88)).isEqualTo(TLVS);
        assertThat(StampPacket.timestamp(out, 0) >>> 4).isEqualTo(T3 >>> 4);
    }

    @Test
    void flagsOfTlvs() {
        // Padding is known: U cleared. Type 200 is not: U set although the sender left it out.
        assertThat(reflectTlvs("80010002aaaa" + "00c80001bb")).isEqualTo("00010002aaaa80c80001bb");
        // A length beyond the packet is malformed; what follows stays as it came.
        assertThat(reflectTlvs("8001ffff0102")).isEqualTo("c001ffff0102");
        assertThat(reflectTlvs("80010000" + "0405")).isEqualTo("000100004405");
    }

    @Test
    void ntpTimesKeepTheNanosecond() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long unixNs = random.nextLong(0, 4_200_000_000_000_000_000L);
            assertThat(WireTime.unixNs(WireTime.ntp(unixNs), 1)).isEqualTo(unixNs);
        }
        assertThat(WireTime.ntp(0)).isEqualTo(0x83aa7e80_00000000L);
        assertThat(WireTime.unixNs(0x0000000a_00000007L, 0x4001)).isEqualTo(10_000_000_007L);
    }

    private static String reflectTlvs(String tlvs) {
        ByteBuffer in = bytes(REQUEST + tlvs);
        ByteBuffer out = ByteBuffer.allocate(in.capacity());
        new ReflectorSession(0, false).reflect(1, 1, 1, -1, in, 0, in.capacity(), out, 0);
        return hex(out).substring(88);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteBuffer b) {
        byte[] bytes = new byte[b.capacity()];
        b.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
