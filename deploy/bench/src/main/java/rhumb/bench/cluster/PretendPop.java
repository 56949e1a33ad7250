package rhumb.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import rhumb.controller.intent.Topology;
import rhumb.host.session.ControllerLink;
import rhumb.net.ClassSet;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.session.SessionTiming;

/** An agent and a forwarder that do what the contract says and measure nothing. */
final class PretendPop implements AutoCloseable {
    private static final long MS = 1_000_000L;

    private final PopId pop;
    private final Topology topology;
    private final AtomicLong seq = new AtomicLong();
    private final ControllerLink agent;
    private final ControllerLink forwarder;

    /** A link at this PoP that loses, or none. */
    private volatile String bad = "";

    private volatile Epoch epoch = Epoch.NONE;
    private volatile List<Rule> rules = List.of();
    private volatile boolean greeted;
    private volatile long installedNs;
    private final LongAdder updates = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder older = new LongAdder();

    PretendPop(PopId pop, Topology topology, List<String> controllers) {
        this.pop = pop;
        this.topology = topology;
        this.agent = link(Role.AGENT, controllers, new Agent());
        this.forwarder = link(Role.FORWARDER, controllers, new Forwarder());
    }

    private ControllerLink link(
            Role role, List<String> controllers, ControllerLink.Listener listener) {
        long instance = System.nanoTime();
        return ControllerLink.open(
                controllers,
                () ->
                        new Hello(
                                pop,
                                role,
                                instance,
                                Hello.VERSION,
                                Set.of(),
                                role == Role.AGENT ? Epoch.NONE : epoch),
                SessionTiming.STANDARD,
                listener);
    }

    PopId pop() {
        return pop;
    }

    /** From now on the link loses a fifth; empty = none does. */
    void say(String link) {
        bad = link;
        report();
    }

    private void report() {
        List<LinkEstimate> estimates = new ArrayList<>();
        for (Topology.Link link : topology.touching(topology.popIndex(pop))) {
            estimates.add(estimate(link.id(), 0));
        }
        agent.offer(new LinkReport(seq.incrementAndGet(), true, estimates, List.of()));
    }

    /** One link of this PoP is as it is said to be, and nothing else is said. */
    void sayOf(Topology.Link link, boolean loses) {
        bad = loses ? link.id().toString() : "";
        agent.offer(
                new LinkReport(
                        seq.incrementAndGet(), true, List.of(estimate(link.id(), 0)), List.of()));
    }

    /** A sign of life: a link whose delay changed a little. */
    void sayLittle(int round) {
        List<Topology.Link> links = topology.touching(topology.popIndex(pop));
        Topology.Link link = links.get(Math.floorMod(round * 31, links.size()));
        if (!link.id().toString().equals(bad)) {
            agent.offer(
                    new LinkReport(
                            seq.incrementAndGet(),
                            true,
                            List.of(estimate(link.id(), (round & 1) * 200_000L)),
                            List.of()));
        }
    }

    private LinkEstimate estimate(LinkId link, long moreNs) {
        return estimate(pop, link, link.toString().equals(bad), moreNs);
    }

    /**
     * What an agent says of a link.
     *
     * @param loses whether it loses a fifth
     * @param moreNs by how much it is slower than usual
     */
    static LinkEstimate estimate(PopId pop, LinkId link, boolean loses, long moreNs) {
        return new LinkEstimate(
                link,
                link.source().equals(pop) ? LinkView.SENDER : LinkView.RECEIVER,
                loses ? LinkStatus.DEGRADED : LinkStatus.UP,
                loses ? ClassSet.ALL : ClassSet.NONE,
                loses ? LinkSign.LOSS : LinkSign.NONE,
                1_000,
                loses ? 200_000 : 0,
                loses ? 200_000 : 0,
                40 * MS + moreNs,
                20 * MS,
                0,
                100_000,
                0,
                0);
    }

    boolean greeted() {
        return greeted;
    }

    /** When the last rules came; 0 = none did. */
    long installedNs() {
        return installedNs;
    }

    /** Sets of rules that it installed. */
    long updates() {
        return updates.sum();
    }

    Epoch epoch() {
        return epoch;
    }

    /** Sessions that stood and were lost. */
    long lost() {
        return lost.sum();
    }

    /** Updates of an epoch below the one that runs; they were refused. */
    long older() {
        return older.sum();
    }

    @Override
    public void close() {
        agent.close();
        forwarder.close();
    }

    private final class Agent implements ControllerLink.Listener {
        @Override
        public void onEstablished(Welcome welcome) {
            report();
        }

        @Override
        public void onMessage(Message message) {
            // Probe plans: there is nothing to probe.
        }

        @Override
        public void onLost(String reason) {
            lost.increment();
        }
    }

    private final class Forwarder implements ControllerLink.Listener {
        @Override
        public void onEstablished(Welcome welcome) {
            greeted = true;
            if (welcome.wantRules()) {
                forwarder.offer(new InstalledRules(epoch, rules));
            }
        }

        @Override
        public void onMessage(Message message) {
            if (!(message instanceof RuleUpdate update)) {
                return;
            }
            boolean fits =
                    !(update instanceof RuleUpdate.Delta delta) || delta.base().equals(epoch);
            if (update.epoch().isBefore(epoch) || !fits) {
                older.add(update.epoch().isBefore(epoch) ? 1 : 0);
                String reason = fits ? "older-epoch" : "base-mismatch";
                forwarder.offer(new RuleAck(epoch, update.epoch(), reason, List.of()));
                return;
            }
            rules =
                    switch (update) {
                        case RuleUpdate.FullSync full -> full.rules();
                        case RuleUpdate.Delta delta -> delta.applied(rules);
                    };
            epoch = update.epoch();
            installedNs = System.nanoTime();
            updates.increment();
            forwarder.offer(RuleAck.installed(epoch, List.of()));
        }

        @Override
        public void onLost(String reason) {
            greeted = false;
            lost.increment();
        }
    }
}
