package rhumb.controller.plan;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import rhumb.net.TrafficClass;

/**
 * What differs between two plans. The first plan of a thousand PoPs differs in eight million pairs,
 * so only their numbers are kept, and each is made when it is looked at. Immutable.
 */
final class ChangedPairs extends AbstractList<Plan.Changed> {
    /** The pairs of one class. */
    static final class OfClass {
        private final TrafficClass trafficClass;
        private final int[] pairs;
        private final Decisions before;
        private final Decisions after;

        /**
         * Takes the array over.
         *
         * @param pairs as from * pops + to, ascending
         */
        OfClass(TrafficClass trafficClass, int[] pairs, Decisions before, Decisions after) {
            this.trafficClass = trafficClass;
            this.pairs = pairs;
            this.before = before;
            this.after = after;
        }
    }

    static final ChangedPairs NONE = new ChangedPairs(0, List.of());

    private final int pops;
    private final List<OfClass> classes;
    private final int size;

    ChangedPairs(int pops, List<OfClass> classes) {
        this.pops = pops;
        this.classes = List.copyOf(classes);
        this.size = classes.stream().mapToInt(c -> c.pairs.length).sum();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Plan.Changed get(int index) {
        int left = Objects.checkIndex(index, size);
        for (OfClass c : classes) {
            if (left < c.pairs.length) {
                int from = c.pairs[left] / pops;
                int to = c.pairs[left] % pops;
                return new Plan.Changed(
                        c.trafficClass,
                        from,
                        to,
                        c.before.at(from, to),
                        Objects.requireNonNull(c.after.at(from, to)));
            }
            left -= c.pairs.length;
        }
        throw new IllegalStateException("fewer pairs than counted");
    }

    /** Tells the same pairs in the same order, and makes no decision for it. */
    void each(Plan.PairSink sink) {
        for (OfClass c : classes) {
            for (int pair : c.pairs) {
                sink.accept(c.trafficClass, pair / pops, pair % pops);
            }
        }
    }

    /** Those whose traffic takes another way; most that changed do not. */
    List<Plan.Changed> moved() {
        List<Plan.Changed> moved = new ArrayList<>();
        int place = 0;
        for (OfClass c : classes) {
            for (int pair : c.pairs) {
                if (!c.before.undecided(pair / pops, pair % pops)) {
                    Plan.Changed change = get(place);
                    if (change.moved()) {
                        moved.add(change);
                    }
                }
                place++;
            }
        }
        return moved;
    }

    /** Numbers that grow. */
    static final class Pairs {
        private int[] pairs = new int[64];
        private int count;

        void add(int pair) {
            pairs = count == pairs.length ? Arrays.copyOf(pairs, 2 * count) : pairs;
            pairs[count++] = pair;
        }

        int[] ascending() {
            int[] all = Arrays.copyOf(pairs, count);
            Arrays.sort(all);
            return all;
        }
    }
}
