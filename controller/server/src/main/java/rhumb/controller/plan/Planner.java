package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.ProtectionSearch;

/**
 * Makes plan n+1 from a snapshot, the policy and plan n. Pure: the same input gives the same plan.
 * What is as it was is not computed again.
 */
public final class Planner {
    /** A larger change is never noise: a tier's penalty least of all. */
    private static final long MAX_NOISE_US = 20_000;

    private final Topology topology;
    private final PolicyIntent policy;
    private final CostModel costModel;
    private final int pops;
    private final @Nullable AllPairs[] solved = new @Nullable AllPairs[TrafficClass.COUNT];

    public Planner(Topology topology, PolicyIntent policy) {
        this.topology = topology;
        this.policy = policy;
        this.costModel = new CostModel(policy);
        this.pops = topology.pops().size();
    }

    public CostModel costModel() {
        return costModel;
    }

    /** The plan that follows; the previous one itself when nothing has changed that matters. */
    public Plan plan(long nowNs, Snapshot snapshot, Plan previous) {
        int[][] costs = new int[TrafficClass.COUNT][];
        for (TrafficClass c : TrafficClass.ALL) {
            costs[c.code()] = costs(nowNs, snapshot, c);
        }
        if (immaterial(nowNs, costs, previous)) {
            return previous;
        }
        @Nullable Decision[][] decisions = new @Nullable Decision[TrafficClass.COUNT][];
        List<Plan.Changed> changed = new ArrayList<>();
        boolean timed = Stability.fading(snapshot, topology.links());
        for (TrafficClass c : TrafficClass.ALL) {
            int[] now = costs[c.code()];
            boolean idle =
                    Arrays.equals(now, previous.costs(c))
                            && firstDue(previous.decisions(c)) == Long.MAX_VALUE;
            decisions[c.code()] =
                    idle ? previous.decisions(c) : decide(nowNs, snapshot, c, now, previous);
            if (!idle) {
                collect(c, previous, decisions[c.code()], changed);
            }
            timed |= firstDue(decisions[c.code()]) < Long.MAX_VALUE;
        }
        return new Plan(
                previous.number() + 1, nowNs, snapshot, pops, decisions, costs, changed, timed);
    }

    /**
     * Whether every cost is within a fifth of the gain that a move needs of what the previous plan
     * was made from, and no hold-down is over. Noise costs no computation then, and a plan's
     * reasons stay those of one snapshot.
     */
    private boolean immaterial(long nowNs, int[][] costs, Plan previous) {
        if (previous.number() == 0) {
            return false;
        }
        for (TrafficClass c : TrafficClass.ALL) {
            int[] was = previous.costs(c);
            int[] now = costs[c.code()];
            if (was.length != now.length || firstDue(previous.decisions(c)) <= nowNs) {
                return false;
            }
            for (int link = 0; link < now.length; link++) {
                long bound =
                        Math.max(
                                policy.gainUs() / 5, (long) was[link] * policy.gainPercent() / 500);
                if (Math.abs((long) now[link] - was[link])
                        > Math.min(bound, MAX_NOISE_US) + CostModel.UNIT_US) {
                    return false;
                }
            }
        }
        return true;
    }

    private int[] costs(long nowNs, Snapshot snapshot, TrafficClass c) {
        int[] costs = new int[topology.links().size()];
        for (Topology.Link link : topology.links()) {
            costs[link.index()] =
                    costModel.cost(nowNs, snapshot.link(link.index()), link, c).total();
        }
        return costs;
    }

    private @Nullable Decision[] decide(
            long nowNs, Snapshot snapshot, TrafficClass c, int[] costs, Plan previous) {
        int[] units = new int[costs.length];
        for (int link = 0; link < units.length; link++) {
            units[link] = costs[link] / CostModel.UNIT_US;
        }
        CostMatrix matrix = CostMatrix.of(topology.graph(), units);
        AllPairs best = solve(c, matrix);
        ProtectionSearch search =
                new ProtectionSearch(
                        topology.graph(),
                        matrix,
                        best,
                        units,
                        CostModel.DEGRADED / CostModel.UNIT_US);
        Stability stability = new Stability(policy, snapshot, c, costs, nowNs);
        @Nullable Decision[] result = new @Nullable Decision[pops * pops];
        for (int from = 0; from < pops; from++) {
            for (int to = 0; to < pops; to++) {
                int[] links = from == to ? new int[0] : best.path(from, to);
                if (links.length > 0) {
                    Decision before = previous.decision(from, to, c);
                    Stability.Choice choice = stability.choose(before, new OverlayPath(links));
                    result[from * pops + to] =
                            protect(from, to, nowNs, before, choice, search, stability);
                }
            }
        }
        return result;
    }

    /** An update gives what a full computation gives, so what is remembered changes no plan. */
    private AllPairs solve(TrafficClass c, CostMatrix matrix) {
        AllPairs best = solved[c.code()];
        if (best == null) {
            best = AllPairs.compute(matrix, policy.maxLinks());
        } else {
            best.update(matrix);
        }
        solved[c.code()] = best;
        return best;
    }

    private static Decision protect(
            int from,
            int to,
            long nowNs,
            @Nullable Decision before,
            Stability.Choice choice,
            ProtectionSearch search,
            Stability stability) {
        OverlayPath primary = choice.primary();
        OverlayPath backup =
                fallback(
                        from,
                        to,
                        List.of(primary),
                        before == null ? null : before.backup(),
                        search,
                        stability);
        OverlayPath third =
                backup == null
                        ? null
                        : fallback(
                                from,
                                to,
                                List.of(primary, backup),
                                before == null ? null : before.third(),
                                search,
                                stability);
        MoveCause moved = choice.moved();
        if (before == null || moved != null) {
            return new Decision(
                    primary,
                    backup,
                    third,
                    nowNs,
                    before == null ? null : before.primary(),
                    Objects.requireNonNull(moved),
                    choice.held());
        }
        Decision after =
                new Decision(
                        primary,
                        backup,
                        third,
                        before.sinceNs(),
                        before.previous(),
                        before.cause(),
                        choice.held());
        return after.equals(before) ? before : after;
    }

    /** The most disjoint path; the one in use stays while it is as disjoint and about as cheap. */
    private static @Nullable OverlayPath fallback(
            int from,
            int to,
            List<OverlayPath> avoid,
            @Nullable OverlayPath present,
            ProtectionSearch search,
            Stability stability) {
        List<int[]> arrays = avoid.stream().map(OverlayPath::array).toList();
        int[] found = search.find(from, to, arrays);
        if (found == null || present == null || avoid.contains(present)) {
            return found == null ? null : new OverlayPath(found);
        }
        long[] was = search.rank(present.array());
        long[] is = search.rank(found);
        return was[0] <= is[0]
                        && !stability.worthMoving(
                                was[1] * CostModel.UNIT_US, is[1] * CostModel.UNIT_US)
                ? present
                : new OverlayPath(found);
    }

    private void collect(
            TrafficClass c,
            Plan previous,
            @Nullable Decision[] decisions,
            List<Plan.Changed> changed) {
        for (int pair = 0; pair < decisions.length; pair++) {
            Decision after = decisions[pair];
            Decision before = previous.decisions(c)[pair];
            if (after != null && (before == null || !before.samePaths(after))) {
                changed.add(new Plan.Changed(c, pair / pops, pair % pops, before, after));
            }
        }
    }

    /** When the first hold-down ends; {@link Long#MAX_VALUE} when none runs. */
    private static long firstDue(@Nullable Decision[] decisions) {
        long first = Long.MAX_VALUE;
        for (Decision decision : decisions) {
            Held held = decision == null ? null : decision.held();
            if (held != null && held.reason() == Held.Reason.HOLD_DOWN) {
                first = Math.min(first, held.untilNs());
            }
        }
        return first;
    }
}
