package rhumb.sim.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;
import rhumb.sim.io.SampleFiles;
import rhumb.sim.media.FlvLoop;
import rhumb.sim.media.FlvTags;

final class LedgerTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private static final int EF = 184;

    private final PacketLedger ledger = new PacketLedger(ClassTarget.standard(TrafficClass.AUDIO));

    @Test
    void lostTwiceCorruptAndWrongCodePointsAreTold() {
        for (int i = 0; i < 10; i++) {
            ledger.onSent(i * 20L * MS, packet(i), 0, 40, EF);
        }
        for (int i = 0; i < 8; i++) {
            ledger.onReceived(i * 20L * MS + 80 * MS, packet(i), 0, 40, i == 3 ? 0 : EF | 1);
        }
        ledger.onReceived(S, packet(2), 0, 40, EF);
        ByteBuffer flipped = packet(9);
        flipped.put(39, (byte) (flipped.get(39) ^ 1));
        ledger.onReceived(S, flipped, 0, 40, EF);
        ledger.onReceived(S, packet(8), 0, 39, EF);
        StreamFigures f = ledger.figures();
        assertThat(f.sent()).isEqualTo(10);
        assertThat(f.received()).isEqualTo(8);
        assertThat(f.lost()).isEqualTo(2);
        assertThat(f.duplicate()).isEqualTo(1);
        assertThat(f.corrupt()).as("one bit flipped, one byte short").isEqualTo(2);
        assertThat(f.corruptBytes()).isEqualTo(79);
        assertThat(f.wrongDscp()).as("ECN does not count").isEqualTo(1);
        assertThat(f.lostBytes()).isEqualTo(80);
        assertThat((double) f.delayNsP50()).isCloseTo(80.0 * MS, within(0.1 * MS));
        assertThat(f.longestGapNs()).as("the tail counts").isEqualTo(40 * MS);
    }

    @Test
    void gapsAreFoundAtTheStartInTheMiddleAndAtTheEnd() {
        for (int i = 0; i < 100; i++) {
            ledger.onSent(i * 20L * MS, packet(i), 0, 40, EF);
        }
        assertThat(ledger.figures().longestGapNs()).as("nothing came").isEqualTo(99 * 20 * MS);
        receive(10);
        assertThat(ledger.figures().longestGapNs()).isEqualTo(89 * 20 * MS);
        receive(11);
        receive(50);
        receive(99);
        assertThat(ledger.figures().longestGapNs()).isEqualTo(49 * 20 * MS);
        PacketLedger late = new PacketLedger(ClassTarget.standard(TrafficClass.AUDIO));
        for (int i = 0; i < 5; i++) {
            late.onSent(i * 20L * MS, packet(i), 0, 40, EF);
        }
        late.onReceived(200 * MS, packet(3), 0, 40, EF);
        late.onReceived(201 * MS, packet(4), 0, 40, EF);
        assertThat(late.figures().longestGapNs()).as("the start counts").isEqualTo(60 * MS);
    }

    @Test
    void nothingSentHasNoDelay() {
        StreamFigures f = ledger.figures();
        assertThat(f.delayNsP50()).isEqualTo(-1);
        assertThat(f.longestGapNs()).isZero();
        assertThat(f.lost()).isZero();
    }

    @Test
    void manyPacketsOfAllSizesAreFoundAgainInAnyByteOrder() {
        Random random = new Random(8);
        byte[][] packets = new byte[20_000][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = new byte[16 + random.nextInt(60)];
            random.nextBytes(packets[i]);
            ledger.onSent(i, ByteBuffer.wrap(packets[i]), 0, packets[i].length, EF);
        }
        for (byte[] p : packets) {
            ByteBuffer shifted = ByteBuffer.allocateDirect(p.length + 3);
            shifted.order(ByteOrder.LITTLE_ENDIAN).put(3, p);
            ledger.onReceived(S, shifted, 3, p.length, EF);
        }
        assertThat(ledger.figures().received()).isEqualTo(packets.length);
        assertThat(ledger.figures().corrupt()).isZero();
    }

    @Test
    void flvIsComparedTagByTagInOrder() {
        byte[][] tags = new byte[200][];
        TagLedger whole = new TagLedger(ClassTarget.standard(TrafficClass.LIVE));
        byte[] header = send(whole, tags);
        whole.onReceivedBytes(S, ByteBuffer.wrap(header));
        for (byte[] tag : tags) {
            whole.onReceivedBytes(3 * S, ByteBuffer.wrap(tag, 0, 5));
            whole.onReceivedBytes(3 * S, ByteBuffer.wrap(tag, 5, tag.length - 5));
        }
        assertThat(whole.figures().received()).isEqualTo(200);
        assertThat(whole.figures().lostBytes()).isZero();
        assertThat(whole.figures().corrupt()).isZero();

        TagLedger hurt = new TagLedger(ClassTarget.standard(TrafficClass.LIVE));
        send(hurt, tags);
        hurt.onReceivedBytes(S, ByteBuffer.wrap(header));
        for (int i = 0; i < 180; i++) {
            byte[] tag = tags[i == 20 ? 21 : i == 21 ? 20 : i].clone();
            if (i == 50) {
                tag[tag.length - 6] ^= 1;
            }
            if (i != 10) {
                hurt.onReceivedBytes(3 * S, ByteBuffer.wrap(tag));
            }
            if (i == 30) {
                hurt.onReceivedBytes(3 * S, ByteBuffer.wrap(tag));
            }
        }
        StreamFigures f = hurt.figures();
        assertThat(f.lost()).as("10, 50 and the last 20").isEqualTo(22);
        assertThat(f.duplicate()).isEqualTo(1);
        assertThat(f.corrupt()).as("50 by content, 20 by order").isEqualTo(2);
        assertThat(f.corruptBytes()).isEqualTo(tags[50].length);
    }

    @Test
    void bytesAfterAFaultAreCorruptUntilTheViewerConnectsAgain() {
        byte[][] tags = new byte[20][];
        TagLedger tagLedger = new TagLedger(ClassTarget.standard(TrafficClass.LIVE));
        byte[] header = send(tagLedger, tags);
        tagLedger.onReceivedBytes(S, ByteBuffer.wrap(header));
        tagLedger.onReceivedBytes(S, ByteBuffer.wrap(tags[0], 1, tags[0].length - 1));
        tagLedger.onReceivedBytes(S, ByteBuffer.wrap(tags[1]));
        assertThat(tagLedger.rejected()).isEqualTo(FlvTags.Reject.BAD_TAG_TYPE);
        assertThat(tagLedger.figures().corrupt()).isEqualTo(1);
        assertThat(tagLedger.figures().corruptBytes())
                .isEqualTo(tags[0].length - 1 + tags[1].length);
        tagLedger.onReconnected();
        tagLedger.onReceivedBytes(S, ByteBuffer.wrap(header));
        tagLedger.onReceivedBytes(S, ByteBuffer.wrap(tags[2]));
        assertThat(tagLedger.figures().received()).isEqualTo(1);
    }

    @Test
    void aTagOnTwoConnectionsOfAViewerIsSentOnceAndNoDuplicate() {
        byte[][] tags = new byte[40][];
        TagLedger twice = new TagLedger(ClassTarget.standard(TrafficClass.LIVE));
        byte[] header = send(twice, tags);
        twice.onReceivedBytes(S, ByteBuffer.wrap(header));
        for (int i = 0; i < 20; i++) {
            twice.onReceivedBytes(S, ByteBuffer.wrap(tags[i]));
        }
        assertThat(send(twice, new byte[40][])).isEqualTo(header);
        twice.onReconnected();
        twice.onReceivedBytes(S, ByteBuffer.wrap(header));
        for (int i = 0; i < 40; i += i == 2 ? 23 : 1) {
            twice.onReceivedBytes(2 * S, ByteBuffer.wrap(tags[i]));
        }
        StreamFigures f = twice.figures();
        assertThat(f.sent()).isEqualTo(40);
        assertThat(f.lost()).as("20 to 24, between the connections").isEqualTo(5);
        assertThat(f.duplicate()).isZero();
        assertThat(f.corrupt()).isZero();
    }

    @Test
    void aStreamHasOneAccount() {
        MediaLedger all = new MediaLedger(ClassTarget::standard);
        all.packets("call-1", TrafficClass.AUDIO);
        all.tags("tv", TrafficClass.LIVE);
        assertThat(all.streams().keySet()).containsExactly("call-1", "tv");
        assertThatThrownBy(() -> all.packets("tv", TrafficClass.BULK))
                .hasMessage("stream tv has an account already");
    }

    private void receive(int number) {
        ledger.onReceived(number * 20L * MS + 80 * MS, packet(number), 0, 40, EF);
    }

    private static byte[] send(TagLedger to, byte[][] tags) {
        FlvLoop loop = SampleFiles.load().flv(0, 0);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        loop.next(buffer);
        for (int i = 0; i < tags.length; i++) {
            buffer.clear();
            long nowNs = loop.nextAtNs();
            int length = loop.next(buffer);
            to.onSentTag(nowNs, buffer, 0, length);
            tags[i] = java.util.Arrays.copyOf(buffer.array(), length);
        }
        return loop.header();
    }

    private static ByteBuffer packet(int number) {
        ByteBuffer packet = ByteBuffer.allocate(40);
        return packet.putInt(20, number);
    }
}
