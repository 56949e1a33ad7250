package rhumb.sim.media;

import java.nio.ByteBuffer;
import rhumb.net.TrafficClass;

/**
 * Generated packets of equal size at equal distances: the stream's number, the packet's number,
 * then bytes that follow from both, so that any packet of a run is unlike any other.
 */
public final class Payload implements PacketSource {
    /** Two numbers of eight bytes and some content. */
    public static final int LEAST_BYTES = 24;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long stream;
    private final long startNs;
    private final long intervalNs;
    private final int sizeBytes;
    private final int octet;
    private long sequence;

    /**
     * @param stream number of the stream, unique in a run
     * @param sizeBytes at least {@value #LEAST_BYTES}
     */
    public Payload(
            long stream, TrafficClass trafficClass, long startNs, long intervalNs, int sizeBytes) {
        if (sizeBytes < LEAST_BYTES || intervalNs <= 0) {
            throw new IllegalArgumentException(
                    "payload of " + sizeBytes + " bytes every " + intervalNs + " ns");
        }
        this.stream = stream;
        this.startNs = startNs;
        this.intervalNs = intervalNs;
        this.sizeBytes = sizeBytes;
        this.octet = trafficClass.dscp().trafficClassOctet();
    }

    @Override
    public long nextAtNs() {
        return startNs + sequence * intervalNs;
    }

    @Override
    public int next(ByteBuffer target) {
        target.putLong(stream).putLong(sequence);
        long state = mix(stream ^ sequence * GOLDEN);
        int left = sizeBytes - 2 * Long.BYTES;
        for (; left >= Long.BYTES; left -= Long.BYTES) {
            state += GOLDEN;
            target.putLong(mix(state));
        }
        for (; left > 0; left--) {
            target.put((byte) (state >>> left * 8));
        }
        sequence++;
        return sizeBytes;
    }

    @Override
    public int octet() {
        return octet;
    }

    /** The finaliser of SplitMix64 (Steele et al., 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
