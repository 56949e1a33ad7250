package rhumb.sim.impair;

import java.nio.ByteBuffer;

/**
 * The receiving half of one end: puts bytes in order, knows what to acknowledge. Bound: {@link
 * ByteRing#CAPACITY} bytes not yet read, {@value #MAX_GAPS} stretches behind a gap; a segment
 * beyond that is dropped and sent again.
 */
final class TcpReceiver {
    private static final int MAX_GAPS = 1024;

    private final ByteRing ring = new ByteRing();
    private final long[] from = new long[MAX_GAPS + 1];
    private final long[] to = new long[MAX_GAPS + 1];
    private int stretches;
    private int nextReported;
    private long next;
    private long readTo;
    private long finAt = -1;
    private boolean finPassed;

    /** Next position wanted, the FIN counted as one. */
    long acknowledged() {
        return finPassed ? next + 1 : next;
    }

    long windowEnd() {
        return readTo + ByteRing.CAPACITY;
    }

    int readable() {
        return (int) (next - readTo);
    }

    /** Whether all bytes before the peer's FIN have been read. */
    boolean atEnd() {
        return finPassed && readTo == next;
    }

    boolean finReceived() {
        return finPassed;
    }

    int read(ByteBuffer target) {
        int length = Math.min(readable(), target.remaining());
        ring.take(readTo, target, length);
        readTo += length;
        return length;
    }

    /** Takes a segment's bytes out of the sender's buffer. Says whether new ones can be read. */
    boolean accept(Segment segment, ByteRing source) {
        long start = Math.max(segment.sequence, next);
        long end = Math.min(segment.sequence + segment.length, windowEnd());
        long before = next;
        if (start < end && insert(start, end)) {
            source.copyTo(ring, start, (int) (end - start));
        }
        if (segment.fin) {
            finAt = segment.sequence + segment.length;
        }
        if (finAt == next) {
            finPassed = true;
        }
        return next > before || finPassed;
    }

    /** Writes up to three blocks: the one that holds {@code newest} first, the others by turns. */
    void writeSacks(Segment out, long newest) {
        out.sacks = 0;
        for (int i = 0; i < stretches; i++) {
            if (from[i] <= newest && newest < to[i]) {
                addSack(out, i);
            }
        }
        int others = Math.min(stretches, Segment.MAX_SACKS) - out.sacks;
        for (int n = 0; n < others; n++) {
            nextReported = (nextReported + 1) % stretches;
            addSack(out, nextReported);
        }
    }

    private void addSack(Segment out, int stretch) {
        out.sackFrom[out.sacks] = from[stretch];
        out.sackTo[out.sacks] = to[stretch];
        out.sacks++;
    }

    /** Joins a stretch to the sorted list and moves {@link #next} over what is in order now. */
    private boolean insert(long start, long end) {
        int at = 0;
        while (at < stretches && to[at] < start) {
            at++;
        }
        int last = at;
        long mergedFrom = start;
        long mergedTo = end;
        while (last < stretches && from[last] <= end) {
            mergedFrom = Math.min(mergedFrom, from[last]);
            mergedTo = Math.max(mergedTo, to[last]);
            last++;
        }
        if (last == at && stretches == MAX_GAPS) {
            return false;
        }
        int shift = at + 1 - last;
        System.arraycopy(from, last, from, last + shift, stretches - last);
        System.arraycopy(to, last, to, last + shift, stretches - last);
        from[at] = mergedFrom;
        to[at] = mergedTo;
        stretches += shift;
        if (from[0] <= next) {
            next = to[0];
            stretches--;
            System.arraycopy(from, 1, from, 0, stretches);
            System.arraycopy(to, 1, to, 0, stretches);
        }
        return true;
    }
}
