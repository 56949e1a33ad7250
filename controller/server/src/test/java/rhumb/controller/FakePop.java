package rhumb.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Topology;
import rhumb.host.session.ControllerLink;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/** An agent and a forwarder of one PoP that do what the contract says, over real streams. */
final class FakePop implements AutoCloseable {
    private static final long MS = 1_000_000L;
    static final SessionTiming TIMING = new SessionTiming(200 * MS, 2_000 * MS, 10 * MS, 50 * MS);

    final PopId pop;
    final List<RuleUpdate> updates = new CopyOnWriteArrayList<>();
    final List<String> losses = new CopyOnWriteArrayList<>();
    final ControllerLink agent;
    final ControllerLink forwarder;
    volatile @Nullable ProbePlan probePlan;
    volatile Epoch epoch = Epoch.NONE;

    /** Whether traces go round a link, change their path, and are answered by another way. */
    volatile boolean detoured;

    volatile List<Rule> rules = List.of();
    private final Topology topology;
    private final @Nullable TlsDoor door;
    private final AtomicLong seq = new AtomicLong();
    private final AtomicLong instance = new AtomicLong(System.nanoTime());

    FakePop(String name, Topology topology, Endpoint controller) {
        this(name, topology, controller, null);
    }

    /**
     * @param door with which certificate it comes; null = without TLS
     */
    FakePop(String name, Topology topology, Endpoint controller, @Nullable TlsDoor door) {
        this(name, topology, List.of(controller.toString()), door);
    }

    FakePop(String name, Topology topology, List<String> controllers, @Nullable TlsDoor door) {
        this.door = door;
        this.pop = new PopId(name);
        this.topology = topology;
        this.agent = link(Role.AGENT, controllers, new Agent());
        this.forwarder = link(Role.FORWARDER, controllers, new Forwarder());
    }

    private ControllerLink link(
            Role role, List<String> controllers, ControllerLink.Listener listener) {
        return ControllerLink.open(
                controllers,
                () ->
                        new Hello(
                                pop,
                                role,
                                instance.get(),
                                Hello.VERSION,
                                Set.of(),
                                role == Role.AGENT ? Epoch.NONE : epoch),
                TIMING,
                door,
                listener);
    }

    /** Says of all links at this PoP that they are so. */
    void report(Quality quality) {
        List<LinkEstimate> estimates = new ArrayList<>();
        for (Topology.Link link : topology.touching(topology.popIndex(pop))) {
            estimates.add(Samples.estimate(link.id(), view(link.id()), quality));
        }
        agent.offer(new LinkReport(seq.incrementAndGet(), true, estimates, List.of()));
    }

    /** Says that one link became so. */
    void report(LinkId link, Quality quality, ConvergenceTrace trace) {
        agent.offer(
                new LinkReport(
                        seq.incrementAndGet(),
                        true,
                        List.of(Samples.estimate(link, view(link), quality)),
                        List.of(trace)));
    }

    private LinkView view(LinkId link) {
        return link.source().equals(pop) ? LinkView.SENDER : LinkView.RECEIVER;
    }

    /** Says that there code points lose their low bits, and that back they pass. */
    private void onSweep(long number, LinkId link) {
        CodePointMap low = CodePointMap.EMPTY.withAll(codePoint -> codePoint & 0x38);
        for (int progress : new int[] {10, Dscp.COUNT}) {
            agent.offer(
                    new DscpReport(
                            List.of(
                                    new DscpReport.Entry(
                                            link, LinkView.SENDER, low, number, progress),
                                    new DscpReport.Entry(
                                            link.reverse(),
                                            LinkView.RECEIVER,
                                            CodePointMap.IDENTITY,
                                            number,
                                            progress))));
        }
    }

    /** Says that a fifth is lost on the way to the target, and long packets too. */
    private PathTrace trace(PathTraceOrder order) {
        int sent = order.count();
        PathTrace.Hop relay =
                new PathTrace.Hop(
                        new PopId("x"), sent, sent, 10 * MS, 11 * MS, 12 * MS, 1_380, false);
        PathTrace.Hop target =
                new PathTrace.Hop(
                        order.target(),
                        sent,
                        sent - sent / 5,
                        31 * MS,
                        33 * MS,
                        40 * MS,
                        954,
                        detoured);
        return new PathTrace(order.number(), "", List.of(relay, target), detoured, detoured);
    }

    @Override
    public void close() {
        agent.close();
        forwarder.close();
    }

    private final class Agent implements ControllerLink.Listener {
        @Override
        public void onEstablished(Welcome welcome) {
            report(Quality.up(40));
        }

        @Override
        public void onMessage(Message message) {
            if (message instanceof ProbePlan plan) {
                probePlan = plan;
            } else if (message instanceof DscpSweep sweep) {
                sweep.links().forEach(link -> onSweep(sweep.number(), link));
            }
        }

        @Override
        public void onLost(String reason) {
            losses.add(reason);
        }
    }

    private final class Forwarder implements ControllerLink.Listener {
        @Override
        public void onEstablished(Welcome welcome) {
            if (welcome.wantRules()) {
                forwarder.offer(new InstalledRules(epoch, rules));
            }
        }

        @Override
        public void onMessage(Message message) {
            if (message instanceof PathTraceOrder order) {
                forwarder.offer(trace(order));
            }
            if (!(message instanceof RuleUpdate update)) {
                return;
            }
            rules =
                    switch (update) {
                        case RuleUpdate.FullSync full -> full.rules();
                        case RuleUpdate.Delta delta -> delta.applied(rules);
                    };
            epoch = update.epoch();
            updates.add(update);
            long unixNs = System.currentTimeMillis() * MS;
            List<ConvergenceTrace> traces =
                    update.traces().stream()
                            .map(t -> t.with(Stage.ACKED, pop + "/forwarder", unixNs))
                            .map(t -> t.with(Stage.FIRST_PACKET, pop + "/forwarder", unixNs))
                            .toList();
            forwarder.offer(RuleAck.installed(epoch, traces));
        }

        @Override
        public void onLost(String reason) {
            losses.add(reason);
        }
    }
}
