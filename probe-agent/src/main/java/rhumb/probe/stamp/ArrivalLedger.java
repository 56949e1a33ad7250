package rhumb.probe.stamp;

import rhumb.net.Serial32;

/**
 * Loss, reordering and duplicates of a stream of numbered packets at its receiver (RFC 4737 section
 * 3: a packet is reordered when a later one came before it). A number that is skipped counts as
 * lost at once; when it comes after all, the loss is taken back by a negative count. Results of the
 * last packet stand in the fields until the next.
 */
public final class ArrivalLedger {
    /** A jump beyond this is a restart or an outage, not a count of losses. */
    static final int MAX_JUMP = 256;

    private static final int SEEN_BITS = 64;
    private static final int STRANGE_LIMIT = 3;

    private boolean begun;
    private int highest;
    private long seen;
    private int strange;

    private long sent;
    private long lost;
    private boolean reordered;
    private boolean duplicate;

    /** Packets that entered the link since the packet before, as far as their numbers tell. */
    public long sent() {
        return sent;
    }

    /** Of these, how many did not come; -1 when an earlier loss turned out to be late. */
    public long lost() {
        return lost;
    }

    public boolean reordered() {
        return reordered;
    }

    public boolean duplicate() {
        return duplicate;
    }

    public void onArrival(int sequence) {
        sent = 0;
        lost = 0;
        reordered = false;
        duplicate = false;
        int ahead = Serial32.distance(highest, sequence);
        if (!begun) {
            restart(sequence);
        } else if (ahead > MAX_JUMP || ahead <= -SEEN_BITS) {
            // One stray number must not make the whole stream look lost.
            if (++strange >= STRANGE_LIMIT || ahead > 0) {
                restart(sequence);
            }
        } else if (ahead > 0) {
            strange = 0;
            sent = ahead;
            lost = ahead - 1L;
            seen = ahead >= SEEN_BITS ? 1 : seen << ahead | 1;
            highest = sequence;
        } else if ((seen & 1L << -ahead) != 0) {
            duplicate = true;
        } else {
            seen |= 1L << -ahead;
            reordered = true;
            lost = -1;
        }
    }

    private void restart(int sequence) {
        begun = true;
        strange = 0;
        highest = sequence;
        // Numbers before the first are neither missing nor seen; taking them as seen is harmless.
        seen = -1;
        sent = 1;
    }
}
