package rhumb.forward.protect;

/**
 * The latest packets of a stream by number, back to back in one array; the oldest give way. It
 * doubles while packets younger than they are to be kept would be lost, up to {@value #MAX_BYTES}
 * bytes and what {@link RingMemory} allows; in steady state it allocates nothing.
 */
final class PacketRing {
    static final int MIN_BYTES = 1 << 14;
    static final int MAX_BYTES = 1 << 20;
    private static final int BYTES_PER_ENTRY = 64;

    /** Bookkeeping per entry. */
    private static final int ENTRY_BYTES = 28;

    private final RingMemory memory;
    private byte[] bytes = new byte[0];
    private int[] numbers = new int[0];
    private int[] at = new int[0];
    private int[] length = new int[0];
    private long[] sinceNs = new long[0];

    /** Numbers in the order in which they were put, a ring; {@code orderAt} is where each lies. */
    private int[] order = new int[0];

    private int[] orderAt = new int[0];
    private int first;
    private int count;
    private int writeAt;

    PacketRing(RingMemory memory) {
        this.memory = memory;
    }

    /** Whether it has any memory at all. */
    boolean isOpen() {
        return bytes.length > 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the packet begins; -1 when it is not kept. */
    int at(int number) {
        int slot = slot(number);
        return slot < 0 ? -1 : at[slot];
    }

    int length(int number) {
        int slot = slot(number);
        return slot < 0 ? 0 : length[slot];
    }

    /** When it was put in. */
    long sinceNs(int number) {
        int slot = slot(number);
        return slot < 0 ? Long.MIN_VALUE : sinceNs[slot];
    }

    /**
     * Makes room for a packet, whose bytes the caller writes.
     *
     * @param keepNs how long packets should stay
     * @return where they go; -1 when there is no memory for any ring
     */
    int put(long nowNs, int number, int sizeBytes, long keepNs) {
        if (!isOpen() && !resize(MIN_BYTES)) {
            return -1;
        }
        while (!fits(sizeBytes)) {
            int oldest = slot(order[first]);
            boolean young = oldest >= 0 && nowNs - sinceNs[oldest] < keepNs;
            if (!young || bytes.length >= MAX_BYTES || !resize(bytes.length * 2)) {
                dropOldest();
            }
        }
        int slot = number & numbers.length - 1;
        numbers[slot] = number;
        at[slot] = writeAt;
        length[slot] = sizeBytes;
        sinceNs[slot] = nowNs;
        int last = first + count & order.length - 1;
        order[last] = number;
        orderAt[last] = writeAt;
        count++;
        writeAt += sizeBytes;
        return at[slot];
    }

    /** Forgets all and gives the memory back. */
    void close() {
        memory.give(costBytes(bytes.length));
        bytes = new byte[0];
        numbers = new int[0];
        order = new int[0];
        first = 0;
        count = 0;
        writeAt = 0;
    }

    private int slot(int number) {
        if (numbers.length == 0) {
            return -1;
        }
        int slot = number & numbers.length - 1;
        return numbers[slot] == number && length[slot] > 0 ? slot : -1;
    }

    /** Whether the packet fits at {@link #writeAt}, which may be moved to the beginning. */
    private boolean fits(int sizeBytes) {
        if (count == 0) {
            writeAt = 0;
            return true;
        }
        if (count == order.length) {
            return false;
        }
        int tail = orderAt[first];
        if (writeAt <= tail) {
            return tail - writeAt > sizeBytes;
        }
        if (bytes.length - writeAt >= sizeBytes) {
            return true;
        }
        if (tail > sizeBytes) {
            writeAt = 0;
            return true;
        }
        return false;
    }

    private void dropOldest() {
        int slot = order[first] & numbers.length - 1;
        // Another packet may have the slot by now.
        if (numbers[slot] == order[first] && at[slot] == orderAt[first]) {
            length[slot] = 0;
        }
        first = first + 1 & order.length - 1;
        count--;
    }

    private boolean resize(int newBytes) {
        if (!memory.take(costBytes(newBytes) - costBytes(bytes.length))) {
            return false;
        }
        final PacketRing old = new PacketRing(memory);
        old.bytes = bytes;
        old.numbers = numbers;
        old.at = at;
        old.length = length;
        old.sinceNs = sinceNs;
        final int[] kept = new int[count];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = order[first + i & order.length - 1];
        }
        int entries = newBytes / BYTES_PER_ENTRY;
        bytes = new byte[newBytes];
        numbers = new int[entries];
        at = new int[entries];
        length = new int[entries];
        sinceNs = new long[entries];
        order = new int[entries];
        orderAt = new int[entries];
        first = 0;
        count = 0;
        writeAt = 0;
        for (int number : kept) {
            int slot = old.slot(number);
            if (slot >= 0) {
                int to = put(old.sinceNs[slot], number, old.length[slot], 0);
                System.arraycopy(old.bytes, old.at[slot], bytes, to, old.length[slot]);
            }
        }
        return true;
    }

    private static long costBytes(int ringBytes) {
        return ringBytes + (long) ringBytes / BYTES_PER_ENTRY * ENTRY_BYTES;
    }
}
