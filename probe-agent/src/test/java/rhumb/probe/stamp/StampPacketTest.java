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
        ByteBuffer b = ByteBuffer.allocate(StampPacket.OPEN.bytes());
        for (int i = 0; i < b.capacity(); i++) {
            b.put(i, (byte) 0xff);
        }
        StampPacket.OPEN.writeProbe(b, 0, 0, T1, 1, 0);
        assertThat(hex(b)).isEqualTo(REQUEST);
    }

    @Test
    void writesTheGoldenReflection() {
        ByteBuffer out = ByteBuffer.allocate(StampPacket.OPEN.bytes() + 3);
        StampPacket.OPEN.writeReflection(bytes(REQUEST), 0, out, 3, 0, T2, T3, 1, 63);
        assertThat(hex(out).substring(6)).isEqualTo(REPLY);
    }

    @Test
    void readsTheGoldenReflection() {
        ByteBuffer b = bytes("ffff" + REPLY);
        assertThat(StampPacket.OPEN.isReflection(b, 2)).isTrue();
        assertThat(StampPacket.OPEN.isReflection(bytes(REQUEST), 0)).isFalse();
        assertThat(StampPacket.OPEN.timestamp(b, 2)).isEqualTo(T3);
        assertThat(StampPacket.OPEN.receiveTimestamp(b, 2)).isEqualTo(T2);
        assertThat(StampPacket.OPEN.senderTimestamp(b, 2)).isEqualTo(T1);
        assertThat(StampPacket.OPEN.senderSequence(b, 2)).isZero();
        assertThat(StampPacket.OPEN.senderErrorEstimate(b, 2)).isEqualTo(1);
        assertThat(StampPacket.OPEN.senderTtl(b, 2)).isEqualTo(63);
        long residenceNs = WireTime.unixNs(T3, 1) - WireTime.unixNs(T2, 1);
        assertThat(residenceNs).isBetween(100L, 5_000L);
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

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteBuffer b) {
        byte[] bytes = new byte[b.capacity()];
        b.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
