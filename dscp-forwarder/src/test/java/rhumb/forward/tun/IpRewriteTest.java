package rhumb.forward.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.tun.IpPackets.golden;
import static rhumb.forward.tun.IpPackets.hex;
import static rhumb.forward.tun.IpPackets.read;
import static rhumb.forward.tun.IpPackets.sumsAreRight;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;

class IpRewriteTest {
    private static final TunOptions OPTIONS =
            new TunOptions(
                    1_280, Endpoint.parse("10.1.255.2:0"), Endpoint.parse("[2001:db8:1:ff::2]:0"));

    private final IcmpErrors errors = new IcmpErrors(OPTIONS);

    @Test
    void synsOfferNoMoreThanFits() {
        ByteBuffer syn4 = golden("syn4");
        assertThat(MssClamp.apply(syn4, read(syn4), 1_380)).isTrue();
        assertThat(syn4.getShort(44)).isEqualTo((short) 1_340);
        assertThat(sumsAreRight(syn4)).isTrue();
        assertThat(MssClamp.apply(syn4, read(syn4), 1_380)).as("fits by now").isFalse();
        ByteBuffer syn6 = golden("syn6");
        assertThat(MssClamp.apply(syn6, read(syn6), 1_380)).isTrue();
        assertThat(syn6.getShort(63)).isEqualTo((short) 1_320);
        assertThat(sumsAreRight(syn6)).isTrue();
        ByteBuffer later = golden("syn4");
        later.put(33, (byte) 0x10);
        assertThat(MssClamp.apply(later, read(later), 1_380)).as("an ACK").isFalse();
        ByteBuffer udp = golden("udp4");
        assertThat(MssClamp.apply(udp, read(udp), 1_280)).isFalse();
    }

    @Test
    void sumsStayRightWhateverTheSegmentSize() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer b = golden(random.nextBoolean() ? "syn4" : "syn6");
            int mtu = 1_280 + random.nextInt(160);
            MssClamp.apply(b, read(b), mtu);
            EcnDecapsulation.write(b, read(b), random.nextInt(256));
            HopCount.decrement(b, read(b));
            assertThat(sumsAreRight(b)).isTrue();
        }
    }

    @Test
    void aHopIsTakenOff() {
        for (String name : new String[] {"udp4", "udp6"}) {
            ByteBuffer b = golden(name);
            HopCount.decrement(b, read(b));
            assertThat(read(b).hops()).isEqualTo(63);
            assertThat(sumsAreRight(b)).isTrue();
        }
    }

    /** RFC 6040 figure 4. */
    @Test
    void marksOfTheOverlayReachTheReceiver() {
        int drop = EcnDecapsulation.DROP;
        int[][] table = {
            // outer: Not-ECT, ECT(1), ECT(0), CE
            {0, 0, 0, drop}, // inner Not-ECT
            {1, 1, 1, 3}, // inner ECT(1)
            {2, 1, 2, 3}, // inner ECT(0)
            {3, 3, 3, 3}, // inner CE
        };
        for (int inner = 0; inner < 4; inner++) {
            for (int outer = 0; outer < 4; outer++) {
                assertThat(EcnDecapsulation.combine(inner, outer))
                        .as(inner + " in " + outer)
                        .isEqualTo(table[inner][outer]);
            }
        }
        for (String name : new String[] {"udp4", "udp6"}) {
            ByteBuffer b = golden(name);
            EcnDecapsulation.write(b, read(b), 0xbb);
            assertThat(read(b).octet()).isEqualTo(0xbb);
            assertThat(sumsAreRight(b)).isTrue();
        }
    }

    @Test
    void errorsAreWhatScapyMakes() {
        assertThat(answer(IcmpErrors.Kind.TIME_EXCEEDED, 0, "expired4"))
                .isEqualTo(text("expired4-answer"));
        assertThat(answer(IcmpErrors.Kind.TOO_BIG, 1_280, "big4")).isEqualTo(text("big4-answer"));
        assertThat(answer(IcmpErrors.Kind.TOO_BIG, 1_280, "big6")).isEqualTo(text("big6-answer"));
    }

    @Test
    void noErrorAnswersAnErrorAPartOrAGroup() {
        assertThat(answer(IcmpErrors.Kind.TIME_EXCEEDED, 0, "expired4-answer")).isEmpty();
        assertThat(answer(IcmpErrors.Kind.TIME_EXCEEDED, 0, "big6-answer")).isEmpty();
        assertThat(answer(IcmpErrors.Kind.TIME_EXCEEDED, 0, "frag6")).isEmpty();
        ByteBuffer group = golden("udp6");
        group.putLong(24, 0xff02_0000_0000_0000L);
        assertThat(errors.make(0, IcmpErrors.Kind.UNREACHABLE, 0, group, read(group))).isZero();
        ByteBuffer nobody = golden("udp6");
        nobody.putLong(8, 0).putLong(16, 0);
        assertThat(errors.make(0, IcmpErrors.Kind.UNREACHABLE, 0, nobody, read(nobody))).isZero();
    }

    @Test
    void errorsAreAtMostAHundredASecond() {
        ByteBuffer b = golden("expired4");
        int made = 0;
        for (int i = 0; i < 100_000; i++) {
            long nowNs = i * 100_000L; // 10 s
            made += errors.make(nowNs, IcmpErrors.Kind.TIME_EXCEEDED, 0, b, read(b)) > 0 ? 1 : 0;
        }
        assertThat(made).isBetween(1_000, 1_051);
    }

    @Test
    void partsOfAPacketAreOneFlowAndFlowsAreTold() {
        ByteBuffer b = golden("udp4");
        int flow = IpFlows.flow(b, read(b));
        b.putShort(20, (short) 5_005);
        assertThat(IpFlows.flow(b, read(b))).isNotEqualTo(flow);
        ByteBuffer first = golden("udp4");
        first.putShort(6, (short) 0x2000);
        first.putShort(10, (short) 0);
        first.putShort(10, Checksum.complement(Checksum.sum(first, 0, 20)));
        ByteBuffer second = golden("udp4");
        second.putShort(6, (short) 1);
        second.putShort(10, (short) 0);
        second.putShort(10, Checksum.complement(Checksum.sum(second, 0, 20)));
        assertThat(IpFlows.flow(first, read(first))).isEqualTo(IpFlows.flow(second, read(second)));
    }

    @Test
    void numbersAreCountedByTargetClassAndLane() {
        IpFlows flows = new IpFlows();
        IpArrivals arrivals = new IpArrivals();
        assertThat(flows.next(3, TrafficClass.AUDIO, 16, 100)).isEqualTo(1);
        assertThat(flows.next(3, TrafficClass.AUDIO, 32, 100)).isEqualTo(2);
        assertThat(flows.next(3, TrafficClass.AUDIO, 1, 100)).isEqualTo(1);
        assertThat(flows.next(3, TrafficClass.BULK, 16, 100)).isEqualTo(1);
        assertThat(flows.next(4, TrafficClass.AUDIO, 16, 100)).isEqualTo(1);
        int audio = TrafficClass.AUDIO.code();
        assertThat(arrivals.isFirst(1, audio, 16, 1, 1_000)).isTrue();
        assertThat(arrivals.isFirst(1, audio, 32, 1, 1_000)).as("a copy").isFalse();
        assertThat(arrivals.isFirst(1, audio, 32, 2, 1_001)).isTrue();
        assertThat(arrivals.isFirst(2, audio, 16, 1, 1_000)).isTrue();
        assertThat(arrivals.isFirst(1, TrafficClass.BULK.code(), 16, 1, 1_000)).isTrue();
        StringBuilder told = new StringBuilder();
        flows.forEach((pop, c, packets, bytes) ->
                told.append(pop).append(c).append(packets).append('/').append(bytes).append(' '));
        assertThat(told).hasToString("3audio3/300 3bulk1/100 4audio1/100 ");
    }

    private String answer(IcmpErrors.Kind kind, int mtu, String name) {
        ByteBuffer b = golden(name);
        int length = errors.make(0, kind, mtu, b, read(b));
        return length == 0 ? "" : hex(errors.buffer(), length);
    }

    private static String text(String name) {
        ByteBuffer b = golden(name);
        return hex(b, b.capacity());
    }
}
