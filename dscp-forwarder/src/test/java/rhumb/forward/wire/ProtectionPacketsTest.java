package rhumb.forward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.TrafficClass;

/** NACKs, repair packets and symbols: what is written is read, and lies are found out. */
class ProtectionPacketsTest {
    private static ByteBuffer packet(Random random, int labels, int payload) {
        int length = OverlayHeader.FIXED_BYTES + labels * 2 + payload;
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        ByteBuffer b = ByteBuffer.wrap(bytes);
        OverlayHeader.begin(b, 0, OverlayHeader.TYPE_DATA, random.nextInt(128), 0xb8, 1, 3);
        OverlayHeader.labelCount(b, 0, labels);
        OverlayHeader.protectionSeq(b, 0, 1 + random.nextInt(65_535));
        OverlayHeader.flow(b, 0, 7, random.nextInt(), random.nextInt());
        return b;
    }

    @Test
    void aSymbolIsThePacketWithoutTheMomentOfSending() {
        Random random = new Random(1);
        for (int run = 0; run < 1_000; run++) {
            ByteBuffer b = packet(random, random.nextInt(5), random.nextInt(1_381));
            int length = b.capacity();
            byte[] symbol = new byte[RepairSymbol.MAX_BYTES];
            RepairSymbol.write(b, 0, length, symbol, 0);
            byte[] same = new byte[RepairSymbol.MAX_BYTES];
            OverlayHeader.stamp(b, 0, 1, 2, 3, 4);
            OverlayHeader.flags(b, 0, OverlayHeader.flags(b, 0) | OverlayHeader.FLAG_RESENT);
            RepairSymbol.write(b, 0, length, same, 0);
            assertThat(same).isEqualTo(symbol);
            ByteBuffer again = ByteBuffer.allocate(OverlayHeader.MAX_DATAGRAM_BYTES);
            int bytes = RepairSymbol.bytes(length);
            assertThat(RepairSymbol.read(symbol, 0, bytes, again, 0)).isEqualTo(length);
            OverlayHeader.flags(b, 0, OverlayHeader.flags(b, 0) & ~OverlayHeader.FLAG_RESENT);
            OverlayHeader.stamp(b, 0, 0, 0, 0, 0);
            assertThat(again.slice(0, length)).isEqualTo(b);
        }
    }

    @Test
    void symbolsOfAnyBytesAreRefusedOrFit() {
        Random random = new Random(2);
        for (int run = 0; run < 20_000; run++) {
            byte[] symbol = new byte[1 + random.nextInt(RepairSymbol.MAX_BYTES)];
            random.nextBytes(symbol);
            symbol[0] = (byte) random.nextInt(8);
            ByteBuffer b = ByteBuffer.allocate(OverlayHeader.MAX_DATAGRAM_BYTES);
            int length = RepairSymbol.read(symbol, 0, symbol.length, b, 0);
            assertThat(length).isLessThanOrEqualTo(OverlayHeader.MAX_DATAGRAM_BYTES);
            if (length >= 0) {
                assertThat(RepairSymbol.bytes(length)).isLessThanOrEqualTo(symbol.length);
                OverlayHeader.check(b, 0, length);
            }
        }
    }

    @Test
    void aNackSaysWhatWasWritten() {
        ByteBuffer b = ByteBuffer.allocate(OverlayHeader.FIXED_BYTES + LinkNack.MAX_BYTES);
        OverlayHeader.begin(b, 0, OverlayHeader.TYPE_NACK, 0, 0, 0, 1);
        int at = OverlayHeader.FIXED_BYTES;
        LinkNack.begin(b, at, TrafficClass.VIDEO);
        LinkNack.counts(b, at, 1_000, 50, 20, 3);
        LinkNack.add(b, at, 65_535, 0x8001);
        LinkNack.add(b, at, 40, 0);
        int length = at + LinkNack.bytes(b, at);
        assertThat(OverlayHeader.check(b, 0, length)).isNull();
        assertThat(LinkNack.classCode(b, at)).isEqualTo(TrafficClass.VIDEO.code());
        assertThat(LinkNack.entries(b, at)).isEqualTo(2);
        assertThat(LinkNack.first(b, at, 0)).isEqualTo(65_535);
        assertThat(LinkNack.following(b, at, 0)).isEqualTo(0x8001);
        assertThat(LinkNack.first(b, at, 1)).isEqualTo(40);
        assertThat(LinkNack.expected(b, at)).isEqualTo(1_000);
        assertThat(LinkNack.lost(b, at)).isEqualTo(50);
        assertThat(LinkNack.bursts(b, at)).isEqualTo(20);
        assertThat(LinkNack.unrecovered(b, at)).isEqualTo(3);
        for (int wrong = at; wrong < length; wrong++) {
            assertThat(OverlayHeader.check(b, 0, wrong)).isEqualTo(DropReason.BAD_LENGTH);
        }
        b.put(at, (byte) TrafficClass.COUNT);
        assertThat(OverlayHeader.check(b, 0, length)).isEqualTo(DropReason.BAD_LENGTH);
    }

    @Test
    void aRepairPacketSpeaksOfPackets() {
        ByteBuffer b = ByteBuffer.allocate(OverlayHeader.FIXED_BYTES + 60);
        RepairPacket.begin(b, 0, TrafficClass.AUDIO, 9, 12, 0xfffe);
        assertThat(OverlayHeader.check(b, 0, b.capacity())).isNull();
        assertThat(RepairPacket.first(b, 0)).isEqualTo(9);
        assertThat(RepairPacket.count(b, 0)).isEqualTo(12);
        assertThat(RepairPacket.key(b, 0)).isEqualTo(0xfffe);
        assertThat(OverlayHeader.check(b, 0, OverlayHeader.FIXED_BYTES))
                .isEqualTo(DropReason.BAD_REPAIR);
        RepairPacket.begin(b, 0, TrafficClass.AUDIO, 9, 49, 1);
        assertThat(OverlayHeader.check(b, 0, b.capacity())).isEqualTo(DropReason.BAD_REPAIR);
        RepairPacket.begin(b, 0, TrafficClass.AUDIO, 0, 12, 1);
        assertThat(OverlayHeader.check(b, 0, b.capacity())).isEqualTo(DropReason.BAD_REPAIR);
    }
}
