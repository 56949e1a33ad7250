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
    private final StampPacket packet;
    private final WireClock clock;
    private final @Nullable PacketSeal seal;
    private final ReplyTlvs tlvs = new ReplyTlvs();
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
    private int classOfService;
    private int replyOctet = -1;

    /** A session in open mode. */
    public SenderSession(int id, Endpoint reflector) {
        this(id, reflector, StampOptions.STANDARD, null);
    }

    /**
     * @param id session identifier, 1 to 65535
     * @param seal of the key in the options; null without one
     */
    public SenderSession(
            int id, Endpoint reflector, StampOptions options, @Nullable PacketSeal seal) {
        this.id = id;
        this.reflector = reflector;
        this.packet = options.packet();
        this.clock = options.clock();
        this.seal = seal;
        tlvs.clear();
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
     * The TLVs of the last accepted answer; their offsets hold while its buffer is not reused, that
     * is until the caller of {@link #onReply} returns.
     */
    public ReplyTlvs tlvs() {
        return tlvs;
    }

    /** Whether the last accepted answer has {@link #classOfService}. */
    public boolean hasClassOfService() {
        return tlvs.value(StampTlv.CLASS_OF_SERVICE) >= 0;
    }

    /** What the reflector says of code points, to be read with {@link ClassOfService}. */
    public int classOfService() {
        return classOfService;
    }

    /** IP traffic class octet with which the last accepted answer came; -1 when not known. */
    public int replyOctet() {
        return replyOctet;
    }

    /** Writes the next probe without TLVs other than padding, see the long form. */
    public int write(long nowNs, long unixNs, ByteBuffer out, int at, int lengthBytes) {
        return write(nowNs, unixNs, out, at, lengthBytes, ProbeTlvs.NONE);
    }

    /**
     * Writes the next probe.
     *
     * @param lengthBytes how long the probe shall be; it is longer when its TLVs need more, and up
     *     to three bytes shorter when what is left is too little for an Extra Padding TLV
     * @return how long it is
     */
    public int write(
            long nowNs, long unixNs, ByteBuffer out, int at, int lengthBytes, ProbeTlvs asked) {
        int slot = nextSequence & MASK;
        long stamp = clock.timestamp(unixNs);
        sentNs[slot] = nowNs;
        stamps[slot] = stamp;
        answered[slot] = false;
        packet.writeProbe(out, at, nextSequence, stamp, clock.errorEstimate(), id);
        nextSequence++;
        sent++;
        int first = at + packet.bytes();
        int end = asked.write(out, first, sent);
        if (seal != null) {
            seal.sealBase(out, at);
            if (end > first) {
                StampTlv.write(out, end, StampTlv.HMAC, PacketSeal.BYTES);
                seal.sealTlvs(out, at, first, end);
                end += StampTlv.HEADER_BYTES + PacketSeal.BYTES;
            }
        }
        int padding = at + lengthBytes - end;
        if (padding >= StampTlv.HEADER_BYTES) {
            StampTlv.write(out, end, StampTlv.EXTRA_PADDING, padding - StampTlv.HEADER_BYTES);
            end += padding;
        }
        return end - at;
    }

    /** Whether a probe with this session's identifier is one of its newest own. */
    public boolean wrote(ByteBuffer b, int at) {
        int sequence = packet.sequence(b, at);
        int age = Serial32.distance(sequence, nextSequence);
        return age > 0
                && age <= Math.min(sent, RING)
                && packet.timestamp(b, at) == stamps[sequence & MASK];
    }

    /**
     * Takes an answer of at least the base packet. In authenticated mode the caller has checked the
     * HMAC of the base.
     *
     * @param octet IP traffic class octet of the answer; -1 when not known
     * @return null when it is a first answer to one of the newest probes
     */
    public @Nullable StampReject onReply(
            long nowNs, Endpoint from, int octet, ByteBuffer b, int at, int length) {
        if (packet.sessionId(b, at) != id) {
            return StampReject.UNKNOWN_SESSION;
        }
        if (!from.equals(reflector)) {
            return StampReject.WRONG_SOURCE;
        }
        int sequence = packet.senderSequence(b, at);
        int age = Serial32.distance(sequence, nextSequence);
        if (age <= 0 || age > sent) {
            return StampReject.NEVER_SENT;
        }
        if (age > RING) {
            return StampReject.LATE;
        }
        int slot = sequence & MASK;
        if (packet.senderTimestamp(b, at) != stamps[slot]) {
            return StampReject.TIMESTAMP_MISMATCH;
        }
        int reply = packet.sequence(b, at);
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
        tlvs.read(seal, b, at, at + packet.bytes(), at + length);
        replyOctet = octet;
        int value = tlvs.value(StampTlv.CLASS_OF_SERVICE);
        classOfService = value < 0 ? 0 : b.getInt(value);
        return null;
    }

    private void measure(long nowNs, long departedNs, ByteBuffer b, int at) {
        int format = packet.errorEstimate(b, at);
        long received = WireTime.unixNs(packet.receiveTimestamp(b, at), format);
        long reflected = WireTime.unixNs(packet.timestamp(b, at), format);
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
