package rhumb.forward.queue;

/**
 * Packets of one behaviour and tenant in the order they came: lists threaded through the store, one
 * of all and one of those of each drop precedence above 0, so that every step is O(1).
 */
final class PacketQueue {
    private static final int NONE = PacketStore.NONE;

    private final PacketStore store;
    private final Codel codel = new Codel();
    private int head = NONE;
    private int tail = NONE;
    private final int[] newest = new int[DropPrecedence.LEVELS];
    private int packets;
    private long bytes;

    PacketQueue(PacketStore store) {
        this.store = store;
        java.util.Arrays.fill(newest, NONE);
    }

    Codel codel() {
        return codel;
    }

    int head() {
        return head;
    }

    int tail() {
        return tail;
    }

    boolean isEmpty() {
        return packets == 0;
    }

    int packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    void append(int slot) {
        store.next[slot] = NONE;
        store.previous[slot] = tail;
        if (tail == NONE) {
            head = slot;
        } else {
            store.next[tail] = slot;
        }
        tail = slot;
        packets++;
        bytes += store.length(slot);
        int level = store.precedence(slot);
        store.newer[slot] = NONE;
        store.older[slot] = newest[level];
        if (newest[level] != NONE) {
            store.newer[newest[level]] = slot;
        }
        newest[level] = slot;
    }

    void remove(int slot) {
        int before = store.previous[slot];
        int after = store.next[slot];
        if (before == NONE) {
            head = after;
        } else {
            store.next[before] = after;
        }
        if (after == NONE) {
            tail = before;
        } else {
            store.previous[after] = before;
        }
        packets--;
        bytes -= store.length(slot);
        int older = store.older[slot];
        int newer = store.newer[slot];
        if (older != NONE) {
            store.newer[older] = newer;
        }
        if (newer != NONE) {
            store.older[newer] = older;
        } else {
            newest[store.precedence(slot)] = older;
        }
    }

    /**
     * The newest packet of the highest drop precedence, if that is above the given one; NONE when
     * there is none to be dropped before.
     */
    int droppableBefore(int precedence) {
        for (int level = newest.length - 1; level > precedence; level--) {
            if (newest[level] != NONE) {
                return newest[level];
            }
        }
        return NONE;
    }
}
