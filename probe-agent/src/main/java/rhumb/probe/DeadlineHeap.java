package rhumb.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * Links by the time they want to run next: a binary heap in which every link knows its place, so
 * that moving one costs the logarithm of their number. Equal times run in the order in which they
 * were added.
 */
final class DeadlineHeap {
    private final List<ProbedPair> heap = new ArrayList<>();

    boolean isEmpty() {
        return heap.isEmpty();
    }

    ProbedPair first() {
        return heap.getFirst();
    }

    long firstNs() {
        return heap.isEmpty() ? Long.MAX_VALUE : heap.getFirst().deadlineNs;
    }

    void add(ProbedPair pair) {
        heap.add(pair);
        up(heap.size() - 1, pair);
    }

    void remove(ProbedPair pair) {
        int at = pair.heapIndex;
        ProbedPair last = heap.removeLast();
        if (last != pair) {
            place(at, last);
            moved(last);
        }
    }

    /** The deadline of a link in the heap changed. */
    void moved(ProbedPair pair) {
        up(pair.heapIndex, pair);
        down(pair.heapIndex, pair);
    }

    private void up(int from, ProbedPair pair) {
        int at = from;
        while (at > 0 && before(pair, heap.get((at - 1) / 2))) {
            place(at, heap.get((at - 1) / 2));
            at = (at - 1) / 2;
        }
        place(at, pair);
    }

    private void down(int from, ProbedPair pair) {
        int at = from;
        while (2 * at + 1 < heap.size()) {
            int left = 2 * at + 1;
            int right = left + 1;
            int child =
                    right < heap.size() && before(heap.get(right), heap.get(left)) ? right : left;
            if (!before(heap.get(child), pair)) {
                break;
            }
            place(at, heap.get(child));
            at = child;
        }
        place(at, pair);
    }

    private void place(int at, ProbedPair pair) {
        heap.set(at, pair);
        pair.heapIndex = at;
    }

    private static boolean before(ProbedPair a, ProbedPair b) {
        return a.deadlineNs < b.deadlineNs || a.deadlineNs == b.deadlineNs && a.order < b.order;
    }
}
