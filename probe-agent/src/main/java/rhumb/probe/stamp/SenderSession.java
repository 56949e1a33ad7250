package rhumb.probe.stamp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Serial32;

/**
 * The asking side of one session: numbers the probes, remembers the newest {@value #RING} and
 * matches answers by session identifier, sequence number, source and the echoed timestamp.
 *
 * <p>Results of the last accepted answer stand in the fields until the next. Transit times have the
 * unknown offset between the far wall clock and the own monotonic one in them: only differences
 * mean something, and a step of the own wall clock does not show.
 */
public final class SenderSession {
    public static final int RING = 256;
    public static final long UNKNOWN = -1;

    private static final int MASK = RING - 1;
    private static final long LATE_NS = 5_000_000_000L;

    private final int id;
    private final Endpoint reflector;
    private final ReplyLedger ledger = new ReplyLedger();
    private final long[] sentNs = new long[RING];
    private final long[] stamps = new long[RING];
    private final boolean[] answered = new boolean[RING];
    private final int[] replies = new int[RING];

    private int nextSequence;
    private long sent;
    private long accepted;

    private long rttNs;
    private long forwardTransitNs;
    private long backwardTransitNs;

    /**
     * @param id session identifier, 1 to 65535
     */
    public SenderSession(int id, Endpoint reflector) {
        this.id = id;
        this.reflector = reflector;
    }

    public int id() {
        return id;
    }

    public Endpoint reflector() {
        return reflector;
    }

    public long sent() {
        return sent;
    }

    public long accepted() {
        return accepted;
    }

    /** Which direction lost, reordered or doubled what; also valid after a DUPLICATE. */
    public ReplyLedger ledger() {
        return ledger;
    }

    /**
     * Round trip without the reflector's residence (T4 - T1) - (T3 - T2); {@link #UNKNOWN} when the
     * reflector's two timestamps make no sense, as when its clock was set in between.
     */
    public long rttNs() {
        return rttNs;
    }

    /** T2 - T1, clock offset unknown. */
    public long forwardTransitNs() {
        return forwardTransitNs;
    }

    /** T4 - T3, clock offset unknown. */
    public long backwardTransitNs() {
        return backwardTransitNs;
    }

    /**
     * Writes the next probe.
     *
     * @param lengthBytes {@link StampPacket#BASE_BYTES}, or at least {@link StampTlv#HEADER_BYTES}
     *     more to be padded with an Extra Padding TLV
     */
    public void write(long nowNs, long unixNs, ByteBuffer out, int at, int lengthBytes) {
        int slot = nextSequence & MASK;
        long stamp = WireTime.ntp(unixNs);
        sentNs[slot] = nowNs;
        stamps[slot] = stamp;
        answered[slot] = false;
        StampPacket.writeProbe(out, at, nextSequence, stamp, WireTime.ERROR_ESTIMATE, id);
        if (lengthBytes > StampPacket.BASE_BYTES) {
            int padding = lengthBytes - StampPacket.BASE_BYTES;
            StampTlv.writePadding(out, at + StampPacket.BASE_BYTES, padding);
        }
        nextSequence++;
        sent++;
    }

    /**
     * Takes an answer of at least {@link StampPacket#BASE_BYTES}.
     *
     * @return null when it is a first answer to one of the newest probes
     */
    public @Nullable StampReject onReply(long nowNs, Endpoint from, ByteBuffer b, int at) {
        if (StampPacket.sessionId(b, at) != id) {
            return StampReject.UNKNOWN_SESSION;
        }
        if (!from.equals(reflector)) {
            return StampReject.WRONG_SOURCE;
        }
        int sequence = StampPacket.senderSequence(b, at);
        int age = Serial32.distance(sequence, nextSequence);
        if (age <= 0 || age > sent) {
            return StampReject.NEVER_SENT;
        }
        if (age > RING) {
            return StampReject.LATE;
        }
        int slot = sequence & MASK;
        if (StampPacket.senderTimestamp(b, at) != stamps[slot]) {
            return StampReject.TIMESTAMP_MISMATCH;
        }
        int reply = StampPacket.sequence(b, at);
        if (answered[slot]) {
            ledger.onDuplicate(reply, replies[slot]);
            return StampReject.DUPLICATE;
        }
        if (nowNs - sentNs[slot] > LATE_NS) {
            return StampReject.LATE;
        }
        answered[slot] = true;
        replies[slot] = reply;
        accepted++;
        ledger.onReply(sequence, reply);
        measure(nowNs, sentNs[slot], b, at);
        return null;
    }

    private void measure(long nowNs, long departedNs, ByteBuffer b, int at) {
        int format = StampPacket.errorEstimate(b, at);
        long received = WireTime.unixNs(StampPacket.receiveTimestamp(b, at), format);
        long reflected = WireTime.unixNs(StampPacket.timestamp(b, at), format);
        long wholeNs = nowNs - departedNs;
        long residenceNs = reflected - received;
        rttNs =
                residenceNs >= 0 && residenceNs <= wholeNs
                        ? wholeNs - residenceNs
                        : SenderSession.UNKNOWN;
        forwardTransitNs = received - departedNs;
        backwardTransitNs = nowNs - reflected;
    }
}
