package rhumb.probe.stamp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The answering side of all sessions of an agent: one answer a probe, exactly as long as it. Owned
 * by one thread; no allocation per probe in open mode.
 */
public final class Reflector {
    /** Shortest test packet of TWAMP (RFC 5357 section 4.1.2), without any padding. */
    private static final int TWAMP_BYTES = 14;

    /** An answer this long still has its receive timestamp, and so is known for an answer. */
    private static final int RECOGNIZABLE_BYTES = 24;

    /** From here on the answer carries the sender's own number. */
    private static final int NUMBERED_BYTES = 28;

    private final StampOptions options;
    private final StampPacket packet;
    private final @Nullable PacketSeal seal;
    private final TlvAnswer tlvs;
    private final ByteBuffer probe;
    private final ByteBuffer answer;

    public Reflector(StampOptions options, @Nullable PacketSeal seal) {
        this.options = options;
        this.packet = options.packet();
        this.seal = seal;
        this.tlvs = new TlvAnswer(options, seal);
        this.probe = ByteBuffer.allocate(packet.bytes());
        this.answer = ByteBuffer.allocate(packet.bytes());
    }

    /** TLVs answered with flag U: type not known here, or nothing known that it asks for. */
    public long tlvsUnrecognized() {
        return tlvs.unrecognized();
    }

    /** Probes answered with flag M. */
    public long tlvsMalformed() {
        return tlvs.malformed();
    }

    /** Probes answered with flag I. */
    public long tlvsFailed() {
        return tlvs.integrityFailed();
    }

    /**
     * Whether a probe is too short to be answered. TWAMP Light sends less than the base packet (RFC
     * 8762 section 4.6); in open mode such probes are answered with as much of the base as they are
     * long. The RFC would send all 44 octets, which is more than came in.
     */
    public boolean isTooShort(int length) {
        return length < (seal == null ? TWAMP_BYTES : packet.bytes());
    }

    /**
     * Whether a packet from a peer that reflects too could be a reflection. Padding of TWAMP may
     * look like one; answering a reflection would go on for ever, not answering costs a probe.
     */
    public boolean mayBeReflection(ByteBuffer b, int at, int length) {
        return length < RECOGNIZABLE_BYTES || packet.isReflection(b, at);
    }

    /**
     * Writes the answer to a probe that is not too short.
     *
     * @param unixNs wall clock now, the answer's departure
     * @param out gets {@code length} bytes from {@code outAt}
     * @return IP traffic class octet that the answer must have; -1 when it does not matter
     */
    public int reflect(
            long nowNs,
            long unixNs,
            Arrival arrival,
            ReflectorSession session,
            ByteBuffer in,
            int inAt,
            int length,
            ByteBuffer out,
            int outAt) {
        session.onProbe(nowNs);
        if (length < packet.bytes()) {
            reflectShort(unixNs, arrival, session, in, inAt, length, out, outAt);
            return -1;
        }
        int sequence = session.answerSequence(packet.sequence(in, inAt));
        long sent = writeBase(unixNs, arrival, in, inAt, out, outAt, sequence);
        tlvs.write(arrival, session, in, inAt, length, out, outAt);
        if (seal != null) {
            seal.sealBase(out, outAt);
        }
        session.onAnswer(sequence, sent);
        return tlvs.octet();
    }

    private void reflectShort(
            long unixNs,
            Arrival arrival,
            ReflectorSession session,
            ByteBuffer in,
            int inAt,
            int length,
            ByteBuffer out,
            int outAt) {
        // Behind the end of the probe the base is read as zero.
        StampTlv.clear(probe, 0, probe.capacity());
        probe.put(0, in, inAt, length);
        int asked = packet.sequence(probe, 0);
        int sequence = length < NUMBERED_BYTES ? asked : session.answerSequence(asked);
        long sent = writeBase(unixNs, arrival, probe, 0, answer, 0, sequence);
        out.put(outAt, answer, 0, length);
        session.onAnswer(sequence, sent);
    }

    private long writeBase(
            long unixNs,
            Arrival arrival,
            ByteBuffer in,
            int inAt,
            ByteBuffer out,
            int outAt,
            int sequence) {
        WireClock clock = options.clock();
        long sent = clock.timestamp(unixNs);
        packet.writeReflection(
                in,
                inAt,
                out,
                outAt,
                sequence,
                clock.timestamp(arrival.unixNs),
                sent,
                clock.errorEstimate(),
                arrival.hopLimit);
        return sent;
    }
}
