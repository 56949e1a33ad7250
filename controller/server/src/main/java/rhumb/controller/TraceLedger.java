package rhumb.controller;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import rhumb.net.LinkId;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;
import rhumb.southbound.trace.Stamp;

/**
 * The stories of degradations, put together from what agents, forwarders and this controller add.
 * Bound: as constructed; policy when full: the oldest goes.
 */
public final class TraceLedger {
    private static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::unixNs)
                    .thenComparing(Stamp::stage)
                    .thenComparing(Stamp::node);

    private record Key(LinkId link, long id) {}

    /**
     * One degradation.
     *
     * @param degradeToSwitchNs from the first sign to the first packet on another path or the
     *     forwarder's own switch, whichever came first; empty while media have not left
     */
    public record Convergence(ConvergenceTrace trace, OptionalLong degradeToSwitchNs) {
        static Convergence of(ConvergenceTrace trace) {
            OptionalLong begin = trace.at(Stage.FIRST_SIGN);
            OptionalLong start = begin.isPresent() ? begin : trace.at(Stage.DEGRADED);
            OptionalLong local = trace.at(Stage.LOCAL_SWITCH);
            OptionalLong first = trace.at(Stage.FIRST_PACKET);
            long end = Math.min(local.orElse(Long.MAX_VALUE), first.orElse(Long.MAX_VALUE));
            boolean done = start.isPresent() && end != Long.MAX_VALUE;
            return new Convergence(
                    trace,
                    done
                            ? OptionalLong.of(Math.max(0, end - start.getAsLong()))
                            : OptionalLong.empty());
        }
    }

    private final int limit;
    private final String node;
    private final StageTimes times = new StageTimes();
    private final Map<Key, ConvergenceTrace> traces = new LinkedHashMap<>();
    private final Set<Key> unplanned = new LinkedHashSet<>();
    private final Set<Key> unsent = new LinkedHashSet<>();

    TraceLedger(int limit, String node) {
        this.limit = limit;
        this.node = node;
    }

    /** An agent told of a degradation. */
    void reported(ConvergenceTrace trace, long unixNs) {
        merge(trace.with(Stage.IN_LSDB, node, unixNs));
        unplanned.add(key(trace));
        while (unplanned.size() > limit) {
            unplanned.remove(unplanned.iterator().next());
        }
    }

    /** A plan was made of all that was reported. */
    void planned(long unixNs) {
        unsent.clear();
        unsent.addAll(unplanned);
        unplanned.clear();
        for (Key key : unsent) {
            ConvergenceTrace trace = traces.get(key);
            if (trace != null) {
                store(key, trace.with(Stage.PLANNED, node, unixNs));
            }
        }
    }

    /** Those of the last plan whose link matters to a forwarder, as they go into its update. */
    List<ConvergenceTrace> sending(Predicate<LinkId> matters, long unixNs) {
        List<ConvergenceTrace> found = new ArrayList<>();
        for (Key key : unsent) {
            ConvergenceTrace trace = traces.get(key);
            if (trace != null && matters.test(key.link)) {
                ConvergenceTrace sent =
                        trace.at(Stage.SENT).isPresent()
                                ? trace
                                : trace.with(Stage.SENT, node, unixNs);
                store(key, sent);
                found.add(sent);
            }
        }
        return found;
    }

    /** A forwarder added steps. */
    void merge(ConvergenceTrace trace) {
        ConvergenceTrace before = traces.get(key(trace));
        if (before == null) {
            store(key(trace), trace);
        } else {
            Set<Stamp> stamps = new LinkedHashSet<>(before.stamps());
            stamps.addAll(trace.stamps());
            List<Stamp> ordered = stamps.stream().sorted(ORDER).toList();
            store(key(trace), new ConvergenceTrace(trace.id(), trace.link(), ordered));
        }
        if (traces.size() > limit) {
            traces.remove(traces.keySet().iterator().next());
        }
    }

    /** Oldest first. */
    List<Convergence> all() {
        return traces.values().stream().map(Convergence::of).toList();
    }

    StageTimes.Snapshot times() {
        return times.snapshot();
    }

    private void store(Key key, ConvergenceTrace trace) {
        times.changed(traces.put(key, trace), trace);
    }

    private static Key key(ConvergenceTrace trace) {
        return new Key(trace.link(), trace.id());
    }
}
