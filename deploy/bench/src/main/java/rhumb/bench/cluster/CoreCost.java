package rhumb.bench.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerOptions;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.YamlIntent;
import rhumb.net.Epoch;
import rhumb.net.PopId;
import rhumb.path.Workers;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * What the core of a controller that leads takes of one processor from the start of an overlay on,
 * step by step, by itself: no sockets, no other process. Processor time of its thread, so that
 * other work on the machine counts for little.
 */
public final class CoreCost {
    /**
     * What it did.
     *
     * @param processorMs of its thread, in a virtual machine that has done nothing like it before
     */
    public record Step(String what, double processorMs) {}

    private static final long MS = 1_000_000L;
    private static final int ROUNDS = 40;
    private static final int SECONDS = 3;
    private static final int DEGRADED = 10;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Step> steps = new ArrayList<>();
    private final List<RuleUpdate> updates = new ArrayList<>();
    private final List<PopId> updated = new ArrayList<>();
    private final Topology topology;
    private final ControllerCore core;
    private long nowNs;
    private long sinceNs;

    private CoreCost(Intent intent) {
        lap();
        topology = new Topology(intent);
        step("what follows from the intent");
        core =
                new ControllerCore(
                        intent,
                        topology,
                        ControllerOptions.STANDARD,
                        new Taking(),
                        Workers.INLINE,
                        nowNs,
                        0);
        core.onTerm(1);
        step("an empty core");
    }

    /** Has an overlay of so many PoPs start, report and degrade. */
    public static CoreCost of(int pops) throws IOException {
        CoreCost cost;
        try {
            cost = new CoreCost(new YamlIntent().intent(Trio.document(pops)));
        } catch (CommitRefused e) {
            throw new IOException(e.getMessage());
        }
        cost.begin();
        cost.plan();
        cost.run();
        return cost;
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Memory that the core holds, after a collection, 10^6 bytes. */
    public double heldMb() {
        try {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
        } finally {
            Reference.reachabilityFence(core);
        }
    }

    private void begin() {
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            for (Role role : Role.values()) {
                core.onHello(
                        nowNs,
                        new Hello(topology.pop(pop), role, 1, Hello.VERSION, Set.of(), Epoch.NONE));
            }
            core.onDeadline(nowNs);
        }
        step("greetings and probe plans");
        List<byte[]> frames = new ArrayList<>();
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            PopId name = topology.pop(pop);
            List<LinkEstimate> all =
                    topology.touching(pop).stream()
                            .map(link -> PretendPop.estimate(name, link.id(), false, 0))
                            .toList();
            frames.add(SouthboundCodec.encode(new LinkReport(1, true, all, List.of())));
        }
        lap();
        List<Message> reports = new ArrayList<>();
        frames.forEach(frame -> reports.add(decoded(frame)));
        step("reading reports of all links, " + megabytes(frames));
        for (int pop = 0; pop < reports.size(); pop++) {
            core.onMessage(nowNs, topology.pop(pop), Role.AGENT, reports.get(pop));
        }
        step("taking them");
        core.share().take(nowNs);
        step("writing them for those that follow");
    }

    private static Message decoded(byte[] frame) {
        return ((Decoded.Accepted) SouthboundCodec.decode(frame)).message();
    }

    private static String megabytes(List<byte[]> frames) {
        return frames.stream().mapToLong(frame -> frame.length).sum() / 1_000_000 + " MB";
    }

    private void plan() {
        nowNs += 30 * MS;
        core.onDeadline(nowNs);
        step("the first plan, and rules of all PoPs");
        List<byte[]> frames = updates.stream().map(SouthboundCodec::encode).toList();
        step("writing rules, " + megabytes(frames));
        acknowledge();
        step("acknowledgements");
    }

    private void acknowledge() {
        for (int i = 0; i < updates.size(); i++) {
            RuleAck ack = RuleAck.installed(updates.get(i).epoch(), List.of());
            core.onMessage(nowNs, updated.get(i), Role.FORWARDER, ack);
        }
        updates.clear();
        updated.clear();
    }

    private void run() {
        int pops = topology.pops().size();
        for (int second = 0; second < SECONDS; second++) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int pop = round * pops / ROUNDS; pop < (round + 1) * pops / ROUNDS; pop++) {
                    List<Topology.Link> links = topology.touching(pop);
                    Topology.Link link = links.get((31 * pop + 7 * second) % links.size());
                    report(pop, link, false, (second + 1) * MS / 5);
                }
                nowNs += 1_000 * MS / ROUNDS;
                core.onDeadline(nowNs);
            }
            core.share().take(nowNs);
            acknowledge();
            step("a second in which each agent reports a link");
        }
        for (int i = 0; i < DEGRADED; i++) {
            List<Topology.Link> links = topology.outgoing(i % pops);
            Topology.Link link = links.get((7 * i + 3) % links.size());
            report(link.from(), link, true, 0);
            report(link.to(), link, true, 0);
            core.onDeadline(nowNs);
            acknowledge();
            nowNs += MS;
        }
        step(DEGRADED + " links that degrade, one after the other");
    }

    private void report(int pop, Topology.Link link, boolean loses, long moreNs) {
        PopId name = topology.pop(pop);
        LinkEstimate estimate = PretendPop.estimate(name, link.id(), loses, moreNs);
        core.onMessage(
                nowNs,
                name,
                Role.AGENT,
                new LinkReport(nowNs + 2, true, List.of(estimate), List.of()));
    }

    private void lap() {
        sinceNs = threads.getCurrentThreadCpuTime();
    }

    private void step(String what) {
        steps.add(new Step(what, (threads.getCurrentThreadCpuTime() - sinceNs) / 1e6));
        lap();
    }

    private final class Taking implements ControllerCore.Sink {
        @Override
        public void send(PopId pop, Role role, Message message) {
            if (message instanceof RuleUpdate update) {
                updates.add(update);
                updated.add(pop);
            }
        }

        @Override
        public void event(Event event) {
            // For people.
        }
    }
}
