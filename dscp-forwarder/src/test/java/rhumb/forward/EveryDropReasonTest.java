package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.BULK;
import static rhumb.forward.TestNet.S;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.link.LinkTable;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.path.PathArrivals;
import rhumb.forward.pipeline.PacketPipeline;
import rhumb.forward.queue.QueueLimits;
import rhumb.forward.session.SessionLimits;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * Each reason of the closed list is met by the packet it is for: a reason without an entry here
 * does not compile.
 */
class EveryDropReasonTest {
    private static final int OVER = TestNet.LABEL;
    private final TestNet net = new TestNet(3, options()).installAll();
    private int linkSeq;

    private static ForwarderOptions options() {
        // Two sessions in all, one of an address.
        return new ForwarderOptions(
                QueueLimits.STANDARD, new SessionLimits(2, 1, 1, 60 * S), 10 * S, 120 * S);
    }

    /** Reasons whose packets another test makes, because it takes more to make them. */
    private static String testOf(DropReason reason) {
        return switch (reason) {
            case BAD_IP, NO_TUN, NO_PREFIX, SPOOFED, TTL_EXPIRED, TOO_BIG, NOT_ECT ->
                    "TunEdgeTest.java";
            case NO_KEY, UNAUTHENTICATED -> "SealedLinksTest.java";
            case KEY_WORN -> "link/KeyPairingTest.java";
            case CAP, CODEL -> "queue/QueuePropertyTest.java";
            case CE_LOST -> "TunnelTest.java";
            case TRACE_LIMIT -> "TraceTest.java";
            case LANE_FULL -> "LanesTest.java";
            default -> "";
        };
    }

    @ParameterizedTest
    @EnumSource
    void isCountedForItsPacket(DropReason reason) throws IOException {
        String test = testOf(reason);
        if (!test.isEmpty()) {
            Path folder = Path.of(System.getProperty("rhumb.root"), "dscp-forwarder/src/test/java");
            String source = Files.readString(folder.resolve("rhumb/forward").resolve(test));
            assertThat(source).contains("DropReason." + reason.name());
            return;
        }
        if (reason == DropReason.UNJUDGED) {
            // No packet can be met by it: it is what a verdict is before any check has spoken.
            LinkTable links = new LinkTable(new SendingLanes(1, TestNet.LIFE), new JdkAead());
            assertThat(new PacketPipeline(links, new PathArrivals()).reason()).isEqualTo(reason);
            return;
        }
        provoke(reason);
        net.run(10 * S);
        long counted = 0;
        for (int n = 1; n <= 3; n++) {
            counted += net.node(n).core.counters().drops(reason);
        }
        assertThat(counted).isPositive();
        net.assertConserved();
    }

    private void provoke(DropReason reason) {
        switch (reason) {
            case UNKNOWN_SOURCE ->
                    net.inject(2, Endpoint.parse("192.0.2.77:9"), packet(3, OVER + 3));
            case TRUNCATED -> inject(cut(packet(3), OverlayHeader.FIXED_BYTES - 1));
            case TOO_LONG -> net.node(1).client(1, AUDIO, new byte[3_000]);
            case BAD_VERSION -> inject(with(packet(3), b -> b.put(0, (byte) 0xf0)));
            case BAD_MODE -> inject(with(packet(3), b -> b.put(0, (byte) (b.get(0) | 0xf))));
            case BAD_LANE ->
                    inject(
                            with(
                                    packet(3),
                                    b ->
                                            OverlayHeader.stamp(
                                                    b, 0, OverlayHeader.MAX_LANES, 1, 1, 1)));
            case BAD_TYPE ->
                    inject(with(packet(3), b -> b.put(OverlayHeader.CLEAR_BYTES, (byte) 0x7f)));
            case BAD_CLASS ->
                    inject(
                            with(
                                    packet(3),
                                    b ->
                                            OverlayHeader.begin(
                                                    b, 0, OverlayHeader.TYPE_DATA, 0, 0, 9, 3)));
            case BAD_LABELS -> inject(with(packet(3), b -> OverlayHeader.labelsLeft(b, 0, 3)));
            case BAD_LENGTH -> inject(ofType(OverlayHeader.TYPE_PATH_PROBE));
            case REPLAYED -> {
                ByteBuffer b = packet(3, OVER + 3);
                inject(b);
                inject(b);
            }
            case LOOP -> inject(packet(3, OVER + 1));
            case HOP_LIMIT -> inject(with(packet(3, OVER + 3), b -> OverlayHeader.hops(b, 0, 0)));
            case DEADLINE -> inject(with(packet(3, OVER + 3), b -> OverlayHeader.budget(b, 0, 0)));
            case UNKNOWN_LABEL -> inject(packet(3, 99));
            case WRONG_EGRESS -> inject(packet(3));
            case UNKNOWN_POP -> inject(with(packet(2), b -> OverlayHeader.pops(b, 0, 99, 2)));
            case UNKNOWN_SERVICE -> inject(packet(2));
            case UNKNOWN_SESSION -> net.node(1).answer(7, AUDIO, 1);
            case NO_ROUTE -> {
                net.install(
                        1,
                        rules -> {
                            rules.removeIf(rule -> rule instanceof RouteRule);
                            return rules;
                        });
                net.node(1).client(1, AUDIO, 1);
            }
            case SESSION_LIMIT -> {
                for (int i = 1; i <= 3; i++) {
                    client("198.51.100." + i + ":4000");
                }
            }
            case SOURCE_LIMIT -> {
                client("198.51.100.1:4000");
                client("198.51.100.1:4001");
            }
            case DUPLICATE -> again(0);
            case REPEATED -> again(1);
            case BAD_REPAIR -> inject(ofType(OverlayHeader.TYPE_REPAIR)); // of no window
            case QUEUE_FULL -> {
                net.install(
                        1,
                        rules -> {
                            rules.replaceAll(r ->
                                    r instanceof UplinkRule ? new UplinkRule("main", 64_000) : r);
                            return rules;
                        });
                for (int i = 0; i < 700; i++) {
                    net.node(1).client(1, BULK, i);
                }
            }
            case NO_KEY, KEY_WORN, UNAUTHENTICATED, CAP, CODEL, CE_LOST, TRACE_LIMIT, LANE_FULL ->
                    throw new IllegalArgumentException("another test meets " + reason);
            case BAD_IP, NO_TUN, NO_PREFIX, SPOOFED, TTL_EXPIRED, TOO_BIG, NOT_ECT, UNJUDGED ->
                    throw new IllegalArgumentException("met by no packet here");
        }
    }

    /** What was delivered already comes once more, protected on its link or not. */
    private void again(int protectionSeq) {
        net.wire(1, 3).capture = true;
        net.node(1).client(1, AUDIO, 1);
        ByteBuffer again = ByteBuffer.wrap(net.wire(1, 3).captured.getFirst());
        net.run(1 * S);
        OverlayHeader.protectionSeq(again, 0, protectionSeq);
        OverlayHeader.stamp(again, 0, 0, TestNet.LIFE, 100, 1);
        net.inject(3, TestNet.address(1), again);
    }

    private void client(String from) {
        Endpoint client = Endpoint.parse(from);
        net.node(1)
                .core
                .onClient(net.nowNs, TestNet.SERVICE, client, AUDIO, ByteBuffer.allocate(9), 0, 9);
    }

    /** A packet of PoP 1 comes to PoP 2. */
    private void inject(ByteBuffer packet) {
        net.inject(2, TestNet.address(1), packet);
    }

    private static ByteBuffer with(ByteBuffer packet, Consumer<ByteBuffer> change) {
        change.accept(packet);
        return packet;
    }

    private static ByteBuffer cut(ByteBuffer packet, int length) {
        byte[] bytes = new byte[length];
        packet.get(0, bytes);
        return ByteBuffer.wrap(bytes);
    }

    private ByteBuffer ofType(int type) {
        ByteBuffer b = packet(2);
        OverlayHeader.begin(b, 0, type, 0, 0, 0, 1);
        OverlayHeader.pops(b, 0, 1, 2);
        OverlayHeader.stamp(b, 0, 0, TestNet.LIFE, ++linkSeq, linkSeq);
        return b;
    }

    private ByteBuffer packet(int target, int... labels) {
        ByteBuffer b = ByteBuffer.allocate(OverlayHeader.FIXED_BYTES + labels.length * 2 + 8);
        OverlayHeader.begin(b, 0, OverlayHeader.TYPE_DATA, 0, AUDIO, 1, 3);
        OverlayHeader.pops(b, 0, 1, target);
        OverlayHeader.flow(b, 0, 900, 77, ++linkSeq);
        OverlayHeader.budget(b, 0, 1_000);
        OverlayHeader.labelCount(b, 0, labels.length);
        OverlayHeader.stamp(b, 0, 0, TestNet.LIFE, linkSeq, linkSeq);
        for (int i = 0; i < labels.length; i++) {
            OverlayHeader.label(b, 0, i, labels[i]);
        }
        return b;
    }
}
