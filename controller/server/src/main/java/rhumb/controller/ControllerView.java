package rhumb.controller;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.dscp.LinkTreatment;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.ReportReject;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.MoveCause;
import rhumb.controller.plan.Plan;
import rhumb.controller.rule.RuleBook;
import rhumb.controller.rule.RuleSet;
import rhumb.controller.whatif.Demand;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.TrafficReport;

/**
 * Everything the controller knows, at one moment. Immutable, so any thread may read it.
 *
 * @param atNs by the controller's monotonic clock; times in snapshot and plan are on it too
 * @param unixOffsetNs what to add to such a time to get wall-clock time
 * @param treatments how links treat code points, by their number in the topology
 * @param books one per configured PoP
 * @param probing one per configured PoP
 * @param demands what enters the overlay for each pair, as forwarders count it; empty = not known
 * @param events newest last
 * @param traces newest last
 * @param pathTraces those that operators asked for
 * @param times of all traces since the start, also those that are no longer kept
 */
public record ControllerView(
        long atNs,
        long unixOffsetNs,
        Intent intent,
        Topology topology,
        Startup.Phase phase,
        Snapshot snapshot,
        List<LinkTreatment> treatments,
        Plan plan,
        List<Peers.Peer> peers,
        List<Book> books,
        List<Probing> probing,
        List<Flow> flows,
        List<Bypass> bypasses,
        List<Queue> queues,
        List<Demand> demands,
        List<Event> events,
        List<TraceLedger.Convergence> traces,
        List<Traced> pathTraces,
        StageTimes.Snapshot times,
        Counters counters) {
    /** What one forwarder was sent and has acknowledged. */
    public record Book(
            PopId pop,
            RuleBook.State state,
            Epoch sent,
            Epoch acked,
            RuleSet rules,
            long fullSyncs,
            long deltas,
            long refusals) {}

    /**
     * What an agent is told to measure.
     *
     * @param plan its links in the order of the topology
     * @param loadPercent what they ask for without media, of what the budget has for them
     */
    public record Probing(PopId pop, ProbePlan plan, long loadPercent) {}

    /**
     * A flow that enters the overlay at a PoP.
     *
     * @param path the links it takes now; empty when its labels are not known here
     */
    public record Flow(PopId pop, TrafficReport.Flow flow, List<LinkId> path) {
        public Flow {
            path = List.copyOf(path);
        }
    }

    /** What an uplink of a PoP did with one class or tenant. */
    public record Queue(PopId pop, TrafficReport.Queue queue) {}

    /**
     * What a forwarder says of the ways round one of its links for one class.
     *
     * @param sinceNs when they came into use or went out of it, by this controller's clock
     */
    public record Bypass(TrafficReport.Bypass told, long sinceNs) {}

    /**
     * A trace of the path from one PoP to another.
     *
     * @param count packets to each hop
     * @param untilNs when its forwarder is not waited for any longer
     * @param result null when its forwarder did not answer, yet
     * @param lost why no answer will come; empty while one may
     */
    public record Traced(
            long number,
            PopId from,
            PopId to,
            TrafficClass trafficClass,
            int count,
            long untilNs,
            @Nullable PathTrace result,
            String lost) {
        /** Whether the answer is still to come. */
        public boolean runs(long nowNs) {
            return result == null && lost.isEmpty() && nowNs < untilNs;
        }

        Traced with(@Nullable PathTrace newResult, String newLost) {
            return new Traced(number, from, to, trafficClass, count, untilNs, newResult, newLost);
        }
    }

    /**
     * Plain counters since the start.
     *
     * @param disputed links whose ends contradict each other now
     * @param moves primaries that changed
     * @param causes why they did; their sum is {@code moves}
     * @param planFaults paths of plans that do not hold what plans promise
     * @param refused greetings that were turned away
     * @param unexpected messages that their sender has no business sending
     */
    public record Counters(
            long reports,
            long estimates,
            Map<ReportReject, Long> rejected,
            long disputed,
            long plans,
            long moves,
            Map<MoveCause.Reason, Long> causes,
            long planFaults,
            long updates,
            long refused,
            long unexpected) {
        public Counters {
            rejected = Map.copyOf(rejected);
            causes = Map.copyOf(causes);
        }
    }

    public ControllerView {
        treatments = List.copyOf(treatments);
        peers = List.copyOf(peers);
        books = List.copyOf(books);
        probing = List.copyOf(probing);
        flows = List.copyOf(flows);
        bypasses = List.copyOf(bypasses);
        queues = List.copyOf(queues);
        demands = List.copyOf(demands);
        events = List.copyOf(events);
        traces = List.copyOf(traces);
        pathTraces = List.copyOf(pathTraces);
    }
}
