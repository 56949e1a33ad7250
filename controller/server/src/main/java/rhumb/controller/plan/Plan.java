package rhumb.controller.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;

/**
 * All decisions at one moment. Immutable.
 *
 * <p>Shape: per class an array over ordered pairs of PoPs, {@code from * pops + to}; null where
 * there is no path or no decision yet.
 */
public final class Plan {
    /** A pair whose paths are not those of the plan before. */
    public record Changed(
            TrafficClass trafficClass,
            int from,
            int to,
            @Nullable Decision before,
            Decision after) {
        /** Whether traffic that follows the primary takes another way. */
        public boolean moved() {
            return before != null && !before.primary().equals(after.primary());
        }
    }

    private final long number;
    private final long atNs;
    private final Snapshot snapshot;
    private final int pops;
    private final @Nullable Decision[][] decisions;
    private final int[][] costs;
    private final List<Changed> changed;
    private final boolean timed;

    Plan(
            long number,
            long atNs,
            Snapshot snapshot,
            int pops,
            @Nullable Decision[][] decisions,
            int[][] costs,
            List<Changed> changed,
            boolean timed) {
        this.number = number;
        this.atNs = atNs;
        this.snapshot = snapshot;
        this.pops = pops;
        this.decisions = decisions;
        this.costs = costs;
        this.changed = List.copyOf(changed);
        this.timed = timed;
    }

    /** No decision at all: what the first plan follows. */
    public static Plan empty(int pops) {
        return new Plan(
                0,
                0,
                Snapshot.EMPTY,
                pops,
                new @Nullable Decision[TrafficClass.COUNT][pops * pops],
                new int[TrafficClass.COUNT][0],
                List.of(),
                false);
    }

    /** Grows with every plan; 0 for none. */
    public long number() {
        return number;
    }

    /** When it was made; costs are those of that moment. */
    public long atNs() {
        return atNs;
    }

    /** What it was made from. */
    public Snapshot snapshot() {
        return snapshot;
    }

    public int pops() {
        return pops;
    }

    public @Nullable Decision decision(int from, int to, TrafficClass c) {
        return decisions[c.code()][from * pops + to];
    }

    /** What the primary cost when the plan was made; -1 when there is no path. */
    public long primaryCostUs(int from, int to, TrafficClass c) {
        Decision decision = decision(from, to, c);
        if (decision == null || costs(c).length == 0) {
            return -1;
        }
        long sum = 0;
        for (int link : decision.primary().array()) {
            sum += costs(c)[link];
        }
        return sum;
    }

    /** What differs from the plan before, by class, then by pair: the most important first. */
    public List<Changed> changed() {
        return changed;
    }

    /** Whether time alone may change the next plan: a move waits, or recent trouble fades. */
    public boolean timed() {
        return timed;
    }

    /** This plan with some decisions replaced by what forwarders were found to run. */
    public Plan with(List<Changed> adopted) {
        @Nullable Decision[][] copy = new @Nullable Decision[decisions.length][];
        for (int c = 0; c < copy.length; c++) {
            copy[c] = decisions[c].clone();
        }
        for (Changed change : adopted) {
            copy[change.trafficClass().code()][change.from() * pops + change.to()] = change.after();
        }
        return new Plan(
                number,
                atNs,
                snapshot,
                pops,
                copy,
                new int[TrafficClass.COUNT][0],
                List.of(),
                timed);
    }

    @Nullable Decision[] decisions(TrafficClass c) {
        return decisions[c.code()];
    }

    int[] costs(TrafficClass c) {
        return costs[c.code()];
    }
}
