package rhumb.sim.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is still to happen, earliest first, equal times in the order in which they were added. Half
 * of a simulation's work passes through here, so it is a heap over arrays of numbers and not over
 * objects that compare themselves; four children a node keep it flat.
 */
final class EventHeap {
    private static final int CHILDREN = 4;

    private long[] atNs = new long[1024];
    private long[] order = new long[1024];
    private @Nullable Runnable[] run = new @Nullable Runnable[1024];
    private int size;
    private long added;

    /** When the first event is due; {@link Long#MAX_VALUE} when there is none. */
    long firstNs() {
        return size == 0 ? Long.MAX_VALUE : atNs[0];
    }

    void add(long eventNs, Runnable event) {
        if (size == atNs.length) {
            atNs = Arrays.copyOf(atNs, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            run = Arrays.copyOf(run, 2 * size);
        }
        // Nothing in the heap is younger, so only time decides where the new one goes.
        int at = size++;
        while (at > 0 && eventNs < atNs[(at - 1) / CHILDREN]) {
            move((at - 1) / CHILDREN, at);
            at = (at - 1) / CHILDREN;
        }
        put(at, eventNs, added++, event);
    }

    /** Takes the first event out; there must be one. */
    Runnable removeFirst() {
        Runnable first = run[0];
        if (first == null) {
            throw new IllegalStateException("no event is left");
        }
        int last = --size;
        int at = 0;
        for (int child = least(at); child < last && before(child, last); child = least(at)) {
            move(child, at);
            at = child;
        }
        move(last, at);
        run[last] = null;
        return first;
    }

    /** The earliest of a node's children; {@link #size} or more when it has none. */
    private int least(int parent) {
        int first = CHILDREN * parent + 1;
        int least = first;
        for (int i = first + 1; i < Math.min(first + CHILDREN, size); i++) {
            least = before(i, least) ? i : least;
        }
        return least;
    }

    private boolean before(int a, int b) {
        return atNs[a] < atNs[b] || atNs[a] == atNs[b] && order[a] < order[b];
    }

    private void move(int from, int to) {
        put(to, atNs[from], order[from], run[from]);
    }

    private void put(int at, long eventNs, long eventOrder, @Nullable Runnable event) {
        atNs[at] = eventNs;
        order[at] = eventOrder;
        run[at] = event;
    }
}
