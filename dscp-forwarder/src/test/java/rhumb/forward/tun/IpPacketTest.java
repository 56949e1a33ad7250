package rhumb.forward.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.tun.IpPackets.golden;
import static rhumb.forward.tun.IpPackets.read;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

class IpPacketTest {
    private static final List<String> GOLDEN =
            List.of("udp4", "udp6", "syn4", "syn6", "ext6", "frag6", "opt4", "big6-answer");

    @Test
    void readsIpv4() {
        IpPacket packet = read(golden("udp4"));
        assertThat(packet.ipv4()).isTrue();
        assertThat(packet.octet()).isEqualTo(0xb8);
        assertThat(packet.hops()).isEqualTo(64);
        assertThat(packet.length()).isEqualTo(33);
        assertThat(packet.protocol()).isEqualTo(IpPacket.UDP);
        assertThat(packet.payload()).isEqualTo(20);
        assertThat(source(packet)).isEqualTo("10.1.0.1");
        assertThat(target(packet)).isEqualTo("10.3.0.1");
        assertThat(packet.dontFragment()).isFalse();
        assertThat(read(golden("big4")).dontFragment()).isTrue();
        assertThat(read(golden("opt4")).payload()).isEqualTo(24);
    }

    @Test
    void readsIpv6BehindExtensionHeaders() {
        IpPacket packet = read(golden("udp6"));
        assertThat(packet.ipv4()).isFalse();
        assertThat(packet.octet()).isEqualTo(0xb8);
        assertThat(packet.hops()).isEqualTo(64);
        assertThat(source(packet)).isEqualTo("2001:db8:1::1");
        assertThat(target(packet)).isEqualTo("2001:db8:3::1");
        IpPacket extended = read(golden("ext6"));
        assertThat(extended.protocol()).isEqualTo(IpPacket.UDP);
        assertThat(extended.payload()).isEqualTo(56);
        assertThat(extended.fragment()).isFalse();
        IpPacket part = read(golden("frag6"));
        assertThat(part.laterFragment()).isTrue();
        assertThat(part.holds(IpPacket.UDP, 0)).isFalse();
    }

    @Test
    void whatHangsOverTheEndIsNoPacket() {
        IpPacket packet = new IpPacket();
        for (String name : GOLDEN) {
            ByteBuffer whole = golden(name);
            for (int length = 0; length < whole.capacity(); length++) {
                assertThat(packet.read(whole, 0, length)).as(name + " cut to " + length).isFalse();
            }
            // Bytes behind it are no part of it.
            ByteBuffer padded =
                    ByteBuffer.allocate(whole.capacity() + 9).put(0, whole, 0, whole.capacity());
            assertThat(packet.read(padded, 0, padded.capacity())).isTrue();
            assertThat(packet.length()).isEqualTo(whole.capacity());
        }
        ByteBuffer wrongSum = golden("udp4");
        wrongSum.put(8, (byte) 63);
        assertThat(packet.read(wrongSum, 0, wrongSum.capacity())).isFalse();
        ByteBuffer version5 = golden("udp4");
        version5.put(0, (byte) 0x55);
        assertThat(packet.read(version5, 0, version5.capacity())).isFalse();
    }

    @Test
    void aChainWithoutEndIsReadNoFurther() {
        ByteBuffer b = ByteBuffer.allocate(40 + 20 * 8);
        b.putInt(0, 6 << 28);
        b.putShort(4, (short) (20 * 8));
        b.put(6, (byte) 60);
        for (int i = 0; i < 20; i++) {
            b.put(40 + i * 8, (byte) 60);
        }
        assertThat(read(b).protocol()).isEqualTo(IpPacket.UNREAD);
    }

    /** Whatever the bytes, everything that acts on a packet stays inside of its buffer. */
    @Test
    void mutatedPacketsNeverReachBeyondTheirBuffer() {
        Random random = new Random(20_26);
        IpPacket packet = new IpPacket();
        IcmpErrors errors = new IcmpErrors(new TunOptions(1_280, null, null));
        int good = 0;
        for (int i = 0; i < 300_000; i++) {
            ByteBuffer b = golden(GOLDEN.get(random.nextInt(GOLDEN.size())));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                int at = random.nextInt(Math.min(b.capacity(), 72));
                b.put(at, (byte) random.nextInt());
            }
            if (b.get(0) >>> 4 == 4) {
                // Most would only fail by their sum.
                b.putShort(10, (short) 0);
                int header = Math.min((b.get(0) & 0xf) * 4, b.capacity());
                b.putShort(10, Checksum.complement(Checksum.sum(b, 0, header)));
            }
            if (!packet.read(b, 0, b.capacity())) {
                continue;
            }
            good++;
            assertThat(packet.payloadBytes()).isBetween(0, b.capacity());
            IpFlows.flow(b, packet);
            MssClamp.apply(b, packet, 1_280);
            errors.make(i * 20_000_000L, IcmpErrors.Kind.TOO_BIG, 1_280, b, packet);
            EcnDecapsulation.write(b, packet, i & 3);
            if (packet.hops() > 1) {
                HopCount.decrement(b, packet);
            }
        }
        assertThat(good).isGreaterThan(100_000);
    }

    private static String source(IpPacket packet) {
        return new Endpoint(packet.sourceHigh(), packet.sourceLow(), 0).host();
    }

    private static String target(IpPacket packet) {
        return new Endpoint(packet.targetHigh(), packet.targetLow(), 0).host();
    }
}
