package rhumb.forward.queue;

/** The packets of one behaviour in the order they came: a list threaded through the store. */
final class PhbQueue {
    private final PacketStore store;
    private int head = PacketStore.NONE;
    private int tail = PacketStore.NONE;
    private int packets;
    private long bytes;

    /** Packets that may be dropped for others of the queue: those of precedence above 0. */
    private int droppable;

    PhbQueue(PacketStore store) {
        this.store = store;
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
        store.next[slot] = PacketStore.NONE;
        store.previous[slot] = tail;
        if (tail == PacketStore.NONE) {
            head = slot;
        } else {
            store.next[tail] = slot;
        }
        tail = slot;
        packets++;
        bytes += store.length(slot);
        droppable += store.precedence(slot) > 0 ? 1 : 0;
    }

    void remove(int slot) {
        int before = store.previous[slot];
        int after = store.next[slot];
        if (before == PacketStore.NONE) {
            head = after;
        } else {
            store.next[before] = after;
        }
        if (after == PacketStore.NONE) {
            tail = before;
        } else {
            store.previous[after] = before;
        }
        packets--;
        bytes -= store.length(slot);
        droppable -= store.precedence(slot) > 0 ? 1 : 0;
    }

    /**
     * The newest packet that is to be dropped before one of this precedence; NONE when there is
     * none. Costs at most the bound of the queue, and only while it is full.
     */
    int droppableBefore(int precedence) {
        if (droppable == 0) {
            return PacketStore.NONE;
        }
        int slot = tail;
        while (slot != PacketStore.NONE && store.precedence(slot) <= precedence) {
            slot = store.previous[slot];
        }
        return slot;
    }
}
