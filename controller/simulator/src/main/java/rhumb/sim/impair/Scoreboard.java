package rhumb.sim.impair;

/**
 * What was sent and is not yet acknowledged, in order of sequence, with what is known of each
 * segment. A segment counts as lost once {@value #PASSED_LIMIT} segments that were sent after it
 * have arrived (the three duplicate acknowledgements of RFC 5681, counted per transmission so that
 * a lost retransmission is found too). Bound: {@value #CAPACITY} segments; the sender waits when
 * full.
 */
final class Scoreboard {
    static final int CAPACITY = 4096;
    static final int PASSED_LIMIT = 3;

    private static final int MASK = CAPACITY - 1;

    private final long[] sequence = new long[CAPACITY];
    private final int[] length = new int[CAPACITY];
    private final boolean[] fin = new boolean[CAPACITY];
    private final long[] transmission = new long[CAPACITY];
    private final boolean[] sacked = new boolean[CAPACITY];
    private final boolean[] lost = new boolean[CAPACITY];
    private final int[] passed = new int[CAPACITY];
    private final boolean[] resent = new boolean[CAPACITY];
    private int head;
    private int count;
    private int lostCount;
    private long transmissions;
    private int inFlightBytes;
    private boolean anyPassed;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /** Bytes sent and neither arrived nor lost, as far as is known. */
    int inFlightBytes() {
        return inFlightBytes;
    }

    boolean hasLost() {
        return lostCount > 0;
    }

    void addSent(long from, int bytes, boolean withFin) {
        int i = head + count & MASK;
        sequence[i] = from;
        length[i] = bytes;
        fin[i] = withFin;
        transmission[i] = transmissions++;
        sacked[i] = false;
        lost[i] = false;
        passed[i] = 0;
        resent[i] = false;
        count++;
        inFlightBytes += bytes;
    }

    /** Index of the first lost segment, for the accessors; call only when there is one. */
    int firstLost() {
        int i = head;
        while (!lost[i]) {
            i = i + 1 & MASK;
        }
        return i;
    }

    long sequence(int index) {
        return sequence[index];
    }

    int length(int index) {
        return length[index];
    }

    boolean fin(int index) {
        return fin[index];
    }

    void markResent(int index) {
        lost[index] = false;
        lostCount--;
        passed[index] = 0;
        resent[index] = true;
        transmission[index] = transmissions++;
        inFlightBytes += length[index];
    }

    void markAllLost() {
        for (int n = 0, i = head; n < count; n++, i = i + 1 & MASK) {
            if (!sacked[i] && !lost[i]) {
                markLost(i);
            }
        }
    }

    /** Takes out what lies before {@code acknowledged}. */
    void acknowledge(long acknowledged) {
        while (count > 0 && endOf(head) <= acknowledged) {
            if (!sacked[head]) {
                arrived(head);
            }
            head = head + 1 & MASK;
            count--;
        }
    }

    /** Marks what lies inside one reported block as arrived. */
    void acknowledgeBlock(long from, long to) {
        for (int n = 0, i = head; n < count && sequence[i] < to; n++, i = i + 1 & MASK) {
            if (!sacked[i] && sequence[i] >= from && endOf(i) <= to) {
                arrived(i);
                sacked[i] = true;
            }
        }
    }

    /** Finds losses by what has arrived since. Says whether there are new ones. */
    boolean findLost() {
        if (!anyPassed) {
            return false;
        }
        anyPassed = false;
        boolean found = false;
        for (int n = 0, i = head; n < count; n++, i = i + 1 & MASK) {
            if (!sacked[i] && !lost[i] && passed[i] >= PASSED_LIMIT) {
                markLost(i);
                found = true;
            }
        }
        return found;
    }

    private void arrived(int index) {
        if (lost[index]) {
            lost[index] = false;
            lostCount--;
        } else {
            inFlightBytes -= length[index];
        }
        if (index == head && !resent[index]) {
            // Nothing was sent before it that is still out: the usual case, without a search.
            return;
        }
        for (int n = 0, i = head; n < count; n++, i = i + 1 & MASK) {
            if (!sacked[i] && transmission[i] < transmission[index]) {
                passed[i]++;
                anyPassed |= passed[i] >= PASSED_LIMIT;
            }
        }
    }

    private void markLost(int index) {
        lost[index] = true;
        lostCount++;
        inFlightBytes -= length[index];
    }

    private long endOf(int index) {
        return sequence[index] + length[index] + (fin[index] ? 1 : 0);
    }
}
