package rhumb.sim.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import rhumb.net.ClassTarget;

/**
 * The account of a stream of datagrams: each one that arrives is looked up by its whole content
 * among those that were sent.
 */
public final class PacketLedger implements StreamLedger {
    private final ContentIndex index = new ContentIndex();
    private final Timeline timeline;
    private final Arrivals arrivals;
    private byte[] octets = new byte[1024];
    private long sentBytes;
    private long receivedBytes;
    private long duplicate;
    private long corrupt;
    private long corruptBytes;
    private long wrongDscp;

    public PacketLedger(ClassTarget target) {
        this.timeline = new Timeline(target);
        this.arrivals = new Arrivals(timeline);
    }

    /**
     * The sender sends a packet; its bytes are not changed.
     *
     * @param nowNs since the start of the run
     * @param octet traffic class octet that the sender writes
     */
    public void onSent(long nowNs, ByteBuffer bytes, int offset, int length, int octet) {
        int number = index.add(bytes, offset, length);
        if (number == octets.length) {
            octets = Arrays.copyOf(octets, 2 * number);
        }
        octets[number] = (byte) octet;
        arrivals.onSent(nowNs);
        sentBytes += length;
    }

    /** The receiver gets a packet with this traffic class octet. */
    public void onReceived(long nowNs, ByteBuffer bytes, int offset, int length, int octet) {
        int number = index.find(bytes, offset, length);
        if (number == ContentIndex.ABSENT) {
            corrupt++;
            corruptBytes += length;
        } else if (arrivals.onReceived(nowNs, number)) {
            receivedBytes += length;
            // The code point is the upper six bits; a network may change the lower two.
            wrongDscp += ((octets[number] ^ octet) & 0xfc) == 0 ? 0 : 1;
        } else {
            duplicate++;
        }
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public StreamFigures figures() {
        return new StreamFigures(
                arrivals.sent(),
                arrivals.received(),
                duplicate,
                arrivals.reordered(),
                corrupt,
                wrongDscp,
                sentBytes,
                receivedBytes,
                corruptBytes,
                arrivals.delayNs(50),
                arrivals.delayNs(99),
                arrivals.delayNs(100),
                arrivals.longestGapNs());
    }
}
