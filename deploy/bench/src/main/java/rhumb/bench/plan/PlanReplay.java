package rhumb.bench.plan;

import java.util.Arrays;
import java.util.function.LongConsumer;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.CostModel;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;

/**
 * A replayed stretch of an overlay's life.
 *
 * @param pops PoPs, a link each way between any two
 * @param hours virtual time
 * @param degradations how many
 * @param plans plans made; where nothing mattered none was
 * @param moves primaries that changed
 * @param forced moves off a link that failed or degraded
 * @param needless moves that nothing forced and that did not pay
 * @param needlessPerPairDay the same per ordered pair, summed over the eight classes, and day
 * @param excessPercent how much dearer the primaries are than the best paths of the instant, mean
 *     over pairs, classes and samples
 * @param planMs mean time that a plan took, of this machine
 */
public record PlanReplay(
        int pops,
        long hours,
        int degradations,
        long plans,
        long moves,
        long forced,
        long needless,
        double needlessPerPairDay,
        double excessPercent,
        double planMs) {
    private static final long SECOND = 1_000_000_000L;
    private static final int SAMPLE_EVERY = 30;

    /**
     * Replays.
     *
     * @param stepNs between two looks at the links
     * @param clockNs the machine's clock, for {@code planMs} alone
     * @param progress told the virtual seconds that have passed, now and then
     */
    public static PlanReplay run(
            int pops,
            long hours,
            int degradations,
            long stepNs,
            long seed,
            java.util.function.LongSupplier clockNs,
            LongConsumer progress) {
        ReplayWorld world = new ReplayWorld(pops, hours, degradations, seed);
        Planner planner = new Planner(world.topology, world.intent.policy());
        MoveJudge judge = new MoveJudge(world.intent.policy().gainUs());
        Plan plan = Plan.empty(pops);
        Excess excess = new Excess();
        long spentNs = 0;
        long steps = hours * 3_600 * SECOND / stepNs;
        for (long step = 0; step < steps; step++) {
            long nowNs = step * stepNs;
            Snapshot snapshot = world.at(nowNs, stepNs);
            long startNs = clockNs.getAsLong();
            Plan next = planner.plan(nowNs, snapshot, plan);
            spentNs += clockNs.getAsLong() - startNs;
            if (next != plan) {
                judge.onPlan(nowNs, next);
            }
            plan = next;
            judge.onPrices(
                    nowNs, (path, c) -> cost(nowNs, world, snapshot, planner.costModel(), path, c));
            if (step % SAMPLE_EVERY == SAMPLE_EVERY - 1) {
                excess.add(nowNs, world, snapshot, planner.costModel(), plan);
                progress.accept(nowNs / SECOND);
            }
        }
        double pairDays = (double) pops * (pops - 1) * hours / 24;
        return new PlanReplay(
                pops,
                hours,
                degradations,
                plan.number(),
                judge.moves(),
                judge.forced(),
                judge.needless(),
                judge.needless() / pairDays,
                excess.percent(),
                spentNs / 1e6 / Math.max(1, plan.number()));
    }

    private static long cost(
            long nowNs,
            ReplayWorld world,
            Snapshot snapshot,
            CostModel model,
            OverlayPath path,
            TrafficClass c) {
        long sum = 0;
        for (int i = 0; i < path.length(); i++) {
            int link = path.link(i);
            sum += model.cost(nowNs, snapshot.link(link), world.topology.link(link), c).total();
        }
        return sum;
    }

    /** How much dearer primaries are than the best paths of the same instant. */
    private static final class Excess {
        private double sum;
        private long count;

        void add(long nowNs, ReplayWorld world, Snapshot snapshot, CostModel model, Plan plan) {
            int[] units = new int[world.topology.links().size()];
            for (TrafficClass c : TrafficClass.ALL) {
                Arrays.setAll(
                        units,
                        l ->
                                model.cost(nowNs, snapshot.link(l), world.topology.link(l), c)
                                                .total()
                                        / CostModel.UNIT_US);
                AllPairs best =
                        AllPairs.compute(
                                CostMatrix.of(world.topology.graph(), units),
                                world.intent.policy().maxLinks());
                for (int from = 0; from < plan.pops(); from++) {
                    for (int to = 0; to < plan.pops(); to++) {
                        if (from != to) {
                            add(units, best.cost(from, to), plan, from, to, c);
                        }
                    }
                }
            }
        }

        private void add(int[] units, int bestUnits, Plan plan, int from, int to, TrafficClass c) {
            OverlayPath path =
                    java.util.Objects.requireNonNull(plan.decision(from, to, c)).primary();
            long own = 0;
            for (int i = 0; i < path.length(); i++) {
                own += units[path.link(i)];
            }
            sum += 100.0 * (own - bestUnits) / bestUnits;
            count++;
        }

        double percent() {
            return sum / Math.max(1, count);
        }
    }
}
