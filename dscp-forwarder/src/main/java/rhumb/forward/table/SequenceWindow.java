package rhumb.forward.table;

import java.util.Arrays;

/**
 * Which of the latest sequence numbers were seen: a bitmap that is moved by whole blocks (RFC 6479
 * section 3), over 32-bit numbers that wrap (RFC 1982).
 */
public final class SequenceWindow {
    /** How a number relates to those before it. */
    public enum Arrival {
        /** After all others. */
        NEWEST,
        /** Before the newest, and not seen until now. */
        LATE,
        /** Seen before. */
        SEEN,
        /** So far behind the newest that it cannot be told. */
        OLD
    }

    private static final int BLOCK_BITS = 64;

    private static final long[] NONE = {};

    private int window;

    /** Made with the first number: of most of the flows at an ingress nothing ever comes back. */
    private long[] blocks = NONE;

    private boolean started;
    private int top;

    /**
     * @param window how many numbers before the newest are told apart; a multiple of 64
     */
    public SequenceWindow(int window) {
        if (window < BLOCK_BITS || window % BLOCK_BITS != 0) {
            throw new IllegalArgumentException("window " + window + ": expected a multiple of 64");
        }
        this.window = window;
    }

    /** Forgets everything; the next number is the first. */
    public void reset() {
        started = false;
        Arrays.fill(blocks, 0);
    }

    /** How many numbers before the newest are told apart. */
    public int window() {
        return window;
    }

    /** Tells twice as many apart; of those forgotten before, each counts as seen. */
    public void widen() {
        window *= 2;
        if (blocks.length > 0) {
            long[] wider = new long[ringBlocks(window)];
            Arrays.fill(wider, -1);
            for (int back = 0; back < blocks.length; back++) {
                int block = (top >>> 6) - back;
                wider[block & wider.length - 1] = blocks[block & blocks.length - 1];
            }
            blocks = wider;
        }
    }

    public boolean started() {
        return started;
    }

    /** The newest number; meaningless before the first. */
    public int top() {
        return top;
    }

    /** Whether the number is not too far behind the newest to be told apart from it. */
    public boolean reaches(int seq) {
        return !started || seq - top > -window;
    }

    /** Marks the number as seen and says what it was. */
    public Arrival offer(int seq) {
        if (!started) {
            started = true;
            top = seq;
            if (blocks.length == 0) {
                blocks = new long[ringBlocks(window)];
            }
            mark(seq);
            return Arrival.NEWEST;
        }
        int ahead = seq - top;
        if (ahead > 0) {
            int steps = Math.min((seq >>> 6) - (top >>> 6) & 0x3ffffff, blocks.length);
            for (int i = 1; i <= steps; i++) {
                blocks[(top >>> 6) + i & blocks.length - 1] = 0;
            }
            top = seq;
            mark(seq);
            return Arrival.NEWEST;
        }
        // -ahead would overflow for the number exactly half the circle away.
        if (ahead <= -window) {
            return Arrival.OLD;
        }
        if ((blocks[seq >>> 6 & blocks.length - 1] & 1L << seq) != 0) {
            return Arrival.SEEN;
        }
        mark(seq);
        return Arrival.LATE;
    }

    /**
     * One block more than the window needs, and a power of two so that the ring wraps with the
     * numbers.
     */
    private static int ringBlocks(int window) {
        return Integer.highestOneBit(window / BLOCK_BITS) * 2;
    }

    private void mark(int seq) {
        blocks[seq >>> 6 & blocks.length - 1] |= 1L << seq;
    }
}
