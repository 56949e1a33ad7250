package rhumb.controller;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.ProbingIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.Plan;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.ProbePlan.Use;

/**
 * What each agent is told to measure: how often follows from what the routes make of a link, and
 * from what the far end can answer.
 *
 * <p>Agents see media by themselves, so this only follows the routes, and slowly: a plan goes out
 * anew at most every {@value #REFRESH_NS} ns, and only to PoPs whose links changed their use.
 *
 * <p>No link is probed faster than the far end's share for answers allows if all its neighbours did
 * the same: a PoP with many neighbours is never asked for more than its budget.
 */
final class ProbePlans {
    static final long REFRESH_NS = 5_000_000_000L;

    /** The longest packet that agents measure with: RFC 8762 section 4.2, authenticated. */
    private static final int STAMP_BYTES = 112;

    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Intent intent;
    private final Topology topology;
    private final ProbingIntent probing;
    private final long sharePerSecond;

    /** Time between the probes of one neighbour that a PoP can answer if all do the same. */
    private final long[] fairNs;

    private final UseCounts counts;
    private Use[] uses;
    private final ControllerView.Probing[] told;
    private long version;
    private long dueNs = Long.MAX_VALUE;
    private long refreshedNs = NEVER;

    /**
     * @param version of the first plans; a restarted controller must come with a higher one
     */
    ProbePlans(Intent intent, Topology topology, long version) {
        this.intent = intent;
        this.topology = topology;
        this.probing = intent.policy().probing();
        this.version = version;
        this.sharePerSecond = probing.budget().sharePerSecond(STAMP_BYTES);
        this.counts = new UseCounts(topology.links().size());
        this.uses = new Use[topology.links().size()];
        // Until routes are known here, forwarders may carry anything anywhere.
        Arrays.fill(uses, Use.URGENT);
        long[] neighbours = new long[topology.pops().size()];
        topology.links().forEach(link -> neighbours[link.to()]++);
        this.fairNs = new long[neighbours.length];
        Arrays.setAll(
                fairNs,
                pop ->
                        Math.min(
                                Math.ceilDiv(neighbours[pop] * SECOND_NS, sharePerSecond),
                                ProbePlan.ProbedLink.LONGEST_NS));
        this.told = new ControllerView.Probing[neighbours.length];
        Arrays.setAll(told, this::tell);
    }

    ProbePlan of(int pop) {
        return told[pop].plan();
    }

    /** All plans, by number of the PoP. */
    List<ControllerView.Probing> view() {
        return List.of(told);
    }

    /** Whether the uses were ever learned from routes. */
    boolean learned() {
        return refreshedNs != NEVER;
    }

    /**
     * The routes changed; {@link #refresh} is due when it has not been for a while.
     *
     * @param before the plan that this one followed
     */
    void onRoutes(long nowNs, Plan before, Plan plan) {
        counts.onPlan(before, plan);
        dueNs = Math.min(dueNs, Math.max(nowNs, refreshedNs + REFRESH_NS));
    }

    long nextDeadlineNs() {
        return dueNs;
    }

    /** Learns the uses from the routes. The PoPs that need another plan, in order. */
    List<Integer> refresh(long nowNs, Plan plan) {
        refreshedNs = nowNs;
        dueNs = Long.MAX_VALUE;
        Use[] before = uses;
        uses = usesOf(plan);
        Set<Integer> changed = new TreeSet<>();
        for (int link = 0; link < uses.length; link++) {
            if (uses[link] != before[link]) {
                changed.add(topology.link(link).from());
            }
        }
        if (!changed.isEmpty()) {
            version++;
            changed.forEach(pop -> told[pop] = tell(pop));
        }
        return List.copyOf(changed);
    }

    /** Null when the budget suffices for this PoP, otherwise what it makes of its intervals. */
    @Nullable String shortage(int pop) {
        long load = told[pop].loadPercent();
        long slowestNs =
                topology.outgoing(pop).stream().mapToLong(l -> fairNs[l.to()]).max().orElse(0);
        if (load <= 100 && slowestNs <= probing.inUseNs()) {
            return null;
        }
        return topology.outgoing(pop).size()
                + " links ask for "
                + load
                + " % of the probes that "
                + probing.packetsPerSecond()
                + " packets/s and "
                + probing.bitRateBps()
                + " b/s allow; no link is probed faster than every "
                + Math.max(slowestNs, probing.inUseNs()) / 1_000_000
                + " ms";
    }

    private ControllerView.Probing tell(int pop) {
        List<Topology.Link> own = topology.outgoing(pop);
        List<ProbePlan.ProbedLink> links = own.stream().map(this::probed).toList();
        double perSecond = own.stream().mapToDouble(link -> 1e9 / restNs(link)).sum();
        return new ControllerView.Probing(
                topology.pop(pop),
                new ProbePlan(version, links, intent.targetList(), probing.budget()),
                (long) Math.ceil(perSecond * 100 / sharePerSecond));
    }

    /** What the use of a link asks for while no media cross it. */
    private long restNs(Topology.Link link) {
        return uses[link.index()] == Use.IDLE ? probing.idleNs() : probing.backupNs();
    }

    private ProbePlan.ProbedLink probed(Topology.Link link) {
        Use use = uses[link.index()];
        long busyNs = use == Use.URGENT ? probing.inUseNs() : probing.backupNs();
        long answeredNs = fairNs[link.to()];
        return new ProbePlan.ProbedLink(
                link.id(),
                link.probe(),
                use,
                Math.max(restNs(link), answeredNs),
                Math.max(busyNs, answeredNs));
    }

    private Use[] usesOf(Plan plan) {
        counts.follow(plan);
        Use[] found = new Use[uses.length];
        Arrays.setAll(found, counts::use);
        return found;
    }
}
