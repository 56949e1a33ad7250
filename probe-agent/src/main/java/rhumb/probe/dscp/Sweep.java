package rhumb.probe.dscp;

import rhumb.net.Dscp;

/**
 * All 64 code points on one link, three times over, then those again that were not answered or are
 * in doubt; then a last wait. Takes less than 4.6 s.
 */
final class Sweep {
    private static final long GAP_NS = 12_000_000L;
    private static final int ROUNDS = 3;
    private static final int RETRIES = 96;

    private final LinkCodePoints link;
    private final long number;
    private int sent;
    private int retries;
    private int cursor;
    private long dueNs;
    private boolean waiting;
    private boolean over;

    /**
     * @param number what a controller calls it; 0 when the agent itself wants to know
     */
    Sweep(long nowNs, LinkCodePoints link, long number) {
        this.link = link;
        this.number = number;
        this.dueNs = nowNs;
        link.beginSweep();
    }

    LinkCodePoints link() {
        return link;
    }

    long number() {
        return number;
    }

    long dueNs() {
        return dueNs;
    }

    boolean over() {
        return over;
    }

    /** Code points that are done: all of them only when it is over. */
    int progress() {
        return over ? Dscp.COUNT : Math.min(Long.bitCount(link.doneInSweep()), Dscp.COUNT - 1);
    }

    /** The code point to send now; -1 when there is none. To be called when due. */
    int next(long nowNs) {
        if (waiting) {
            over = true;
            return -1;
        }
        int codePoint = sent < ROUNDS * Dscp.COUNT ? sent % Dscp.COUNT : undone();
        sent++;
        waiting = codePoint < 0;
        over = waiting && link.doneInSweep() == -1L;
        dueNs = nowNs + (waiting ? LinkCodePoints.PATIENCE_NS : GAP_NS);
        return codePoint;
    }

    private int undone() {
        for (int i = 0; i < Dscp.COUNT && retries < RETRIES; i++) {
            int candidate = cursor++ % Dscp.COUNT;
            if ((link.doneInSweep() & 1L << candidate) == 0) {
                retries++;
                return candidate;
            }
        }
        return -1;
    }
}
