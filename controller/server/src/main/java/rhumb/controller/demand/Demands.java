package rhumb.controller.demand;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import rhumb.net.TrafficClass;

/** All demands at one moment; only pairs in use have any. Immutable. */
public final class Demands {
    private static final Comparator<Demand> LARGEST_FIRST =
            Comparator.comparingLong(Demand::rateBps)
                    .reversed()
                    .thenComparingInt(Demand::from)
                    .thenComparingInt(Demand::to);

    public static final Demands NONE = new Demands(List.of());

    private final List<List<Demand>> byClass;

    /**
     * @param all at most one of a pair and class
     */
    public Demands(Collection<Demand> all) {
        List<List<Demand>> sorted = new ArrayList<>();
        for (TrafficClass c : TrafficClass.ALL) {
            sorted.add(
                    all.stream().filter(d -> d.trafficClass() == c).sorted(LARGEST_FIRST).toList());
        }
        this.byClass = List.copyOf(sorted);
    }

    /** The demands of a class, largest first, then by pair. */
    public List<Demand> of(TrafficClass c) {
        return byClass.get(c.code());
    }

    /** The rate of a pair and class; 0 when it is not in use. */
    public long rateBps(int from, int to, TrafficClass c) {
        for (Demand demand : of(c)) {
            if (demand.from() == from && demand.to() == to) {
                return demand.rateBps();
            }
        }
        return 0;
    }

    public boolean isEmpty() {
        return byClass.stream().allMatch(List::isEmpty);
    }
}
