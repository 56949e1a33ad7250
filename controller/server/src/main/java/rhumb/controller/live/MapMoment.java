package rhumb.controller.live;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.Peers;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.Role;

/**
 * The overlay at one moment as traffic of one class finds it, small enough to be kept for each page
 * that was told of it. Immutable.
 */
public final class MapMoment {
    /** A link that does for all classes. */
    static final char UP = 'u';

    /** A link that does for this class, and not for others. */
    static final char OTHERS = 'o';

    /** A link that does not do for this class. */
    static final char DEGRADED = 'd';

    /** A link that carries nothing. */
    static final char DOWN = 'x';

    /** A link of which nothing fresh is known. */
    static final char UNKNOWN = '?';

    /** The relays of a pair that has no path. */
    static final int[] NO_PATH = {-1};

    private static final int[] DIRECT = {};
    private static final long LOSS_STEP_PPM = 1_000;
    private static final long MS = 1_000_000L;

    /**
     * Figures of a link that is not well, rounded so that noise is no news; -1 = not known.
     *
     * @param lossPpm of the short window
     */
    record Figures(long lossPpm, long delayMs) {
        static final Figures NONE = new Figures(-1, -1);
    }

    final long controller;
    final TrafficClass trafficClass;
    final Topology topology;
    final Plan plan;
    final Snapshot snapshot;
    final String phase;
    final long atUnixMs;

    /** One character a link. */
    final char[] states;

    /** One a link. */
    final Figures[] figures;

    /** By from * PoPs + to: the PoPs between them, {@link #NO_PATH} where there is no path. */
    final int[][] relays;

    /** Of the agent and the forwarder of each PoP: connected, lost or never. */
    final String[] presence;

    final List<Event> events;

    private MapMoment(ControllerView view, TrafficClass c, @Nullable MapMoment before) {
        controller = view.intent().controller();
        trafficClass = c;
        topology = view.topology();
        plan = view.plan();
        snapshot = view.snapshot();
        phase = view.phase().name();
        atUnixMs = (view.atNs() + view.unixOffsetNs()) / MS;
        events = view.events();
        presence = presence(view);
        MapMoment kept = before != null && follows(before) ? before : null;
        if (kept != null && sameLinks(kept)) {
            states = kept.states;
            figures = kept.figures;
        } else {
            int links = topology.links().size();
            states = new char[links];
            figures = new Figures[links];
            judge();
        }
        relays = kept != null && samePlan(kept) ? kept.relays : relays();
    }

    /**
     * What a view says.
     *
     * @param before an earlier moment of the same class, of which may be kept what did not change
     */
    public static MapMoment of(ControllerView view, TrafficClass c, @Nullable MapMoment before) {
        return new MapMoment(view, c, before);
    }

    public TrafficClass trafficClass() {
        return trafficClass;
    }

    /** Whether its numbers of PoPs and links mean the same as those of an earlier moment. */
    @SuppressWarnings("ReferenceEquality") // another core makes another topology, even a like one
    public boolean follows(MapMoment before) {
        return topology == before.topology && trafficClass == before.trafficClass;
    }

    @SuppressWarnings("ReferenceEquality") // immutable, so the same one says the same
    private boolean sameLinks(MapMoment before) {
        return snapshot == before.snapshot;
    }

    @SuppressWarnings("ReferenceEquality") // immutable, so the same one says the same
    private boolean samePlan(MapMoment before) {
        return plan == before.plan;
    }

    private void judge() {
        for (int link = 0; link < states.length; link++) {
            LinkState state = snapshot.links().isEmpty() ? null : snapshot.link(link);
            states[link] = state == null ? UNKNOWN : letter(state);
            boolean told = states[link] == OTHERS || states[link] == DEGRADED;
            figures[link] = state == null || !told ? Figures.NONE : figures(state);
        }
    }

    private char letter(LinkState state) {
        return switch (state.status()) {
            case UP -> UP;
            case DEGRADED -> state.degradedFor(trafficClass) ? DEGRADED : OTHERS;
            case DOWN -> DOWN;
            case UNKNOWN -> UNKNOWN;
        };
    }

    private static Figures figures(LinkState state) {
        long loss = state.lossPpmShort();
        long delay = state.delayNs();
        return new Figures(
                loss < 0 ? -1 : (loss + LOSS_STEP_PPM / 2) / LOSS_STEP_PPM * LOSS_STEP_PPM,
                delay < 0 ? -1 : (delay + MS / 2) / MS);
    }

    private int[][] relays() {
        int pops = topology.pops().size();
        int[][] all = new int[pops * pops][];
        for (int from = 0; from < pops; from++) {
            for (int to = 0; to < pops; to++) {
                Decision decision =
                        from == to || plan.pops() != pops
                                ? null
                                : plan.decision(from, to, trafficClass);
                all[from * pops + to] = decision == null ? NO_PATH : relays(decision.primary());
            }
        }
        return all;
    }

    private int[] relays(OverlayPath path) {
        if (path.length() == 1) {
            return DIRECT;
        }
        int[] between = new int[path.length() - 1];
        for (int i = 0; i < between.length; i++) {
            between[i] = topology.link(path.link(i)).to();
        }
        return between;
    }

    private String[] presence(ControllerView view) {
        int pops = topology.pops().size();
        String[] words = new String[2 * pops];
        Arrays.fill(words, "never");
        for (Peers.Peer peer : view.peers()) {
            int pop = topology.popIndex(peer.pop());
            if (pop >= 0) {
                words[2 * pop + (peer.role() == Role.AGENT ? 0 : 1)] =
                        peer.connected() ? "connected" : "lost";
            }
        }
        return words;
    }
}
