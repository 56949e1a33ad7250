package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import rhumb.controller.ControllerView;
import rhumb.controller.Peers;
import rhumb.controller.StageTimes;
import rhumb.controller.Startup;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.controller.rule.RuleBook;
import rhumb.controller.rule.RuleCompiler;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.Role;

/**
 * A controller's knowledge as a test wants it, planned and compiled by the controller's own code,
 * and a face over it. Every link takes 40 ms and loses nothing until it is said otherwise.
 */
final class Planted {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    final OnosFace face;

    /** Each list of policies that the face handed on, in words. */
    final List<String> heard = new ArrayList<>();

    private final Intent intent;
    private final Topology topology;
    private Planner planner;
    private final Map<String, LinkState> links = new LinkedHashMap<>();
    private final Set<PopId> away = new TreeSet<>();
    private final Set<PopId> unacknowledged = new TreeSet<>();
    private Plan plan;
    private ControllerView view;
    private long nowNs = SECOND;

    /**
     * An overlay of these PoPs, numbered from 1 in the order given.
     *
     * @param pops such as {@code sin} or, with two uplinks, {@code fra/main,alt}
     */
    Planted(String... pops) {
        List<PopIntent> all = new ArrayList<>();
        for (String pop : pops) {
            all.add(pop(pop, all.size() + 1));
        }
        Intent plain = Intent.of(1, all, List.of());
        // What is better is taken at once.
        intent =
                new Intent(
                        1,
                        all,
                        plain.links(),
                        plain.services(),
                        plain.targets(),
                        plain.policy().withSettleNs(0));
        topology = new Topology(intent);
        planner = new Planner(topology, intent.policy());
        for (Topology.Link link : topology.links()) {
            // By tyo it is a little longer, so that no two relays are equals.
            boolean longer = link.id().toString().contains("tyo");
            links.put(link.id().toString(), up(link.id(), longer ? 44 : 40));
        }
        plan = Plan.empty(pops.length);
        view = replan();
        face = OnosFace.over(() -> view, policies -> heard.add(words(policies)));
    }

    /** A link as measured: one-way delay, loss. */
    Planted measured(String link, long delayMs, long lossPpm) {
        return change(link, s -> with(s, LinkStatus.UP, ClassSet.NONE, delayMs * MS, lossPpm));
    }

    Planted down(String link) {
        return change(link, s -> with(s, LinkStatus.DOWN, ClassSet.ALL, s.delayNs(), 1_000_000));
    }

    Planted unknown(String link) {
        return change(link, s -> with(s, LinkStatus.UNKNOWN, ClassSet.NONE, -1, -1));
    }

    Planted degraded(String link, String... classes) {
        ClassSet set = ClassSet.of(List.of(classes).stream().map(TrafficClass::parse).toList());
        return change(link, s -> with(s, LinkStatus.DEGRADED, set, s.delayNs(), 20_000));
    }

    /** The forwarder of a PoP lost its session. */
    Planted away(String pop) {
        away.add(new PopId(pop));
        return this;
    }

    /** The forwarder of a PoP has not acknowledged what it was sent. */
    Planted unacknowledged(String pop) {
        unacknowledged.add(new PopId(pop));
        return this;
    }

    /** Everything said so far becomes the newest view. */
    void publish() {
        nowNs += SECOND;
        view = replan();
    }

    /** Plans from the beginning with what applications asked for, as a controller would. */
    void plannedWith(List<OnosPolicy> policies) {
        planner = new Planner(topology, intent.policy().withRules(OnosRules.of(policies)));
        plan = Plan.empty(topology.pops().size());
        publish();
    }

    String path(String from, String to, String c) {
        return Objects.requireNonNull(
                        plan.decision(
                                topology.popIndex(new PopId(from)),
                                topology.popIndex(new PopId(to)),
                                TrafficClass.parse(c)))
                .primary()
                .text(topology);
    }

    /** What the planner itself says the primary costs, in microseconds. */
    long primaryCostUs(String from, String to, String c) {
        return plan.primaryCostUs(
                topology.popIndex(new PopId(from)),
                topology.popIndex(new PopId(to)),
                TrafficClass.parse(c));
    }

    private Planted change(String link, Function<LinkState, LinkState> how) {
        if (links.computeIfPresent(link, (id, state) -> how.apply(state)) == null) {
            throw new IllegalArgumentException("no link " + link);
        }
        return this;
    }

    private ControllerView replan() {
        Snapshot snapshot = new Snapshot(nowNs / SECOND, nowNs, List.copyOf(links.values()));
        plan = planner.plan(nowNs, snapshot, plan);
        RuleCompiler compiler = new RuleCompiler(intent, topology);
        List<ControllerView.Book> books = new ArrayList<>();
        List<Peers.Peer> peers = new ArrayList<>();
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            PopId name = topology.pop(pop);
            Epoch sent = new Epoch(plan.number(), 1);
            books.add(
                    new ControllerView.Book(
                            name,
                            RuleBook.State.IN_SYNC,
                            sent,
                            unacknowledged.contains(name) ? Epoch.NONE : sent,
                            compiler.compile(plan, pop),
                            1,
                            0,
                            0));
            peers.add(
                    new Peers.Peer(
                            name, Role.FORWARDER, !away.contains(name), 1, 1, Set.of(), 0, 1, ""));
        }
        return view(snapshot, peers, books);
    }

    private ControllerView view(
            Snapshot snapshot, List<Peers.Peer> peers, List<ControllerView.Book> books) {
        Map<StageTimes.Step, StageTimes.Distribution> steps = new EnumMap<>(StageTimes.Step.class);
        StageTimes.Distribution none = new StageTimes.Distribution(List.of(), 0);
        return new ControllerView(
                nowNs,
                0,
                intent,
                topology,
                Startup.Phase.FIRST_UPDATE,
                snapshot,
                List.of(),
                plan,
                peers,
                books,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new StageTimes.Snapshot(none, steps),
                new ControllerView.Counters(0, 0, new HashMap<>(), 0, 0, 0, Map.of(), 0, 0, 0, 0));
    }

    private static String words(List<OnosPolicy> policies) {
        List<String> all = new ArrayList<>();
        for (OnosPolicy policy : policies) {
            all.add(
                    switch (policy) {
                        case OnosPolicy.Pin pin ->
                                pin.trafficClass()
                                        + " "
                                        + pin.from()
                                        + " to "
                                        + pin.to()
                                        + " by "
                                        + pin.links();
                        case OnosPolicy.LinkCosts costs ->
                                costs.trafficClass()
                                        + " adds "
                                        + costs.surchargeUs()
                                        + " avoids "
                                        + costs.avoid();
                    });
        }
        return String.join("; ", all);
    }

    private static PopIntent pop(String text, int number) {
        String[] parts = text.split("/", -1);
        String[] uplinks = parts.length == 1 ? new String[] {"main"} : parts[1].split(",", -1);
        List<UplinkIntent> all = new ArrayList<>();
        for (String uplink : uplinks) {
            int host = number * 10 + all.size();
            all.add(
                    new UplinkIntent(
                            uplink,
                            Endpoint.parse("10.0.0." + host + ":4000"),
                            Endpoint.parse("10.0.0." + host + ":862"),
                            Endpoint.parse("10.0.0." + host + ":4001"),
                            "isp" + number,
                            3,
                            2_000_000_000L,
                            List.of("cable" + number)));
        }
        return new PopIntent(new PopId(parts[0]), number, "City", 10.0 * number, 5.0, all);
    }

    private static LinkState up(LinkId link, long delayMs) {
        return new LinkState(
                link,
                LinkStatus.UP,
                ClassSet.NONE,
                LinkSign.NONE,
                LinkView.SENDER,
                1_000,
                0,
                0,
                delayMs * 2 * MS,
                delayMs * MS,
                0,
                100_000,
                0,
                0,
                0,
                -1,
                0,
                0,
                null);
    }

    private static LinkState with(
            LinkState s, LinkStatus status, ClassSet degraded, long delayNs, long lossPpm) {
        return new LinkState(
                s.link(),
                status,
                degraded,
                s.sign(),
                s.decidedBy(),
                status == LinkStatus.UNKNOWN ? 0 : s.samples(),
                lossPpm,
                lossPpm,
                delayNs < 0 ? -1 : delayNs * 2,
                delayNs,
                delayNs < 0 ? -1 : s.delayRiseNs(),
                delayNs < 0 ? -1 : s.jitterNs(),
                s.reorderPpm(),
                s.duplicatePpm(),
                s.delayRiseP95Ns(),
                s.goodputBps(),
                s.sinceNs(),
                s.heardNs(),
                null);
    }
}
