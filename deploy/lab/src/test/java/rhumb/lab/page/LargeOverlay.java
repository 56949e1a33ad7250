package rhumb.lab.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerOptions;
import rhumb.controller.ControllerView;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.path.Workers;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/**
 * What a controller of many PoPs would say, of which some links go bad and others well again with
 * every step. The planner is the real one.
 */
final class LargeOverlay {
    private static final long SECOND = 1_000_000_000L;
    private static final long MS = 1_000_000L;

    private final Topology topology;
    private final Planner planner;
    private final ControllerView empty;
    private final List<LinkState> states = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(5);
    private ControllerView view;
    private long number;

    LargeOverlay(int pops) {
        List<PopIntent> places = new ArrayList<>();
        for (int i = 0; i < pops; i++) {
            places.add(pop(i));
        }
        Intent intent = Intent.of(1, places, List.of());
        topology = new Topology(intent);
        planner = new Planner(topology, intent.policy());
        empty =
                new ControllerCore(
                                intent,
                                ControllerOptions.STANDARD,
                                new Nobody(),
                                Workers.INLINE,
                                0,
                                0)
                        .view();
        for (Topology.Link link : topology.links()) {
            states.add(state(link.id(), LinkStatus.UP, (10 + random.nextInt(200)) * MS));
        }
        view = view(Plan.empty(pops));
    }

    /** What is so now. */
    synchronized ControllerView view() {
        return view;
    }

    /** So many links change, and a plan is made of it. */
    synchronized void step(int changes) {
        for (int i = 0; i < changes; i++) {
            int link = random.nextInt(states.size());
            LinkState before = states.get(link);
            LinkStatus[] all = {LinkStatus.UP, LinkStatus.UP, LinkStatus.DEGRADED, LinkStatus.DOWN};
            states.set(link, state(before.link(), all[random.nextInt(4)], before.delayNs()));
        }
        view = view(view.plan());
    }

    private ControllerView view(Plan before) {
        number++;
        Snapshot snapshot = new Snapshot(number, number * SECOND, states);
        Plan plan = planner.plan(number * SECOND, snapshot, before);
        return new ControllerView(
                number * SECOND,
                0,
                empty.intent(),
                empty.topology(),
                empty.phase(),
                snapshot,
                empty.treatments(),
                plan,
                empty.peers(),
                empty.books(),
                empty.probing(),
                empty.flows(),
                empty.bypasses(),
                empty.queues(),
                empty.demands(),
                empty.events(),
                empty.traces(),
                empty.pathTraces(),
                empty.times(),
                empty.counters());
    }

    private PopIntent pop(int i) {
        String host = "10.0." + i + ".1:";
        UplinkIntent uplink =
                new UplinkIntent(
                        "main",
                        Endpoint.parse(host + "4790"),
                        Endpoint.parse(host + "862"),
                        Endpoint.parse(host + "4791"),
                        "transit",
                        1,
                        0,
                        List.of());
        return new PopIntent(
                new PopId(String.format(Locale.ROOT, "p%03d", i)),
                i + 1,
                null,
                random.nextDouble(-50, 65),
                random.nextDouble(-170, 175),
                List.of(uplink));
    }

    private static LinkState state(LinkId link, LinkStatus status, long delayNs) {
        long lossPpm = status == LinkStatus.UP ? 0 : 50_000;
        return new LinkState(
                link,
                status,
                status == LinkStatus.DEGRADED ? ClassSet.ALL : ClassSet.NONE,
                LinkSign.NONE,
                LinkView.RECEIVER,
                1_000,
                lossPpm,
                lossPpm,
                2 * delayNs,
                delayNs,
                0,
                MS,
                0,
                0,
                0,
                0,
                0,
                0,
                null);
    }

    /** Nobody is connected. */
    private static final class Nobody implements ControllerCore.Sink {
        @Override
        public void send(PopId pop, Role role, Message message) {}

        @Override
        public void event(Event event) {}
    }
}
