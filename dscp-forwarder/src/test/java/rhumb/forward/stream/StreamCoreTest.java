package rhumb.forward.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PathRule;

/** PoP 1 is next to the viewer, PoP 3 next to the media server, PoP 2 between them. */
class StreamCoreTest {
    private static final long MS = 1_000_000L;
    private static final PathRule DIRECT = new PathRule(List.of(StreamNet.label(1, 3)), 20 * MS);
    private static final PathRule OVER_2 =
            new PathRule(List.of(StreamNet.label(1, 2), StreamNet.label(2, 3)), 40 * MS);

    private final StreamNet net = new StreamNet();
    private final Random media = new Random(5);
    private final java.io.ByteArrayOutputStream sent = new java.io.ByteArrayOutputStream();

    @BeforeEach
    void wire() {
        net.node(1).neighbors.put(StreamNet.label(1, 2), 2);
        net.node(1).neighbors.put(StreamNet.label(1, 3), 3);
        net.node(2).neighbors.put(StreamNet.label(2, 3), 3);
        net.node(3);
        net.node(1).routes = List.of(DIRECT, OVER_2);
    }

    private StreamNet.Viewer watch(String request) {
        StreamNet.Viewer viewer = net.new Viewer(net.node(1), 7);
        viewer.say(request);
        return viewer;
    }

    private StreamNet.Viewer watchLive() {
        StreamNet.Viewer viewer = watch("GET /live/a.flv HTTP/1.1\r\nHost: x\r\n\r\n");
        net.run(300 * MS);
        return viewer;
    }

    /** The media server sends for a while: one burst every 10 ms. */
    private void play(long forNs) {
        for (long doneNs = 0; doneNs < forNs; doneNs += 10 * MS) {
            byte[] burst = new byte[500 + media.nextInt(3_000)];
            media.nextBytes(burst);
            sent.writeBytes(burst);
            net.originConnections.getFirst().back.write(ByteBuffer.wrap(burst));
            net.run(10 * MS);
        }
    }

    private void assertWhole(StreamNet.Viewer viewer) {
        net.run(3_000 * MS);
        assertThat(viewer.got.toByteArray()).isEqualTo(sent.toByteArray());
    }

    @Test
    void aStreamArrivesByteForByteAndTheRequestIsBuiltAnew() {
        StreamNet.Viewer viewer =
                watch("GET /live/a.flv HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n");
        net.run(300 * MS);
        play(1_000 * MS);
        assertWhole(viewer);
        assertThat(net.originConnections).hasSize(1);
        assertThat(net.originConnections.getFirst().request.toString())
                .startsWith("GET /live/a.flv HTTP/1.1\r\nHost: 10.9.9.9:80\r\n")
                .doesNotContain("secret");
    }

    @Test
    void aNewBestPathTakesTheStreamOverWithoutLosingAByteOrTheViewer() {
        StreamNet.Viewer viewer = watchLive();
        for (int i = 0; i < 6; i++) {
            play(500 * MS);
            net.node(1).routes = i % 2 == 0 ? List.of(OVER_2, DIRECT) : List.of(DIRECT, OVER_2);
            net.node(1).core.onPathsChanged(net.nowNs);
        }
        play(500 * MS);
        assertWhole(viewer);
        assertThat(viewer.closed).isFalse();
        assertThat(net.originConnections).hasSize(1);
        assertThat(net.node(1).core.counters().reroutes()).isEqualTo(6);
        assertThat(net.node(2).core.counters().relayedBytes()).isGreaterThan(200_000);
    }

    @Test
    void flowsSayWhatEachViewerWatchesOverWhichPath() {
        net.new Viewer(net.node(1), 7);
        net.run(300 * MS);
        assertThat(net.node(1).core.flows()).isEmpty();
        StreamNet.Viewer viewer = watchLive();
        play(500 * MS);
        assertThat(net.node(1).core.flows())
                .singleElement()
                .satisfies(flow -> {
                    assertThat(flow.service()).isEqualTo(7);
                    assertThat(flow.peerPop()).isEqualTo(3);
                    assertThat(flow.trafficClass()).isEqualTo(TrafficClass.LIVE);
                    assertThat(flow.labels()).isEqualTo(DIRECT.labels());
                    assertThat(flow.onBackup()).isFalse();
                    assertThat(flow.bytes()).isPositive().isLessThanOrEqualTo(sent.size());
                    assertThat(flow.switches()).isZero();
                });
        net.dark.add("3>1");
        play(2_000 * MS);
        assertThat(net.node(1).core.flows())
                .singleElement()
                .satisfies(flow -> {
                    assertThat(flow.labels()).isEqualTo(OVER_2.labels());
                    assertThat(flow.onBackup()).isTrue();
                    assertThat(flow.switches()).isEqualTo(1);
                });
        assertThat(net.node(2).core.flows()).isEmpty();
        viewer.toCore.close();
        net.run(100 * MS);
        assertThat(net.node(1).core.flows()).isEmpty();
    }

    @Test
    void aPathThatFallsSilentIsLeftWithoutAnyoneSayingSo() {
        StreamNet.Viewer viewer = watchLive();
        play(500 * MS);
        net.dark.add("3>1");
        play(2_000 * MS);
        int beforeHeal = viewer.got.size();
        assertThat(net.node(1).core.counters().reroutes()).isEqualTo(1);
        assertThat(beforeHeal).isGreaterThan(sent.size() * 9 / 10);
        net.dark.clear();
        play(500 * MS);
        assertWhole(viewer);
    }

    @Test
    void aRefusedFirstHopIsGoneAround() {
        net.node(1).neighbors.put(StreamNet.label(1, 3), 99);
        StreamNet.Viewer viewer = watchLive();
        net.run(300 * MS);
        play(500 * MS);
        assertWhole(viewer);
    }

    @Test
    void theEndOfTheOriginEndsTheViewerAfterTheLastByte() {
        StreamNet.Viewer viewer = watchLive();
        play(500 * MS);
        net.originConnections.getFirst().back.close();
        assertWhole(viewer);
        assertThat(viewer.closed).isTrue();
        net.run(20_000 * MS);
        assertThat(net.nodes.values()).allMatch(n -> n.core.openConnections() == 0);
    }

    @Test
    void aViewerThatLeavesFreesEverything() {
        StreamNet.Viewer viewer = watchLive();
        play(500 * MS);
        viewer.toCore.close();
        net.run(20_000 * MS);
        assertThat(net.originConnections.getFirst().closed).isTrue();
        assertThat(net.nodes.values()).allMatch(n -> n.core.openConnections() == 0);
    }

    @Test
    void aSlowViewerStopsTheMediaServerInsteadOfFillingMemory() {
        StreamNet.Viewer viewer = watchLive();
        viewer.toViewer.paused = true;
        for (int i = 0; i < 40; i++) {
            if (!net.originConnections.getFirst().back.paused) {
                play(200 * MS);
            }
        }
        byte[] more = new byte[8 << 20];
        sent.writeBytes(more);
        for (int i = 0; i < more.length; i += 1 << 16) {
            net.originConnections.getFirst().back.write(ByteBuffer.wrap(more, i, 1 << 16));
        }
        net.run(2_000 * MS);
        assertThat(net.originConnections.getFirst().back.paused).isTrue();
        viewer.toViewer.paused = false;
        viewer.toViewer.deliver();
        net.run(60_000 * MS);
        assertWhole(viewer);
    }

    @Test
    void aSlowViewerWhosePathChangesStillStopsTheMediaServer() {
        StreamNet.Viewer viewer = watchLive();
        play(200 * MS);
        viewer.toViewer.paused = true;
        play(1_000 * MS);
        net.node(1).routes = List.of(OVER_2, DIRECT);
        net.node(1).core.onPathsChanged(net.nowNs);
        net.run(300 * MS);
        int heldBefore = viewer.toViewer.queued;
        byte[] more = new byte[16 << 20];
        media.nextBytes(more);
        sent.writeBytes(more);
        for (int i = 0; i < more.length; i += 1 << 16) {
            net.originConnections.getFirst().back.write(ByteBuffer.wrap(more, i, 1 << 16));
        }
        net.run(20_000 * MS);
        assertThat(viewer.toViewer.queued - heldBefore).isLessThan(2 << 20);
        assertThat(net.originConnections.getFirst().back.paused).isTrue();
        viewer.toViewer.paused = false;
        viewer.toViewer.deliver();
        net.run(60_000 * MS);
        assertWhole(viewer);
    }

    @Test
    void aChainThatWasOvertakenEndsAloneAndNotTheStream() {
        net.node(1).neighbors.put(StreamNet.label(1, 4), 4);
        net.node(4).neighbors.put(StreamNet.label(4, 3), 3);
        PathRule over4 =
                new PathRule(List.of(StreamNet.label(1, 4), StreamNet.label(4, 3)), 40 * MS);
        StreamNet.Viewer viewer = watchLive();
        play(500 * MS);
        // Asked for over 2, which holds it up; then over 4, which is faster there but not back.
        net.dark.add("1>2");
        net.node(1).routes = List.of(OVER_2, over4);
        net.node(1).core.onPathsChanged(net.nowNs);
        play(250 * MS);
        net.node(1).routes = List.of(over4, OVER_2);
        net.node(1).core.onPathsChanged(net.nowNs);
        play(150 * MS); // Both links of the way over 4 are open by now, and the preface is on it.
        net.dark.add("3>4");
        play(50 * MS);
        net.dark.remove("1>2");
        play(300 * MS);
        net.dark.remove("3>4");
        play(500 * MS);
        assertThat(net.node(1).core.counters().rejects(StreamReject.STALE_RESUME)).isPositive();
        assertThat(viewer.closed).isFalse();
        assertWhole(viewer);
    }

    @Test
    void badRequestsAreAnsweredAndCounted() {
        for (String bad :
                List.of(
                        "POST /x HTTP/1.1\r\n\r\n",
                        "GET http://evil/ HTTP/1.1\r\n\r\n",
                        "\r\n\r\n",
                        "GET /" + "a".repeat(3_000) + " HTTP/1.1\r\n\r\n",
                        "x".repeat(9_000))) {
            StreamNet.Viewer viewer = watch(bad);
            net.run(100 * MS);
            assertThat(viewer.got.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 400");
            assertThat(viewer.closed).isTrue();
        }
        assertThat(net.node(1).core.counters().rejects(StreamReject.BAD_REQUEST)).isEqualTo(5);
    }

    @Test
    void withoutAnyPathTheViewerGetsAnAnswer() {
        net.node(1).routes = List.of();
        StreamNet.Viewer viewer = watchLive();
        net.run(11_000 * MS);
        assertThat(viewer.got.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 504");
        assertThat(viewer.closed).isTrue();
    }

    @Test
    void strangersAndWrongPrefacesAreTurnedAway() {
        StreamCore core = net.node(3).core;
        assertThat(core.onChain(0, Endpoint.parse("192.0.2.77:5"))).isZero();
        assertThat(core.counters().rejects(StreamReject.NOT_A_NEIGHBOR)).isEqualTo(1);

        StreamPreface wrongPop = new StreamPreface(7, 1, 2, 1, 0, List.of(), 0, "/a");
        StreamPreface unknownLabel = new StreamPreface(7, 1, 3, 1, 0, List.of(9), 1, "/a");
        StreamPreface unknownService = new StreamPreface(8, 1, 3, 1, 0, List.of(), 0, "/a");
        StreamPreface stale = new StreamPreface(7, 1, 3, 1, 99, List.of(), 0, "/a");
        for (StreamPreface preface : List.of(wrongPop, unknownLabel, unknownService, stale)) {
            assertThat(net.new Neighbor(1, 3).say(preface.write())).isNotNull();
        }
        for (StreamReject reason :
                List.of(
                        StreamReject.WRONG_ORIGIN,
                        StreamReject.UNKNOWN_LABEL,
                        StreamReject.UNKNOWN_SERVICE,
                        StreamReject.STALE_RESUME)) {
            assertThat(core.counters().rejects(reason)).as(reason.name()).isEqualTo(1);
        }
        int idle = core.onChain(0, StreamNet.address(1));
        assertThat(idle).isPositive();
        net.run(6_000 * MS);
        assertThat(core.counters().rejects(StreamReject.SLOW_PREFACE)).isEqualTo(1);
        assertThat(core.openConnections()).isZero();
    }

    @Test
    void randomBytesOnAnyConnectionNeverThrow() {
        Random random = new Random(11);
        byte[] good = new StreamPreface(7, 1, 3, 5, 0, List.of(), 0, "/live/a.flv").write().array();
        for (int i = 0; i < 20_000; i++) {
            StreamNet.Node node = net.node(1 + random.nextInt(3));
            boolean viewer = random.nextBoolean();
            int from = 1 + random.nextInt(3);
            StreamNet.Neighbor neighbor = viewer ? null : net.new Neighbor(from, node.pop);
            int connection =
                    neighbor == null
                            ? node.core.onViewer(net.nowNs, random.nextInt(9))
                            : neighbor.connection;
            byte[] bytes = random.nextBoolean() ? good.clone() : new byte[random.nextInt(200)];
            if (bytes.length == good.length) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            } else {
                random.nextBytes(bytes);
            }
            if (neighbor != null && from != node.pop && random.nextBoolean()) {
                neighbor.say(ByteBuffer.wrap(bytes));
            } else {
                node.core.onBytes(net.nowNs, connection, ByteBuffer.wrap(bytes));
            }
            byte[] frames = new byte[random.nextInt(100)];
            random.nextBytes(frames);
            if (neighbor != null && neighbor.session.isOpen() && random.nextBoolean()) {
                neighbor.say(ByteBuffer.wrap(frames));
            } else {
                node.core.onBytes(net.nowNs, connection, ByteBuffer.wrap(frames));
            }
            node.core.onClosed(net.nowNs, connection, "fuzz");
            net.run(MS);
        }
        net.run(60_000 * MS);
        assertThat(net.nodes.values()).allMatch(n -> n.core.openConnections() == 0);
    }
}
