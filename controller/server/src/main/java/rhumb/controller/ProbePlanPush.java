package rhumb.controller;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.Plan;
import rhumb.net.PopId;
import rhumb.southbound.message.Role;

/** Sends agents what to probe: when they greeted, and when the routes ask for something else. */
final class ProbePlanPush {
    private final ProbePlans probing;
    private final Topology topology;
    private final Peers peers;
    private final ControllerCore.Sink sink;
    private final Announcer announcer;

    /** Greeted, and without a plan so far. */
    private final Set<PopId> due = new LinkedHashSet<>();

    /** Whose budget is told to be too small. */
    private final BitSet shortOf = new BitSet();

    ProbePlanPush(
            ProbePlans probing,
            Topology topology,
            Peers peers,
            ControllerCore.Sink sink,
            Announcer announcer) {
        this.probing = probing;
        this.topology = topology;
        this.peers = peers;
        this.sink = sink;
        this.announcer = announcer;
    }

    void greeted(PopId pop) {
        due.add(pop);
    }

    void lost(PopId pop) {
        due.remove(pop);
    }

    /** Whether an agent waits. */
    boolean isDue() {
        return !due.isEmpty();
    }

    void onDeadline(long nowNs, Plan plan) {
        due.forEach(pop -> send(nowNs, topology.popIndex(pop)));
        due.clear();
        if (nowNs >= probing.nextDeadlineNs()) {
            probing.refresh(nowNs, plan).forEach(pop -> send(nowNs, pop));
        }
    }

    private void send(long nowNs, int pop) {
        PopId id = topology.pop(pop);
        if (!peers.isConnected(id, Role.AGENT)) {
            return;
        }
        sink.send(id, Role.AGENT, probing.of(pop));
        String shortage = probing.shortage(pop);
        if (shortage != null && !shortOf.get(pop)) {
            announcer.tell(nowNs, Event.ofPop(EventCode.PROBE_BUDGET_SHORT, id, shortage));
        }
        shortOf.set(pop, shortage != null);
    }
}
