package rhumb.controller.plan;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import rhumb.controller.demand.Demands;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;
import rhumb.path.Graph;

/**
 * All decisions at one moment. Immutable.
 *
 * <p>Shape: per class a table over ordered pairs of PoPs ({@link Decisions}); null where there is
 * no path or no decision yet.
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

    /** Takes pairs of PoPs, by their numbers. */
    public interface PairSink {
        void accept(TrafficClass c, int from, int to);
    }

    /**
     * What a plan remembers beside its decisions, for the few pairs that have it.
     *
     * @param recent by class
     * @param demands the traffic that was placed
     * @param loads what it puts on uplinks; null before the first plan
     */
    record Memory(
            List<RecentMoves> recent,
            Drains drains,
            Notes notes,
            Demands demands,
            @Nullable Loads loads) {
        static final Memory NONE =
                new Memory(
                        Collections.nCopies(TrafficClass.COUNT, RecentMoves.NONE),
                        Drains.NONE,
                        new Notes(),
                        Demands.NONE,
                        null);
    }

    private final long number;
    private final long atNs;
    private final Snapshot snapshot;
    private final int pops;

    /** By class. */
    private final Decisions[] decisions;

    private final LinkPrices prices;
    private final Memory memory;
    private final ChangedPairs changed;
    private final boolean timed;

    Plan(
            long number,
            long atNs,
            Snapshot snapshot,
            int pops,
            Decisions[] decisions,
            LinkPrices prices,
            Memory memory,
            ChangedPairs changed,
            boolean timed) {
        this.number = number;
        this.atNs = atNs;
        this.snapshot = snapshot;
        this.pops = pops;
        this.decisions = decisions;
        this.prices = prices;
        this.memory = memory;
        this.changed = changed;
        this.timed = timed;
    }

    /** No decision at all: what the first plan follows. */
    public static Plan empty(int pops) {
        return new Plan(
                0,
                0,
                Snapshot.EMPTY,
                pops,
                TrafficClass.ALL.stream().map(c -> Decisions.none(pops)).toArray(Decisions[]::new),
                LinkPrices.NONE,
                Memory.NONE,
                ChangedPairs.NONE,
                false);
    }

    /** Grows with every plan; 0 for none. */
    public long number() {
        return number;
    }

    /** Whether all its pairs were decided by its prices, which some must have been given. */
    boolean decided() {
        return number > 0 && prices.links() > 0;
    }

    /** When it was made. */
    public long atNs() {
        return atNs;
    }

    /** What there was to know when it was made; see {@link #priced} for what it was decided by. */
    public Snapshot snapshot() {
        return snapshot;
    }

    public int pops() {
        return pops;
    }

    public @Nullable Decision decision(int from, int to, TrafficClass c) {
        return decisions[c.code()].at(from, to);
    }

    /** Tells the links of the pair's primary, backup and third path; some twice. */
    public void eachLink(int from, int to, TrafficClass c, IntConsumer sink) {
        decisions(c).eachLink(from, to, sink);
    }

    /**
     * Whether traffic of the pair may fare otherwise by another plan over the same links, of which
     * these are not as they were. May be true though nothing differs.
     */
    public boolean mayDiffer(Plan other, int from, int to, TrafficClass c, BitSet links) {
        return decisions(c).mayDiffer(other.decisions(c), from, to, links);
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

    /** Tells the pairs of {@link #changed} without their decisions, which are many at the start. */
    public void eachChanged(PairSink sink) {
        changed.each(sink);
    }

    /** Those of {@link #changed} whose traffic takes another way. */
    public List<Changed> moved() {
        return changed.moved();
    }

    /** Whether time alone may change the next plan: a move waits, or recent trouble fades. */
    public boolean timed() {
        return timed;
    }

    /** This plan with some decisions replaced by what forwarders were found to run. */
    public Plan with(List<Changed> adopted) {
        return with(adopted, null);
    }

    /**
     * The same.
     *
     * @param graph of the links of its paths; null when that is not known
     */
    public Plan with(List<Changed> adopted, @Nullable Graph graph) {
        Decisions[] copy = decisions.clone();
        Decisions.@Nullable Editor[] editors = new Decisions.@Nullable Editor[copy.length];
        for (Changed change : adopted) {
            int c = change.trafficClass().code();
            Decisions.Editor editor = editors[c];
            if (editor == null) {
                editor = copy[c].edit(graph);
                editors[c] = editor;
            }
            editor.set(change.from(), change.to(), change.after());
        }
        for (int c = 0; c < copy.length; c++) {
            Decisions.Editor editor = editors[c];
            copy[c] = editor == null ? copy[c] : editor.done();
        }
        return new Plan(
                number,
                atNs,
                snapshot,
                pops,
                copy,
                LinkPrices.NONE,
                memory,
                ChangedPairs.NONE,
                timed);
    }

    /** The judgement of a link from which the plan priced it. */
    public LinkState priced(int link) {
        return prices.state(link);
    }

    /** When the plan priced the link: it keeps a price while the new one hardly differs. */
    public long pricedAtNs(int link) {
        return prices.atNs(link);
    }

    /** Whether the pair has the same paths for two classes; false when that is not seen at once. */
    public boolean samePaths(int from, int to, TrafficClass c, TrafficClass other) {
        return decisions(c).samePaths(decisions(other), from, to);
    }

    /** Links that are unknown or down, as the plan priced them. */
    public BitSet unusable() {
        BitSet unusable = new BitSet();
        // All classes have the same: what is so dear may be so for another reason, the rest is not.
        int[] costs = costs(TrafficClass.SIGNALLING);
        for (int link = 0; link < costs.length; link++) {
            if (costs[link] >= CostModel.UNKNOWN
                    && CostModel.tier(prices.state(link), TrafficClass.SIGNALLING) > 1) {
                unusable.set(link);
            }
        }
        return unusable;
    }

    /** Whether the primary leads over any of these links; false where there is no path. */
    public boolean primaryUses(int from, int to, TrafficClass c, BitSet links) {
        return decisions(c).primaryUses(from, to, links);
    }

    /** What there is to know of a pair beside its decision; empty for most. */
    public List<Note> notes(int from, int to, TrafficClass c) {
        return memory.notes().of(from * pops + to, c);
    }

    /** The traffic that was placed. */
    public Demands demands() {
        return memory.demands();
    }

    /** What the placed traffic puts on an uplink of the graph, in bits per second. */
    public long loadBps(int uplink) {
        Loads loads = memory.loads();
        return loads == null ? 0 : loads.bps(uplink);
    }

    Decisions decisions(TrafficClass c) {
        return decisions[c.code()];
    }

    LinkPrices prices() {
        return prices;
    }

    int[] costs(TrafficClass c) {
        return prices.costs(c);
    }

    Memory memory() {
        return memory;
    }

    RecentMoves recent(TrafficClass c) {
        return memory.recent().get(c.code());
    }
}
