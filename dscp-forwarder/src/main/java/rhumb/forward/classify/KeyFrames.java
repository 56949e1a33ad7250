package rhumb.forward.classify;

import java.util.Arrays;

/**
 * The newest key frame of each RTP source: its timestamp, by which its further packets are known.
 * Bound: {@value #PLACES} places; policy: a source takes the place of another one with the same
 * hash, whose key frame then is told by its first packets only.
 */
final class KeyFrames {
    private static final int PLACES = 8_192;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final long[] sources = new long[PLACES];
    private final int[] timestamps = new int[PLACES];

    KeyFrames() {
        Arrays.fill(sources, -1);
    }

    void begun(int stream, int ssrc, int timestamp) {
        int place = place(stream, ssrc);
        sources[place] = source(stream, ssrc);
        timestamps[place] = timestamp;
    }

    boolean contains(int stream, int ssrc, int timestamp) {
        int place = place(stream, ssrc);
        return sources[place] == source(stream, ssrc) && timestamps[place] == timestamp;
    }

    private static long source(int stream, int ssrc) {
        return (long) stream << 32 | ssrc & 0xffffffffL;
    }

    private static int place(int stream, int ssrc) {
        return (int) (source(stream, ssrc) * MIX >>> 51);
    }
}
