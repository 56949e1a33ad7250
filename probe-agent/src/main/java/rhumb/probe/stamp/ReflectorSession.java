package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The answering side of one session. Stateful by default: it counts its own answers (RFC 8762
 * section 4.3), and from the two counts the sender tells which direction lost a packet. A stateless
 * one copies the sender's number. The answer is exactly as long as the question.
 */
public final class ReflectorSession {
    private final int id;
    private final boolean stateful;
    private final ArrivalLedger arrivals = new ArrivalLedger();
    private int nextSequence;
    private long reflected;
    private long lastUsedNs;

    public ReflectorSession(int id, boolean stateful) {
        this.id = id;
        this.stateful = stateful;
    }

    public int id() {
        return id;
    }

    /** What the probes of the session tell about the direction they came by. */
    public ArrivalLedger arrivals() {
        return arrivals;
    }

    public long reflected() {
        return reflected;
    }

    public long lastUsedNs() {
        return lastUsedNs;
    }

    /**
     * Writes the answer to a probe of at least {@link StampPacket#BASE_BYTES}.
     *
     * @param arrivedUnixNs when the probe came, by the wall clock
     * @param unixNs wall clock now, the answer's departure
     * @param ttl hop limit on arrival, -1 when not known
     * @param out gets {@code length} bytes from {@code outAt}
     */
    public void reflect(
            long nowNs,
            long arrivedUnixNs,
            long unixNs,
            int ttl,
            ByteBuffer in,
            int inAt,
            int length,
            ByteBuffer out,
            int outAt) {
        int sequence = stateful ? nextSequence++ : StampPacket.sequence(in, inAt);
        long arrived = WireTime.ntp(arrivedUnixNs);
        long sent = WireTime.ntp(unixNs);
        StampPacket.writeReflection(
                in, inAt, out, outAt, sequence, arrived, sent, WireTime.ERROR_ESTIMATE, ttl);
        StampTlv.reflect(in, inAt, out, outAt, length);
        reflected++;
        lastUsedNs = nowNs;
    }
}
