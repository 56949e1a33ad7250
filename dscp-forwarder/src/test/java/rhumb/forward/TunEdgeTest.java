package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;
import static rhumb.forward.tun.IpPackets.golden;
import static rhumb.forward.tun.IpPackets.hex;
import static rhumb.forward.tun.IpPackets.read;
import static rhumb.forward.tun.IpPackets.sumsAreRight;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.forward.tun.TunOptions;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.net.IpPrefix;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.Rule;

/** IP packets between networks behind PoPs 1 and 3; PoP 2 has no device. */
class TunEdgeTest {
    private static final TunOptions OPTIONS =
            new TunOptions(
                    1_280, Endpoint.parse("10.1.255.2:0"), Endpoint.parse("[2001:db8:1:ff::2]:0"));

    /** Offset of the inner octet in the overlay header. */
    private static final int INNER_OCTET = 14;

    private final TestNet net = new TestNet(3).installAll();

    @BeforeEach
    void openDevices() {
        for (int n : new int[] {1, 3}) {
            net.node(n).core.openTun(OPTIONS);
            net.install(n, TunEdgeTest::withPrefixes);
        }
    }

    private static List<Rule> withPrefixes(List<Rule> rules) {
        rules.add(new PrefixRule(IpPrefix.parse("10.1.0.0/16"), 1));
        rules.add(new PrefixRule(IpPrefix.parse("10.3.0.0/16"), 3));
        rules.add(new PrefixRule(IpPrefix.parse("2001:db8:1::/48"), 1));
        rules.add(new PrefixRule(IpPrefix.parse("2001:db8:3::/48"), 3));
        rules.add(new PrefixRule(IpPrefix.parse("10.2.0.0/16"), 2));
        return rules;
    }

    private void enter(int pop, ByteBuffer b) {
        net.node(pop).core.onTun(net.nowNs, b, 0, b.capacity());
    }

    private long drops(int pop, DropReason reason) {
        return net.node(pop).core.counters().drops(reason);
    }

    @Test
    void packetsLeaveAsTheyEnteredOneHopOlder() {
        for (String name : List.of("udp4", "udp6", "ext6", "frag6", "opt4")) {
            net.node(3).toTun.clear();
            enter(1, golden(name));
            net.run(50 * MS);
            ByteBuffer expected = golden(name);
            rhumb.forward.tun.HopCount.decrement(expected, read(expected));
            assertThat(net.node(3).toTun)
                    .as(name)
                    .extracting(b -> hex(b, b.capacity()))
                    .containsExactly(hex(expected, expected.capacity()));
        }
        // EF went as audio, marked EF on the wire.
        assertThat(net.wire(1, 3).octets).contains(0xb8);
        net.assertConserved();
    }

    @Test
    void theirClassIsThatOfTheirCodePoint() {
        net.wire(1, 3).capture = true;
        enter(1, golden("udp4"));
        net.run(MS);
        byte[] first = net.wire(1, 3).captured.getFirst();
        ByteBuffer b = ByteBuffer.wrap(first);
        assertThat(OverlayHeader.classCode(b, 0)).isEqualTo(TrafficClass.AUDIO.code());
        assertThat(OverlayHeader.innerOctet(b, 0)).isEqualTo(0xb8);
        assertThat(OverlayHeader.service(b, 0)).isEqualTo(OverlayHeader.SERVICE_IP);
    }

    @Test
    void synsAreClampedOnBothSides() {
        enter(1, golden("syn4"));
        enter(1, golden("syn6"));
        net.run(50 * MS);
        assertThat(net.node(3).toTun.get(0).getShort(44)).isEqualTo((short) 1_240);
        assertThat(net.node(3).toTun.get(1).getShort(63)).isEqualTo((short) 1_220);
        assertThat(net.node(3).toTun).allMatch(rhumb.forward.tun.IpPackets::sumsAreRight);
    }

    @Test
    void whatCannotEnterIsCountedAndAnswered() {
        enter(1, golden("expired4"));
        assertThat(drops(1, DropReason.TTL_EXPIRED)).isEqualTo(1);
        assertThat(answer(1)).isEqualTo(text("expired4-answer"));
        enter(1, golden("big6"));
        enter(1, golden("big4"));
        assertThat(drops(1, DropReason.TOO_BIG)).isEqualTo(2);
        assertThat(answer(1)).isEqualTo(text("big4-answer"));
        // Nobody is behind 10.9.0.1: unreachable.
        ByteBuffer nowhere = retarget("udp4", 0x0a090001);
        enter(1, nowhere);
        assertThat(drops(1, DropReason.NO_PREFIX)).isEqualTo(1);
        assertThat(net.node(1).toTun.getLast().getShort(20)).isEqualTo((short) 0x0300);
        assertThat(net.node(1).toTun).allMatch(b -> sumsAreRight(b));
        // To a network behind the same PoP: it does not come back out of the device.
        enter(1, retarget("udp4", 0x0a010007));
        assertThat(drops(1, DropReason.NO_PREFIX)).isEqualTo(2);
        int answers = net.node(1).toTun.size();
        // PoP 3 does not send from an address behind PoP 1, and the liar gets no answer.
        enter(3, retarget("udp4", 0x0a020001));
        assertThat(drops(3, DropReason.SPOOFED)).isEqualTo(1);
        enter(1, ByteBuffer.allocate(60));
        assertThat(drops(1, DropReason.BAD_IP)).isEqualTo(1);
        assertThat(net.node(1).toTun).hasSize(answers);
        assertThat(net.node(3).toTun).isEmpty();
        net.run(S);
        net.assertConserved();
    }

    @Test
    void whatCannotLeaveIsCounted() {
        // PoP 2 has no device, though PoP 1 was told of a network behind it.
        enter(1, retarget("udp4", 0x0a020001));
        net.run(50 * MS);
        assertThat(drops(2, DropReason.NO_TUN)).isEqualTo(1);
        // PoP 1 takes 10.2.0.0/16 for its own by mistake: PoP 3 knows better.
        net.install(1, TunEdgeTest::forged);
        enter(1, resource("udp4", 0x0a020009));
        net.run(50 * MS);
        assertThat(drops(3, DropReason.SPOOFED)).isEqualTo(1);
        assertThat(net.node(3).toTun).isEmpty();
        net.assertConserved();
    }

    private static List<Rule> forged(List<Rule> rules) {
        rules.add(new PrefixRule(IpPrefix.parse("10.2.0.0/16"), 1));
        rules.add(new PrefixRule(IpPrefix.parse("10.3.0.0/16"), 3));
        return rules;
    }

    @Test
    void copiesLeaveOnce() {
        net.wire(1, 3).capture = true;
        enter(1, golden("udp4"));
        net.run(50 * MS);
        ByteBuffer copy = ByteBuffer.wrap(net.wire(1, 3).captured.getFirst().clone());
        int life = OverlayHeader.life(copy, 0);
        OverlayHeader.stamp(copy, 0, 0, life, 1_000, (int) (net.nowNs / 1_000) + 1_000);
        net.inject(3, TestNet.address(1), copy);
        assertThat(net.node(3).toTun).hasSize(1);
        net.assertConserved();
    }

    @Test
    void marksOfTheOverlayReachThePacketOrEndIt() {
        net.wire(1, 3).capture = true;
        ByteBuffer capable = golden("udp4");
        rhumb.forward.tun.EcnDecapsulation.write(capable, read(capable), 0xba);
        enter(1, capable);
        enter(1, golden("udp6"));
        net.wire(1, 3).blackhole = true;
        net.run(MS);
        for (int i = 0; i < 2; i++) {
            ByteBuffer marked = ByteBuffer.wrap(net.wire(1, 3).captured.get(i).clone());
            marked.put(INNER_OCTET, (byte) 0xbb);
            net.inject(3, TestNet.address(1), marked);
        }
        assertThat(net.node(3).toTun).hasSize(1);
        assertThat(read(net.node(3).toTun.getFirst()).octet()).isEqualTo(0xbb);
        assertThat(drops(3, DropReason.NOT_ECT)).isEqualTo(1);
    }

    /** Under the uniform model links write what they made of it into the inner octet. */
    @Test
    void theCodePointIsTheInnerOneWhenItLeaves() {
        net.wire(1, 3).capture = true;
        enter(1, golden("udp4"));
        enter(1, golden("udp6"));
        net.wire(1, 3).blackhole = true;
        net.run(MS);
        for (int i = 0; i < 2; i++) {
            ByteBuffer remarked = ByteBuffer.wrap(net.wire(1, 3).captured.get(i).clone());
            remarked.put(INNER_OCTET, (byte) (36 << 2));
            net.inject(3, TestNet.address(1), remarked);
        }
        assertThat(net.node(3).toTun).hasSize(2).allMatch(b -> read(b).octet() == 36 << 2);
    }

    @Test
    void theControllerIsToldWhatEntered() {
        for (int i = 0; i < 10; i++) {
            enter(1, golden("udp4"));
        }
        net.run(2 * S);
        TrafficReport.Flow flow =
                net.node(1).sent(TrafficReport.class).getLast().flows().getFirst();
        assertThat(flow.service()).isEqualTo(TrafficReport.Flow.IP);
        assertThat(flow.peerPop()).isEqualTo(3);
        assertThat(flow.trafficClass()).isEqualTo(TrafficClass.AUDIO);
        assertThat(flow.packets()).isEqualTo(10);
        assertThat(flow.bytes()).isEqualTo(330);
    }

    private String answer(int pop) {
        ByteBuffer last = net.node(pop).toTun.getLast();
        return hex(last, last.capacity());
    }

    private static String text(String name) {
        ByteBuffer b = golden(name);
        return hex(b, b.capacity());
    }

    private static ByteBuffer retarget(String name, int target) {
        return readdress(name, 16, target);
    }

    private static ByteBuffer resource(String name, int source) {
        return readdress(name, 12, source);
    }

    private static ByteBuffer readdress(String name, int at, int address) {
        ByteBuffer b = golden(name);
        b.putInt(at, address);
        b.putShort(10, (short) 0);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += b.getShort(i) & 0xffff;
        }
        b.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        return b;
    }
}
