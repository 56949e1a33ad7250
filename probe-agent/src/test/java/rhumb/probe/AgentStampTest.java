package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.probe.AgentNet.MS;
import static rhumb.probe.AgentNet.SECOND;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.probe.stamp.StampKey;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.StampReject;
import rhumb.probe.stamp.WireClock;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/** Whom an agent answers, with what, and what it refuses. */
class AgentStampTest {
    private static final Endpoint STRANGER = Endpoint.parse("198.51.100.9:20000");
    private static final String COS_EF = "80040004b8000000";
    private static final int OWN_OCTET = AgentOptions.STANDARD.probeOctet();

    private final AgentNet open = AgentNet.pair(21);
    private final AgentNet answering = net(new StampOptions(true, true, WireClock.STANDARD, null));

    @Test
    void withAKeyItMeasuresAsWithoutOne() {
        AgentNet net = sealed("5a");
        net.run(5 * SECOND);
        assertThat(net.pop("fra").status(AgentNet.link("fra->sin"), LinkView.SENDER))
                .isEqualTo(LinkStatus.UP);
        assertThat(net.pop("fra").status(AgentNet.link("sin->fra"), LinkView.RECEIVER))
                .isEqualTo(LinkStatus.UP);
        AgentCounters counters = net.pop("fra").core.counters();
        assertThat(counters.received())
                .isEqualTo(counters.probesReceived() + counters.repliesReceived());
    }

    @Test
    void withoutTheKeyNothingIsAnsweredOrBelieved() {
        List<byte[]> foreign = record(sealed("a5"), 2 * SECOND);
        foreign.addAll(record(open, 2 * SECOND));
        AgentNet net = sealed("5a");
        AgentNet.Pop sin = net.pop("sin");
        foreign.forEach(bytes -> deliver(net, sin, net.pop("fra").address, bytes));
        assertThat(sin.sentBytes).isZero();
        AgentCounters counters = sin.core.counters();
        assertThat(counters.rejects(StampReject.HMAC_MISMATCH)).isPositive();
        assertThat(
                        counters.rejects(StampReject.HMAC_MISMATCH)
                                + counters.rejects(StampReject.TOO_SHORT))
                .isEqualTo(foreign.size());
    }

    @Test
    void whatWasCapturedIsNotTakenAgain() {
        AgentNet net = sealed("5a");
        List<byte[]> captured = record(net, 5 * SECOND);
        AgentNet.Pop sin = net.pop("sin");
        AgentNet.Pop fra = net.pop("fra");
        long answered = sin.core.counters().reflected() + fra.core.counters().reflected();
        long believed = sin.core.counters().repliesReceived();
        for (byte[] bytes : captured) {
            deliver(net, sin, fra.address, bytes);
            deliver(net, fra, sin.address, bytes);
        }
        assertThat(sin.core.counters().reflected() + fra.core.counters().reflected())
                .isEqualTo(answered);
        assertThat(sin.core.counters().repliesReceived()).isEqualTo(believed);
        assertThat(sin.core.counters().rejects(StampReject.REPLAYED)).isGreaterThan(40);
        assertThat(sin.core.counters().rejects(StampReject.DUPLICATE)).isGreaterThan(40);
        assertThat(sin.core.counters().rejects(StampReject.OWN_PROBE)).isGreaterThan(40);
    }

    @Test
    void aRestartedPeerIsHeardAtOnceDespiteTheReplayCheck() {
        AgentNet net = sealed("5a");
        net.run(2 * SECOND);
        AgentNet.Pop fra = net.pop("fra");
        fra.core = fra.start();
        fra.core.onPlan(net.now, net.plan(fra, 100 * MS));
        net.run(2 * SECOND);
        assertThat(net.pop("sin").core.counters().rejects(StampReject.REPLAYED)).isZero();
        assertThat(fra.status(AgentNet.link("fra->sin"), LinkView.SENDER)).isEqualTo(LinkStatus.UP);
    }

    @Test
    void theAskedCodePointIsForKnownPeers() {
        AgentNet.Pop sin = answering.pop("sin");
        deliver(answering, sin, answering.pop("fra").address, probe(COS_EF));
        assertThat(sin.lastOctet).isEqualTo(46 << 2);
        deliver(answering, sin, STRANGER, probe(COS_EF));
        assertThat(sin.lastOctet).isZero();
        deliver(answering, sin, STRANGER, probe(""));
        assertThat(sin.lastOctet).isEqualTo(OWN_OCTET);
    }

    @Test
    void strangersAreAnsweredOnlyWhenToldToAndSlowly() {
        deliver(open, open.pop("sin"), STRANGER, probe(""));
        assertThat(rejects(open, StampReject.UNKNOWN_PEER)).isEqualTo(1);
        assertThat(open.pop("sin").sentBytes).isZero();
        for (int i = 0; i < 100; i++) {
            deliver(answering, answering.pop("sin"), STRANGER, new byte[14]);
        }
        assertThat(answering.pop("sin").sentBytes).isEqualTo(20 * 14);
        assertThat(rejects(answering, StampReject.RATE_LIMITED)).isEqualTo(80);
    }

    @Test
    void aTwampSenderMayPadAsItLikesUnlessItSendsFromAReflectorsPort() {
        byte[] padded = probe("");
        padded[20] = 1;
        deliver(answering, answering.pop("sin"), STRANGER, padded);
        assertThat(answering.pop("sin").sentBytes).isEqualTo(padded.length);
        deliver(answering, answering.pop("sin"), STRANGER.withPort(862), padded);
        deliver(answering, answering.pop("sin"), STRANGER.withPort(862), new byte[23]);
        assertThat(rejects(answering, StampReject.MAY_LOOP)).isEqualTo(2);
        assertThat(answering.pop("sin").sentBytes).isEqualTo(padded.length);
    }

    @Test
    void aKnownPeerMaySendShortProbesThatCannotLoop() {
        AgentNet.Pop sin = open.pop("sin");
        for (int length = 0; length < StampPacket.OPEN.bytes(); length++) {
            deliver(open, sin, open.pop("fra").address, new byte[length]);
        }
        // From 24 octets on the answer has a receive timestamp and is known for one.
        assertThat(sin.core.counters().reflected()).isEqualTo(20);
        assertThat(rejects(open, StampReject.TOO_SHORT)).isEqualTo(24);
    }

    private static long rejects(AgentNet net, StampReject reason) {
        return net.pop("sin").core.counters().rejects(reason);
    }

    private static byte[] probe(String tlvs) {
        return HexFormat.of()
                .parseHex("00".repeat(4) + "eeab13e9576e6f450001" + "00".repeat(30) + tlvs);
    }

    private static List<byte[]> record(AgentNet net, long forNs) {
        List<byte[]> heard = new ArrayList<>();
        net.heard = heard;
        net.run(forNs);
        net.heard = null;
        return heard;
    }

    private static void deliver(AgentNet net, AgentNet.Pop to, Endpoint from, byte[] bytes) {
        ByteBuffer b = ByteBuffer.wrap(bytes);
        to.core.onDatagram(net.now, net.now, "main", from, 0, 60, b, 0, bytes.length);
    }

    private static AgentNet sealed(String octet) {
        StampKey key = StampKey.parse(octet.repeat(32));
        return net(new StampOptions(true, false, WireClock.STANDARD, key));
    }

    private static AgentNet net(StampOptions stamp) {
        AgentNet net = new AgentNet(22, AgentOptions.STANDARD.with(stamp), "fra", "sin");
        net.planAll(100 * MS);
        return net;
    }
}
