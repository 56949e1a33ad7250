package rhumb.bench.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import rhumb.bench.paths.Mesh;
import rhumb.bench.paths.SyntheticWan;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.path.Workers;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/**
 * How long the controller's planner takes on a synthetic WAN, and what it holds.
 *
 * @param pops PoPs, a link each way between any two
 * @param firstMs the first plan: all paths, backups and thirds of all classes
 * @param changes how many plans {@code medianMs} is of
 * @param medianMs a plan after ten links changed their delay, one of them down or up again
 * @param mostMs the longest of these
 * @param topologyMb heap that the intent, the topology and the snapshot hold
 * @param heldMb heap that the planner and its last plan hold beside
 * @param restartMs the plan after such a change by a planner that made none before
 */
public record PlanTiming(
        int pops,
        double firstMs,
        int changes,
        double medianMs,
        double mostMs,
        double topologyMb,
        double heldMb,
        double restartMs) {
    private static final long SECOND = 1_000_000_000L;
    private static final int CHANGED = 10;

    /**
     * Measures.
     *
     * @param uplinks of each PoP; links join those of the same number
     * @param clockNs the machine's clock
     */
    public static PlanTiming of(
            int pops, int uplinks, int changes, long seed, Workers workers, LongSupplier clockNs) {
        double emptyMb = usedMb();
        SplittableRandom random = new SplittableRandom(seed);
        Mesh mesh = SyntheticWan.mesh(pops, random);
        Intent intent = intent(pops, uplinks, random);
        Topology topology = new Topology(intent);
        List<LinkState> states = new ArrayList<>();
        for (Topology.Link link : topology.links()) {
            double ms = mesh.ms(mesh.link(link.from(), link.to())) * random.nextDouble(1, 1.05);
            states.add(state(link.id(), LinkStatus.UP, (long) (ms * 1e6)));
        }
        Snapshot snapshot = new Snapshot(1, 0, states);
        double inputMb = usedMb();
        Planner planner = new Planner(topology, intent.policy(), workers);
        long start = clockNs.getAsLong();
        Plan plan = planner.plan(0, snapshot, Plan.empty(pops));
        double firstMs = (clockNs.getAsLong() - start) / 1e6;
        double[] times = new double[changes];
        for (int i = 0; i < changes; i++) {
            change(states, random);
            snapshot = new Snapshot(i + 2, (i + 1) * SECOND, states);
            start = clockNs.getAsLong();
            plan = planner.plan((i + 1) * SECOND, snapshot, plan);
            times[i] = (clockNs.getAsLong() - start) / 1e6;
        }
        double heldMb = usedMb() - inputMb;
        change(states, random);
        snapshot = new Snapshot(changes + 2, (changes + 1) * SECOND, states);
        Planner other = new Planner(topology, intent.policy(), workers);
        start = clockNs.getAsLong();
        other.plan((changes + 1) * SECOND, snapshot, plan);
        double restartMs = (clockNs.getAsLong() - start) / 1e6;
        Arrays.sort(times);
        return new PlanTiming(
                pops,
                firstMs,
                changes,
                times[changes / 2],
                times[changes - 1],
                inputMb - emptyMb,
                heldMb,
                restartMs);
    }

    private static double usedMb() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private static Intent intent(int pops, int uplinks, SplittableRandom random) {
        List<PopIntent> intents = new ArrayList<>();
        for (int i = 0; i < pops; i++) {
            intents.add(ReplayWorld.pop(i, uplinks, random));
        }
        return Intent.of(1, intents, List.of());
    }

    private static void change(List<LinkState> states, SplittableRandom random) {
        for (int i = 0; i < CHANGED; i++) {
            int link = random.nextInt(states.size());
            LinkState was = states.get(link);
            boolean down = i == 0 && was.status() == LinkStatus.UP;
            long delayNs = (long) (was.delayNs() * random.nextDouble(0.6, 1.6));
            states.set(link, state(was.link(), down ? LinkStatus.DOWN : LinkStatus.UP, delayNs));
        }
    }

    private static LinkState state(LinkId link, LinkStatus status, long delayNs) {
        boolean down = status == LinkStatus.DOWN;
        return new LinkState(
                link,
                status,
                down ? ClassSet.ALL : ClassSet.NONE,
                down ? LinkSign.GAP : LinkSign.NONE,
                LinkView.RECEIVER,
                1_000,
                down ? 1_000_000 : 10,
                down ? 1_000_000 : 10,
                2 * delayNs,
                delayNs,
                0,
                200_000,
                0,
                0,
                0,
                0,
                0,
                0,
                null);
    }
}
