package rhumb.forward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverlayHeaderTest {
    private static final int AT = 3;
    private static final int LIFE = 1_700_000_000;

    @Test
    void readsTheGoldenDataPacket() {
        ByteBuffer b = golden("data.hex");
        assertThat(check(b, b.capacity() - AT)).isNull();
        assertThat(OverlayHeader.type(b, AT)).isEqualTo(OverlayHeader.TYPE_DATA);
        assertThat(OverlayHeader.flags(b, AT)).isEqualTo(OverlayHeader.FLAG_BACKUP);
        assertThat(OverlayHeader.innerOctet(b, AT)).isEqualTo(0xb8);
        assertThat(OverlayHeader.classCode(b, AT)).isEqualTo(1);
        assertThat(OverlayHeader.hops(b, AT)).isEqualTo(4);
        assertThat(OverlayHeader.mode(b, AT)).isEqualTo(OverlayHeader.MODE_CLEAR);
        assertThat(OverlayHeader.senderGeneration(b, AT)).isZero();
        assertThat(OverlayHeader.receiverGeneration(b, AT)).isZero();
        assertThat(OverlayHeader.lane(b, AT)).isZero();
        assertThat(OverlayHeader.life(b, AT)).isEqualTo(LIFE);
        assertThat(OverlayHeader.protectionSeq(b, AT)).isZero();
        assertThat(OverlayHeader.linkSeq(b, AT)).isEqualTo(7);
        assertThat(OverlayHeader.departureUs(b, AT)).isEqualTo(1_000_000);
        assertThat(OverlayHeader.sourcePop(b, AT)).isEqualTo(1);
        assertThat(OverlayHeader.targetPop(b, AT)).isEqualTo(3);
        assertThat(OverlayHeader.service(b, AT)).isEqualTo(500);
        assertThat(OverlayHeader.pathTag(b, AT)).isEqualTo(42);
        assertThat(OverlayHeader.labelCount(b, AT)).isEqualTo(1);
        assertThat(OverlayHeader.labelsLeft(b, AT)).isEqualTo(1);
        assertThat(OverlayHeader.flow(b, AT)).isEqualTo(0xdeadbeef);
        assertThat(OverlayHeader.flowSeq(b, AT)).isEqualTo(9);
        assertThat(OverlayHeader.ingressUs(b, AT)).isEqualTo(999_936);
        assertThat(OverlayHeader.budget(b, AT)).isEqualTo(1_000);
        assertThat(OverlayHeader.label(b, AT, 0)).isEqualTo(22);
        assertThat(OverlayHeader.bytes(b, AT)).isEqualTo(46);
    }

    @Test
    void writesTheGoldenDataPacket() {
        byte[] golden = Hex.golden("data.hex");
        ByteBuffer b = ByteBuffer.allocate(golden.length + AT);
        // What was there before must not show.
        for (int i = 0; i < b.capacity(); i++) {
            b.put(i, (byte) 0x5a);
        }
        OverlayHeader.begin(b, AT, OverlayHeader.TYPE_DATA, OverlayHeader.FLAG_BACKUP, 0xb8, 1, 5);
        OverlayHeader.pops(b, AT, 1, 3);
        OverlayHeader.pathTag(b, AT, 42);
        OverlayHeader.labelCount(b, AT, 1);
        OverlayHeader.flow(b, AT, 500, 0xdeadbeef, 9);
        OverlayHeader.ingressUs(b, AT, 999_936);
        OverlayHeader.budget(b, AT, 1_000);
        OverlayHeader.label(b, AT, 0, 22);
        b.put(AT + 46, new byte[] {(byte) 0x80, 0x6f, 1, 2});
        OverlayHeader.stamp(b, AT, 0, LIFE, 7, 1_000_000);
        OverlayHeader.hops(b, AT, 4);
        assertThat(Hex.text(b, AT, golden.length)).isEqualTo(HexFormat.of().formatHex(golden));
    }

    @Test
    void readsAndWritesTheGoldenPathProbe() {
        ByteBuffer b = golden("path-probe.hex");
        int payload = AT + OverlayHeader.FIXED_BYTES;
        assertThat(check(b, b.capacity() - AT)).isNull();
        assertThat(OverlayHeader.linkSeq(b, AT)).isEqualTo(-1);
        assertThat(PathProbe.seq(b, payload)).isEqualTo(5);
        assertThat(PathProbe.sent(b, payload)).isEqualTo(256);
        assertThat(PathProbe.departureUs(b, payload)).isEqualTo(Integer.MIN_VALUE);

        ByteBuffer w = ByteBuffer.allocate(b.capacity());
        OverlayHeader.begin(w, AT, OverlayHeader.TYPE_PATH_PROBE, 0, 0, 0, 3);
        OverlayHeader.pops(w, AT, 1, 2);
        OverlayHeader.pathTag(w, AT, 1);
        OverlayHeader.ingressUs(w, AT, Integer.MIN_VALUE);
        OverlayHeader.budget(w, AT, 5_000);
        OverlayHeader.stamp(w, AT, 0, LIFE, -1, Integer.MIN_VALUE);
        PathProbe.write(w, payload, 5, 256, Integer.MIN_VALUE);
        assertSame(w, b);
    }

    @Test
    void readsAndWritesTheGoldenPathReport() {
        ByteBuffer b = golden("path-report.hex");
        int payload = AT + OverlayHeader.FIXED_BYTES;
        assertThat(check(b, b.capacity() - AT)).isNull();
        assertThat(PathReport.tag(b, payload)).isEqualTo(1);
        assertThat(PathReport.probeSeq(b, payload)).isEqualTo(5);
        assertThat(PathReport.received(b, payload)).isEqualTo(254);
        assertThat(PathReport.sent(b, payload)).isEqualTo(256);
        assertThat(PathReport.bypassed(b, payload)).isTrue();
        assertThat(PathReport.departureUs(b, payload)).isEqualTo(Integer.MIN_VALUE);
        assertThat(PathReport.transitUsMin(b, payload)).isEqualTo(-1_000);

        ByteBuffer probe = golden("path-probe.hex");
        ByteBuffer w = ByteBuffer.allocate(b.capacity());
        int flags = OverlayHeader.FLAG_COPIED;
        OverlayHeader.begin(w, AT, OverlayHeader.TYPE_PATH_REPORT, flags, 0, 0, 3);
        OverlayHeader.pops(w, AT, 2, 1);
        OverlayHeader.pathTag(w, AT, 3);
        OverlayHeader.ingressUs(w, AT, 0x1000);
        OverlayHeader.budget(w, AT, 5_000);
        OverlayHeader.stamp(w, AT, 0, LIFE, 1, 0x1000);
        PathReport.write(w, payload, 1, true, 254, -1_000, probe, payload);
        assertSame(w, b);
    }

    @Test
    void readsAndWritesTheGoldenLinkReport() {
        ByteBuffer b = golden("link-report.hex");
        int payload = AT + OverlayHeader.FIXED_BYTES;
        assertThat(check(b, b.capacity() - AT)).isNull();
        assertThat(LinkReportPacket.highestSeq(b, payload)).isEqualTo(1_000);
        assertThat(LinkReportPacket.received(b, payload)).isEqualTo(992);
        assertThat(LinkReportPacket.reordered(b, payload)).isEqualTo(4);
        assertThat(LinkReportPacket.duplicates(b, payload)).isEqualTo(2);
        assertThat(LinkReportPacket.departureUs(b, payload)).isEqualTo(0x1f00);
        assertThat(LinkReportPacket.transitUsMin(b, payload)).isEqualTo(40_000);
        assertThat(LinkReportPacket.transitUsMax(b, payload)).isEqualTo(41_000);

        ByteBuffer w = ByteBuffer.allocate(b.capacity());
        OverlayHeader.begin(w, AT, OverlayHeader.TYPE_LINK_REPORT, 0, 0, 0, 1);
        OverlayHeader.pops(w, AT, 2, 1);
        OverlayHeader.ingressUs(w, AT, 0x2000);
        OverlayHeader.budget(w, AT, 5_000);
        OverlayHeader.stamp(w, AT, 0, LIFE, 2, 0x2000);
        LinkReportPacket.counts(w, payload, 1_000, 992, 4, 2);
        LinkReportPacket.times(w, payload, 0x1f00, 40_000, 41_000);
        assertSame(w, b);
    }

    @Test
    void namesEachMalformation() {
        assertThat(checkWith(0, 0x10)).isEqualTo(DropReason.BAD_VERSION);
        assertThat(checkWith(3, OverlayHeader.MAX_LANES)).isEqualTo(DropReason.BAD_LANE);
        assertThat(checkWith(12, OverlayHeader.TYPE_TRACE_ANSWER + 1))
                .isEqualTo(DropReason.BAD_TYPE);
        assertThat(checkWith(15, 0x84)).isEqualTo(DropReason.BAD_CLASS);
        assertThat(checkWith(27, 0x55)).isEqualTo(DropReason.BAD_LABELS);
        assertThat(checkWith(27, 0x12)).isEqualTo(DropReason.BAD_LABELS);
        assertThat(checkWith(12, 1)).isEqualTo(DropReason.BAD_LENGTH);
        assertThat(checkWith(12, OverlayHeader.TYPE_TRACE_ANSWER)).isEqualTo(DropReason.BAD_LENGTH);
        ByteBuffer data = golden("data.hex");
        assertThat(check(data, 43)).isEqualTo(DropReason.TRUNCATED);
        assertThat(check(data, 45)).isEqualTo(DropReason.TRUNCATED);
        assertThat(check(data, 0)).isEqualTo(DropReason.TRUNCATED);
        assertThat(check(data, 46 + 1_380)).isNull();
        assertThat(check(data, 46 + 1_381)).isEqualTo(DropReason.TOO_LONG);
        assertThat(check(data, OverlayHeader.MAX_DATAGRAM_BYTES + 1))
                .isEqualTo(DropReason.TOO_LONG);
    }

    /** In the order of the pipeline. */
    private static @Nullable DropReason check(ByteBuffer b, int length) {
        return check(b, AT, length);
    }

    private static @Nullable DropReason check(ByteBuffer b, int offset, int length) {
        DropReason unreadable = OverlayHeader.checkClear(b, offset, length);
        return unreadable == null ? OverlayHeader.check(b, offset, length) : unreadable;
    }

    /** The buffer ends where the packet ends, so that reading outside would throw. */
    @Test
    void anyBytesAreJudgedWithoutReadingOutside() {
        Random random = new Random(1);
        byte[][] golden = {
            Hex.golden("data.hex"),
            Hex.golden("path-probe.hex"),
            Hex.golden("path-report.hex"),
            Hex.golden("link-report.hex")
        };
        int good = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                if (bytes.length > 0 && random.nextBoolean()) {
                    bytes[0] = 0x20;
                }
                if (bytes.length > 27 && random.nextBoolean()) {
                    bytes[3] = 0;
                    bytes[12] = (byte) random.nextInt(5);
                    bytes[15] &= 0x7f;
                    bytes[27] = (byte) (random.nextInt(5) << 4);
                }
            } else {
                byte[] base = golden[random.nextInt(golden.length)];
                bytes = java.util.Arrays.copyOf(base, base.length - random.nextInt(6) + 3);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            ByteBuffer b = ByteBuffer.wrap(bytes);
            if (check(b, 0, bytes.length) == null) {
                good++;
                readEverything(b, bytes.length);
            }
        }
        assertThat(good).isBetween(10_000, 190_000);
    }

    private static void readEverything(ByteBuffer b, int length) {
        int at = OverlayHeader.bytes(b, 0);
        assertThat(at).isLessThanOrEqualTo(length);
        int labels = OverlayHeader.labelCount(b, 0);
        for (int i = 0; i < labels; i++) {
            assertThat(OverlayHeader.label(b, 0, i)).isBetween(0, 0xffff);
        }
        int sum =
                switch (OverlayHeader.type(b, 0)) {
                    case OverlayHeader.TYPE_PATH_PROBE -> PathProbe.departureUs(b, at);
                    case OverlayHeader.TYPE_PATH_REPORT -> PathReport.transitUsMin(b, at);
                    case OverlayHeader.TYPE_LINK_REPORT -> LinkReportPacket.transitUsMax(b, at);
                    default -> OverlayHeader.budget(b, 0);
                };
        assertThat((long) sum).isBetween((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
    }

    private static DropReason checkWith(int index, int value) {
        ByteBuffer b = golden("data.hex");
        b.put(AT + index, (byte) value);
        DropReason reason = check(b, b.capacity() - AT);
        assertThat(reason).isNotNull();
        return java.util.Objects.requireNonNull(reason);
    }

    private static void assertSame(ByteBuffer written, ByteBuffer golden) {
        int length = golden.capacity() - AT;
        assertThat(Hex.text(written, AT, length)).isEqualTo(Hex.text(golden, AT, length));
    }

    private static ByteBuffer golden(String name) {
        byte[] bytes = Hex.golden(name);
        ByteBuffer b = ByteBuffer.allocate(bytes.length + AT);
        b.put(AT, bytes);
        return b;
    }
}
