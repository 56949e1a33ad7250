package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.List;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;
import rhumb.path.PathVerifier;

/**
 * Checks samples of every plan with code that shares nothing with the solver: that paths lead from
 * end to end without a loop, within the hop bound. A few pairs at a time, so that all come round.
 */
public final class PlanCheck {
    private static final int PAIRS = 32;

    private final Topology topology;
    private final PathVerifier verifier;
    private int next;

    public PlanCheck(Topology topology, PolicyIntent policy) {
        this.topology = topology;
        this.verifier = new PathVerifier(topology.graph(), policy.maxLinks());
    }

    /** What is wrong with the sampled paths of a plan; empty as a rule. */
    public List<String> sample(Plan plan) {
        int pops = plan.pops();
        int all = pops * pops * TrafficClass.COUNT;
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < Math.min(PAIRS, all); i++) {
            next = (next + 1) % all;
            TrafficClass c = TrafficClass.ALL.get(next / (pops * pops));
            int from = next / pops % pops;
            int to = next % pops;
            Decision decision = plan.decision(from, to, c);
            if (decision != null && plan.costs(c).length > 0) {
                decision.paths().forEach(path -> check(plan, from, to, c, path, faults));
            }
        }
        return faults;
    }

    private void check(
            Plan plan, int from, int to, TrafficClass c, OverlayPath path, List<String> faults) {
        long claimedUs = 0;
        for (int i = 0; i < path.length(); i++) {
            claimedUs += plan.costs(c)[path.link(i)];
        }
        verifier.check(from, to, path.array(), plan.costs(c), claimedUs)
                .forEach(fault ->
                        faults.add(
                                topology.pop(from)
                                        + " -> "
                                        + topology.pop(to)
                                        + ", class "
                                        + c
                                        + ", "
                                        + path.text(topology)
                                        + ": "
                                        + fault));
    }
}
