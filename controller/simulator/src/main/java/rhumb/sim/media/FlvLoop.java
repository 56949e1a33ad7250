package rhumb.sim.media;

import java.nio.ByteBuffer;

/**
 * Plays an FLV sample for ever, tag by tag in real time. Time stamps go on from round to round, and
 * what sets up decoders is sent once, so the stream is one that a player takes and no two of its
 * tags are equal. Who joins later gets what sets up decoders and then the same tags at the same
 * time as everybody else.
 */
public final class FlvLoop {
    private static final long NS_PER_MS = 1_000_000L;

    private final FlvSample sample;
    private final long startNs;
    private final long joinNs;
    private boolean headerSent;
    private int index;
    private int roundStartMs;

    /**
     * @param startNs when the first round began
     * @param joinNs what was due before is left out
     */
    public FlvLoop(FlvSample sample, long startNs, long joinNs) {
        this.sample = sample;
        this.startNs = startNs;
        this.joinNs = joinNs;
    }

    /** The bytes that a stream begins with. */
    public byte[] header() {
        return sample.header().clone();
    }

    /** When the next piece is due. */
    public long nextAtNs() {
        return headerSent ? startNs + stampMs() * NS_PER_MS : startNs;
    }

    /** Size of the next piece. */
    public int nextBytes() {
        return headerSent ? tag().bytes().length : sample.header().length;
    }

    /** Whether the next piece is a tag; the first one is the file header. */
    public boolean nextIsTag() {
        return headerSent;
    }

    /**
     * Puts the next piece, the file header or one tag, at the target's position.
     *
     * @return its size in bytes
     */
    public int next(ByteBuffer target) {
        if (!headerSent) {
            headerSent = true;
            target.put(sample.header());
            return sample.header().length;
        }
        byte[] bytes = tag().bytes();
        int at = target.position();
        int stamp = (int) stampMs();
        target.put(bytes);
        target.put(at + 4, (byte) (stamp >>> 16));
        target.put(at + 5, (byte) (stamp >>> 8));
        target.put(at + 6, (byte) stamp);
        target.put(at + 7, (byte) (stamp >>> 24));
        advance();
        return bytes.length;
    }

    private void advance() {
        do {
            index++;
            if (index == sample.tags().size()) {
                index = 0;
                roundStartMs += sample.roundMs();
            }
        } while (tag().setup() ? roundStartMs > 0 : isPast());
    }

    private boolean isPast() {
        return startNs + stampMs() * NS_PER_MS < joinNs;
    }

    private long stampMs() {
        return (long) roundStartMs + tag().timestampMs();
    }

    private FlvSample.Tag tag() {
        return sample.tags().get(index);
    }
}
