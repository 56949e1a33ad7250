package rhumb.probe.stamp;

import java.util.Arrays;
import rhumb.net.Serial32;

/**
 * Which probes of an authenticated session came before (the sliding window of RFC 6479): STAMP
 * itself gives no freshness, so a captured probe verifies for ever. A probe is new when its number
 * is ahead of all others, or is not marked among the last {@value #WINDOW}, or when its timestamp
 * is later than any before: that is a sender that began to count again.
 */
final class ReplayWindow {
    static final int WINDOW = 1_024;

    private static final int WORD_BITS = 64;

    private final long[] seen = new long[WINDOW / WORD_BITS];
    private boolean begun;
    private int highest;
    private long newestUnixNs = Long.MIN_VALUE;

    /**
     * Takes a genuine probe.
     *
     * @param sentUnixNs its timestamp
     * @return false when it must have been here before
     */
    boolean accept(int sequence, long sentUnixNs) {
        int ahead = Serial32.distance(highest, sequence);
        boolean later = sentUnixNs > newestUnixNs;
        if (!begun || ahead > 0) {
            advance(begun ? ahead : WINDOW);
            highest = sequence;
        } else if (ahead > -WINDOW && (seen[word(sequence)] & bit(sequence)) == 0) {
            // A late one that was overtaken.
        } else if (later) {
            advance(WINDOW);
            highest = sequence;
        } else {
            return false;
        }
        begun = true;
        seen[word(sequence)] |= bit(sequence);
        newestUnixNs = Math.max(newestUnixNs, sentUnixNs);
        return true;
    }

    /** Forgets the marks that numbers about to be reached left a window ago. */
    private void advance(int by) {
        if (by >= WINDOW) {
            Arrays.fill(seen, 0);
            return;
        }
        for (int i = 1; i <= by; i++) {
            seen[word(highest + i)] &= ~bit(highest + i);
        }
    }

    private static int word(int sequence) {
        return (sequence & WINDOW - 1) / WORD_BITS;
    }

    private static long bit(int sequence) {
        return 1L << sequence;
    }
}
