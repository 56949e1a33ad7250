package rhumb.forward.protect;

/**
 * The packets of one stream that a later one overtook, by number; at most {@value #SPAN} numbers
 * back from the newest. What lies further back was given up.
 */
final class MissingPackets {
    static final int SPAN = 256;

    private final int[] numbers = new int[SPAN];
    private final long[] noticedNs = new long[SPAN];
    private final long[] dueNs = new long[SPAN];

    /** How often it was asked for, plus 1 once it counts as lost; 0 = free slot. */
    private final byte[] steps = new byte[SPAN];

    private int count;
    private int oldest;

    int count() {
        return count;
    }

    /** No number before this one is missing. */
    int oldest() {
        return oldest;
    }

    boolean contains(int number) {
        int slot = number & SPAN - 1;
        return steps[slot] != 0 && numbers[slot] == number;
    }

    /** Adds one that is newer than all others. */
    void add(int number, long nowNs, long firstDueNs) {
        int slot = number & SPAN - 1;
        oldest = count == 0 ? number : oldest;
        numbers[slot] = number;
        noticedNs[slot] = nowNs;
        dueNs[slot] = firstDueNs;
        steps[slot] = 1;
        count++;
    }

    void remove(int number) {
        steps[number & SPAN - 1] = 0;
        count--;
    }

    /** Moves the lower end up to the first that is missing. */
    void trim(int top) {
        while (count > 0 && oldest - top <= 0 && !contains(oldest)) {
            oldest++;
        }
    }

    void clear() {
        java.util.Arrays.fill(steps, (byte) 0);
        count = 0;
    }

    long noticedNs(int number) {
        return noticedNs[number & SPAN - 1];
    }

    long dueNs(int number) {
        return dueNs[number & SPAN - 1];
    }

    void due(int number, long nextNs) {
        dueNs[number & SPAN - 1] = nextNs;
    }

    /** Steps taken so far: 0 = it may only be late. */
    int steps(int number) {
        return steps[number & SPAN - 1] - 1;
    }

    void step(int number) {
        int slot = number & SPAN - 1;
        steps[slot] = (byte) Math.min(steps[slot] + 1, Byte.MAX_VALUE);
    }
}
