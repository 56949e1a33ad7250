package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.TraceAnswer;
import rhumb.forward.wire.TraceRequest;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.rule.LinkSecurity;

/** Traces of the path from PoP 1 over PoP 2 to PoP 3, in virtual time. */
class TraceTest {
    private static final int MEDIA = OverlayHeader.MAX_PAYLOAD_BYTES;

    private final TestNet net = new TestNet(3);

    private void overTwo() {
        net.installAll();
        net.install(1, TestNet.routed(3, TestNet.path(2, 3)));
    }

    private PathTrace trace(int count) {
        order(1, count);
        net.run(30 * S);
        net.assertConserved();
        return net.node(1).sent(PathTrace.class).getLast();
    }

    private void order(long number, int count) {
        PopId target = TestNet.pop(3);
        PathTraceOrder order = new PathTraceOrder(number, target, TrafficClass.AUDIO, count);
        net.node(1).core.onTraceOrder(net.nowNs, order);
    }

    @Test
    void delaysOfHopsAddUpToThoseOfTheLinks() {
        net.wire(1, 2).delayNs = 7 * MS;
        net.wire(2, 1).delayNs = 11 * MS;
        net.wire(2, 3).delayNs = 20 * MS;
        net.wire(3, 2).delayNs = 23 * MS;
        net.wire(3, 1).delayNs = 500 * MS; // the shorter way back must not be taken
        overTwo();
        PathTrace trace = trace(5);
        assertThat(trace.fault()).isEmpty();
        assertThat(trace.hops())
                .extracting(PathTrace.Hop::pop)
                .containsExactly(TestNet.pop(2), TestNet.pop(3));
        assertThat(trace.hops()).extracting(PathTrace.Hop::answered).containsExactly(5, 5);
        assertThat(trace.hops())
                .extracting(PathTrace.Hop::rttNsMin)
                .containsExactly(18 * MS, 61 * MS);
        assertThat(trace.hops())
                .extracting(PathTrace.Hop::payloadBytesMax)
                .containsExactly(MEDIA, MEDIA);
        assertThat(trace.hops()).extracting(PathTrace.Hop::otherWayBack).containsOnly(false);
        assertThat(trace.lossBegins()).isEqualTo(-1);
        assertThat(trace.stops(MEDIA)).isEqualTo(-1);
        assertThat(trace.changed()).isFalse();
        assertThat(trace.bypassed()).isFalse();
    }

    @Test
    void worksTheSameWhereEverythingIsEncrypted() {
        net.secured(LinkSecurity.ENCRYPT);
        overTwo();
        net.run(1 * S);
        PathTrace trace = trace(5);
        assertThat(trace.hops()).extracting(PathTrace.Hop::answered).containsExactly(5, 5);
        assertThat(trace.hops())
                .extracting(PathTrace.Hop::rttNsMin)
                .containsExactly(20 * MS, 40 * MS);
    }

    @Test
    void theLinkThatLosesIsNamed() {
        net.wire(2, 3).loss = 0.2;
        overTwo();
        PathTrace trace = trace(200);
        assertThat(trace.lossBegins()).isEqualTo(1);
        assertThat(trace.hops().get(0).answered()).isEqualTo(200);
        assertThat(trace.hops().get(1).answered()).isCloseTo(160, within(20));
        assertThat(trace.hops().get(1).payloadBytesMax()).isEqualTo(MEDIA);
    }

    @Test
    void aLimitOfSizeIsFoundToTheByteAndWhereItIs() {
        overTwo();
        net.wire(2, 3).mtu = 1_000;
        PathTrace trace = trace(3);
        int overhead = OverlayHeader.FIXED_BYTES + OverlayHeader.LABEL_BYTES;
        assertThat(trace.stops(MEDIA)).isEqualTo(1);
        assertThat(trace.hops())
                .extracting(PathTrace.Hop::payloadBytesMax)
                .containsExactly(MEDIA, 1_000 - overhead);
    }

    @Test
    void aPopThatIsSilentIsNamedByThePath() {
        overTwo();
        net.wire(2, 3).blackhole = true;
        PathTrace trace = trace(3);
        PathTrace.Hop silent = trace.hops().get(1);
        assertThat(silent)
                .isEqualTo(new PathTrace.Hop(TestNet.pop(3), 3, 0, -1, -1, -1, -1, false));
        assertThat(trace.lossBegins()).isEqualTo(1);
    }

    @Test
    void whatCannotBeTracedIsSaidAtOnce() {
        net.installAll();
        var core = net.node(1).core;
        TrafficClass c = TrafficClass.AUDIO;
        core.onTraceOrder(net.nowNs, new PathTraceOrder(1, new PopId("xyz"), c, 3));
        core.onTraceOrder(net.nowNs, new PathTraceOrder(2, TestNet.pop(3), c, 3));
        core.onTraceOrder(net.nowNs, new PathTraceOrder(3, TestNet.pop(2), c, 3));
        net.run(10 * S);
        core.onTraceOrder(net.nowNs, new PathTraceOrder(4, TestNet.pop(1), c, 3));
        assertThat(net.node(1).sent(PathTrace.class))
                .extracting(PathTrace::number, PathTrace::fault)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, PathTrace.UNKNOWN_POP),
                        org.assertj.core.groups.Tuple.tuple(3L, PathTrace.BUSY),
                        org.assertj.core.groups.Tuple.tuple(2L, ""),
                        org.assertj.core.groups.Tuple.tuple(4L, PathTrace.NO_ROUTE));
    }

    /** The whole path over these PoPs, which is the only one to the last of them. */
    private static void only(TestNet net, int at, int... pops) {
        net.install(at, TestNet.routed(pops[pops.length - 1], TestNet.path(pops)));
    }

    /**
     * PoP at knows the way to the PoP beyond its link over this relay, and that the link is down.
     */
    private static void goesRound(TestNet net, int at, int target, int relay) {
        net.install(at, TestNet.routed(target, TestNet.path(target), TestNet.path(relay, target)));
        var down =
                new LinkHealth.Entry(
                        TestNet.link(at, target),
                        LinkStatus.DOWN,
                        ClassSet.ALL,
                        LinkSign.GAP,
                        null);
        net.node(at).core.onHealth(net.nowNs, new LinkHealth(List.of(down)));
    }

    private static PathTrace trace(TestNet net, int target) {
        PopId pop = TestNet.pop(target);
        net.node(1).core.onTraceOrder(net.nowNs, new PathTraceOrder(1, pop, TrafficClass.AUDIO, 3));
        net.run(30 * S);
        net.assertConserved();
        return net.node(1).sent(PathTrace.class).getLast();
    }

    @Test
    void aLinkThatIsGoneRoundIsNoted() {
        TestNet four = new TestNet(4).installAll();
        only(four, 1, 2, 4);
        goesRound(four, 2, 4, 3);
        PathTrace trace = trace(four, 4);
        assertThat(trace.bypassed()).isTrue();
        assertThat(trace.hops().getLast().pop()).isEqualTo(TestNet.pop(4));
        assertThat(trace.hops().getLast().answered()).isEqualTo(3);
        assertThat(trace.hops().getLast().otherWayBack()).isFalse();
    }

    /** Five links and one more round a link: more ways back than a request has room for. */
    @Test
    void anAnswerThatCannotComeTheSameWayIsNoted() {
        TestNet seven = new TestNet(7).installAll();
        only(seven, 1, 2, 3, 4, 5, 6);
        goesRound(seven, 5, 6, 7);
        PathTrace trace = trace(seven, 6);
        assertThat(trace.bypassed()).isTrue();
        PathTrace.Hop target = trace.hops().getLast();
        assertThat(target.pop()).isEqualTo(TestNet.pop(6));
        assertThat(target.answered()).isEqualTo(3);
        assertThat(target.otherWayBack()).isTrue();
        assertThat(trace.hops().getFirst().otherWayBack()).isFalse();
    }

    @Test
    void aTraceEndsWhenItsPathIsLeft() {
        overTwo();
        order(1, 100);
        net.run(1 * S);
        net.installAll(); // directly again
        net.run(1 * S);
        PathTrace trace = net.node(1).sent(PathTrace.class).getLast();
        assertThat(trace.changed()).isTrue();
        assertThat(trace.hops().get(1).answered()).isBetween(15, 25);
    }

    @Test
    void mediaAndTheirPathsAreNotTouched() {
        overTwo();
        long switches = net.node(1).core.pathSwitches();
        net.every(20 * MS, 200, i -> net.node(1).client(1, AUDIO, i));
        trace(20);
        assertThat(net.node(3).targetNumbers()).hasSize(200);
        assertThat(net.node(1).core.pathSwitches()).isEqualTo(switches);
        assertThat(net.node(1).core.paths()).isNotEmpty();
    }

    @Test
    void noAnswerIsLongerThanItsRequestAndTheirNumberIsBounded() {
        overTwo();
        net.wire(1, 2).capture = true;
        net.wire(2, 1).capture = true;
        order(1, 200);
        net.run(20 * S);
        List<byte[]> requests = ofType(1, 2, OverlayHeader.TYPE_TRACE);
        List<byte[]> answers = ofType(2, 1, OverlayHeader.TYPE_TRACE_ANSWER);
        int shortest = requests.stream().mapToInt(p -> p.length).min().orElseThrow();
        assertThat(answers).isNotEmpty().allMatch(p -> p.length <= shortest);
        assertThat(answers).hasSameSizeAs(requests);
        // The same requests as fast as they can: the neighbour goes mad.
        var counters = net.node(2).core.counters();
        int seq = 1_000_000;
        int before = answers.size();
        for (int i = 0; i < 5_000; i++) {
            byte[] again = requests.getFirst().clone();
            var b = java.nio.ByteBuffer.wrap(again);
            OverlayHeader.stamp(b, 0, 0, TestNet.LIFE, ++seq, seq);
            net.inject(2, TestNet.address(1), again);
        }
        net.run(1 * S);
        assertThat(counters.drops(DropReason.TRACE_LIMIT)).isEqualTo(4_900);
        assertThat(ofType(2, 1, OverlayHeader.TYPE_TRACE_ANSWER)).hasSize(before + 100);
        net.assertConserved();
    }

    @Test
    void strangersAreNotAnswered() {
        overTwo();
        net.wire(1, 2).capture = true;
        trace(1);
        byte[] request = ofType(1, 2, OverlayHeader.TYPE_TRACE).getFirst();
        long before = net.node(2).core.counters().toOverlay;
        net.inject(2, Endpoint.parse("192.0.2.77:9"), request);
        net.inject(2, TestNet.address(1), request); // replayed
        assertThat(net.node(2).core.counters().toOverlay).isEqualTo(before);
        assertThat(net.node(2).core.counters().drops(DropReason.UNKNOWN_SOURCE)).isOne();
        assertThat(net.node(2).core.counters().drops(DropReason.REPLAYED)).isOne();
    }

    @Test
    void anyBytesInRequestsAndAnswersAreCountedAndNothingBreaks() {
        Random random = new Random(7);
        overTwo();
        order(1, 200);
        int seq = 1_000_000;
        for (int i = 0; i < 60_000; i++) {
            boolean request = random.nextBoolean();
            int labels = random.nextInt(6);
            int least = request ? TraceRequest.BYTES : TraceAnswer.BYTES;
            int payload = random.nextInt(8) == 0 ? random.nextInt(60) : least;
            byte[] bytes = new byte[OverlayHeader.FIXED_BYTES + 2 * labels + payload];
            random.nextBytes(bytes);
            var b = java.nio.ByteBuffer.wrap(bytes);
            int type = request ? OverlayHeader.TYPE_TRACE : OverlayHeader.TYPE_TRACE_ANSWER;
            OverlayHeader.begin(b, 0, type, random.nextInt(256), 0, 1, random.nextInt(16));
            OverlayHeader.pops(b, 0, random.nextInt(5), 1 + random.nextInt(3));
            OverlayHeader.labelCount(b, 0, labels);
            OverlayHeader.budget(b, 0, 9_999);
            for (int n = 0; n < labels; n++) {
                OverlayHeader.label(b, 0, n, TestNet.LABEL + random.nextInt(5));
            }
            int at = OverlayHeader.bytes(b, 0);
            if (payload >= least && random.nextBoolean()) {
                b.putInt(at, 1); // of the trace that runs
                b.putInt(at + 4, random.nextInt(50));
            }
            if (payload >= least && request && random.nextBoolean()) {
                b.put(at + 10, (byte) random.nextInt(5));
            }
            OverlayHeader.stamp(b, 0, 0, TestNet.LIFE, ++seq, seq);
            int to = 1 + random.nextInt(3);
            net.inject(to, TestNet.address(to == 1 ? 2 : 1), bytes);
            if (i % 20 == 0) {
                net.run(1 * MS);
            }
        }
        net.run(30 * S);
        net.assertConserved();
        assertThat(net.node(1).sent(PathTrace.class)).hasSize(1);
    }

    private List<byte[]> ofType(int from, int to, int type) {
        return net.wire(from, to).captured.stream()
                .filter(p -> OverlayHeader.type(java.nio.ByteBuffer.wrap(p), 0) == type)
                .toList();
    }
}
