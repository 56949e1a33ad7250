package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.CostModel;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.Held;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/**
 * Answers what would be: the planner makes the plan that would follow the present one if the
 * overlay were otherwise, and both are compared. Nothing is changed by it.
 *
 * <p>A move that only time holds back (hold-down) is taken as done, before and after: the answer is
 * for when the overlay has settled.
 */
public final class Experiment {
    /** The longest answer; a whole overlay of 1,000 PoPs has eight million pairs and classes. */
    static final int MAX_PAIRS = 20_000;

    private final Intent intent;
    private final Topology topology;
    private final Snapshot snapshot;
    private final Plan plan;
    private final List<Demand> demands;
    private final long nowNs;

    /**
     * The present state.
     *
     * @param nowNs when the snapshot was taken, by the controller's clock
     */
    public Experiment(
            long nowNs,
            Intent intent,
            Topology topology,
            Snapshot snapshot,
            Plan plan,
            List<Demand> demands) {
        this.nowNs = nowNs;
        this.intent = intent;
        this.topology = topology;
        this.snapshot = snapshot;
        this.plan = plan;
        this.demands = List.copyOf(demands);
    }

    /**
     * What would be if this were so.
     *
     * @param change in the words of {@link ChangeReader}
     * @param only the class that is asked about; null = all
     * @throws Unanswerable when it cannot be understood, or names what does not exist
     */
    public WhatIf answer(String change, @Nullable TrafficClass only) {
        Hypothesis world = new Hypothesis(intent, topology, snapshot, nowNs);
        ChangeReader.read(change, world);
        Planner planner = new Planner(topology, intent.policy());
        // The plan may be a moment older than the snapshot: news in between is no doing of ours.
        Plan before = planner.plan(nowNs, snapshot, plan);
        Planner other =
                world.sameTopology() ? planner : new Planner(world.topology(), intent.policy());
        Plan previous = Carried.to(world.topology(), topology, before);
        Plan after = other.plan(nowNs, world.snapshot(snapshot.number() + 1), previous);
        World was = new World(topology, snapshot, before, planner.costModel());
        World is = new World(world.topology(), after.snapshot(), after, other.costModel());
        List<TrafficClass> classes = only == null ? TrafficClass.ALL : List.of(only);
        return compare(world, was, is, classes);
    }

    /** A plan with what it was made from. */
    private record World(Topology topology, Snapshot snapshot, Plan plan, CostModel costs) {
        /** Where traffic goes when nothing waits; null when it has no path that works. */
        WhatIf.@Nullable Quality quality(long nowNs, PopId from, PopId to, TrafficClass c) {
            int source = topology.popIndex(from);
            int target = topology.popIndex(to);
            if (source < 0 || target < 0) {
                return null;
            }
            OverlayPath path = destination(plan.decision(source, target, c));
            return path == null || !Qualities.carries(path, snapshot)
                    ? null
                    : Qualities.of(nowNs, path, topology, snapshot, costs, c);
        }
    }

    /** The path that a pair takes once nothing but time held it back. */
    static @Nullable OverlayPath destination(@Nullable Decision decision) {
        if (decision == null) {
            return null;
        }
        Held held = decision.held();
        return held != null && held.untilNs() > 0 ? held.path() : decision.primary();
    }

    private WhatIf compare(Hypothesis world, World was, World is, List<TrafficClass> classes) {
        Map<WhatIf.Fate, List<WhatIf.Pair>> found = new EnumMap<>(WhatIf.Fate.class);
        for (WhatIf.Fate fate : WhatIf.Fate.values()) {
            found.put(fate, new ArrayList<>());
        }
        long unchanged = 0;
        long more = 0;
        List<PopId> pops = is.topology().pops().stream().map(p -> p.name()).toList();
        BitSet links = world.sameTopology() ? changedLinks(was, is) : null;
        for (TrafficClass c : classes) {
            for (PopId from : pops) {
                for (PopId to : pops) {
                    boolean same = links != null && !mayDiffer(was, is, from, to, c, links);
                    WhatIf.Pair pair =
                            same || from.equals(to) ? null : compare(world, was, is, from, to, c);
                    if (pair == null) {
                        unchanged += from.equals(to) ? 0 : 1;
                        continue;
                    }
                    List<WhatIf.Pair> list = Objects.requireNonNull(found.get(pair.fate()));
                    if (list.size() < MAX_PAIRS) {
                        list.add(pair);
                    } else {
                        more++;
                    }
                }
            }
        }
        List<WhatIf.Pair> pairs = found.values().stream().flatMap(List::stream).toList();
        more += Math.max(0, pairs.size() - MAX_PAIRS);
        return new WhatIf(
                was.plan().number(),
                world.changes(),
                world.assumed(),
                pairs.subList(0, Math.min(MAX_PAIRS, pairs.size())),
                more,
                unchanged,
                load(was, is));
    }

    /** The links that would not be as they are. */
    private static BitSet changedLinks(World was, World is) {
        BitSet links = new BitSet();
        for (int link = 0; link < was.snapshot().links().size(); link++) {
            links.set(link, !was.snapshot().link(link).equals(is.snapshot().link(link)));
        }
        return links;
    }

    /** Most pairs are told apart by this alone; what a path is like costs much more. */
    private static boolean mayDiffer(
            World was, World is, PopId from, PopId to, TrafficClass c, BitSet links) {
        int source = was.topology().popIndex(from);
        int target = was.topology().popIndex(to);
        return was.plan().mayDiffer(is.plan(), source, target, c, links);
    }

    private WhatIf.@Nullable Pair compare(
            Hypothesis world, World was, World is, PopId from, PopId to, TrafficClass c) {
        WhatIf.Quality before = was.quality(nowNs, from, to, c);
        WhatIf.Quality after = is.quality(nowNs, from, to, c);
        if (Objects.equals(before, after)) {
            return null;
        }
        WhatIf.Fate fate;
        if (after == null) {
            boolean own = world.dead().contains(from) || world.dead().contains(to);
            fate = own ? WhatIf.Fate.GONE : WhatIf.Fate.STRANDED;
        } else if (before == null) {
            fate = WhatIf.Fate.REACHED;
        } else {
            fate = before.path().equals(after.path()) ? WhatIf.Fate.STAYS : WhatIf.Fate.MOVES;
        }
        return new WhatIf.Pair(fate, from, to, c, before, after);
    }

    private WhatIf.Load load(World was, World is) {
        UplinkLoads before = new UplinkLoads(was.topology(), was.plan());
        UplinkLoads after = new UplinkLoads(is.topology(), is.plan());
        long all = 0;
        for (Demand demand : demands) {
            all += demand.rateBps();
            if (was.quality(nowNs, demand.from(), demand.to(), demand.trafficClass()) != null) {
                before.add(demand);
            }
            if (is.quality(nowNs, demand.from(), demand.to(), demand.trafficClass()) != null) {
                after.add(demand);
            }
        }
        List<WhatIf.UplinkLoad> loads = new ArrayList<>();
        after.rates()
                .forEach((uplink, rateBps) -> {
                    long nowBps = before.load(uplink);
                    long thenBps = after.load(uplink);
                    if (rateBps > 0 && (nowBps > 0 || thenBps > 0)) {
                        loads.add(new WhatIf.UplinkLoad(uplink, rateBps, nowBps, thenBps));
                    }
                });
        loads.sort(
                Comparator.comparingDouble(
                                (WhatIf.UplinkLoad l) -> -(double) l.afterBps() / l.rateBps())
                        .thenComparing(WhatIf.UplinkLoad::uplink));
        return new WhatIf.Load(!demands.isEmpty(), all, loads);
    }
}
