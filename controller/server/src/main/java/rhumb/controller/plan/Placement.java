package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rhumb.controller.demand.Demand;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.policy.PairRules;

/**
 * Places the demands of one class, one after the other, so that no uplink passes its limit while a
 * demand could go elsewhere. More important classes were placed before.
 *
 * <p>Order: what sits somewhere stays there while it fits; then what must move, or fits no more
 * where it is; then what only would be better elsewhere. Within each the largest first.
 */
final class Placement {
    /** One pair with traffic, and what becomes of it. */
    static final class Placed {
        final Demand demand;
        final @Nullable Decision before;
        final PathCosts costs;
        Stability.Choice choice;
        @Nullable Note note;
        private boolean seated;

        Placed(Demand demand, @Nullable Decision before, PathCosts costs, Stability.Choice choice) {
            this.demand = demand;
            this.before = before;
            this.costs = costs;
            this.choice = choice;
        }
    }

    private final Topology topology;
    private final PairChoice pairs;
    private final Stability stability;
    private final Loads loads;

    Placement(Topology topology, PairChoice pairs, Stability stability, Loads loads) {
        this.topology = topology;
        this.pairs = pairs;
        this.stability = stability;
        this.loads = loads;
    }

    /** Settles the choices of demands that come largest first. */
    void place(List<Placed> all) {
        List<Placed> others = new ArrayList<>();
        for (Placed one : all) {
            Decision before = one.before;
            one.seated = before != null && mayStay(one) && fits(one, before.primary());
            if (one.seated && before != null) {
                put(one, before.primary());
            } else {
                others.add(one);
            }
        }
        others.forEach(this::find);
        all.stream().filter(one -> one.seated && one.choice.moved() != null).forEach(this::improve);
        // Who went elsewhere left room.
        while (all.stream().filter(one -> one.note != null).anyMatch(this::retried)) {}
    }

    private boolean retried(Placed one) {
        loads.place(one.choice.primary(), -one.demand.rateBps(), one.demand.trafficClass());
        one.note = null;
        find(one);
        return one.note == null;
    }

    /** Nothing forces it off the path it is on. */
    private static boolean mayStay(Placed one) {
        MoveCause moved = one.choice.moved();
        return moved == null || moved.reason().unforced();
    }

    private boolean fits(Placed one, OverlayPath path) {
        return loads.fits(path, one.demand.rateBps(), one.demand.trafficClass());
    }

    private void put(Placed one, OverlayPath path) {
        loads.place(path, one.demand.rateBps(), one.demand.trafficClass());
    }

    /** From where it sits to a better path, if there is room. */
    private void improve(Placed one) {
        OverlayPath present = Objects.requireNonNull(one.before).primary();
        OverlayPath better = one.choice.primary();
        loads.place(present, -one.demand.rateBps(), one.demand.trafficClass());
        int full = loads.full(better, one.demand.rateBps(), one.demand.trafficClass());
        if (full >= 0 && !isPinned(one)) {
            Held held =
                    stability.held(one.before, better, Held.Reason.UPLINK_FULL, 0, uplink(full));
            one.choice = new Stability.Choice(present, null, held);
        }
        put(one, one.choice.primary());
    }

    /**
     * The chosen path if it fits, else the cheapest that does, else the chosen one all the same.
     */
    private void find(Placed one) {
        OverlayPath chosen = one.choice.primary();
        long rateBps = one.demand.rateBps();
        int full = loads.full(chosen, rateBps, one.demand.trafficClass());
        OverlayPath other = full < 0 || isPinned(one) ? null : room(one, chosen);
        if (other != null) {
            one.choice = displaced(one, other, uplink(full));
        } else if (full >= 0) {
            String text =
                    rateBps / 1_000
                            + " kbit/s pass what may be planned for uplink "
                            + uplink(full)
                            + ", and no other path has room";
            one.note = new Note(Note.Kind.OVERLOADED, uplink(full), text);
        }
        put(one, one.choice.primary());
    }

    private boolean isPinned(Placed one) {
        PairRules rules = pairs.rules(one.demand.from(), one.demand.to());
        PairRules.Pin pin = rules == null ? null : rules.pin();
        return pin != null && pin.matches(one.choice.primary().array());
    }

    /** The cheapest path with room that is no worse in kind than the chosen one. */
    private @Nullable OverlayPath room(Placed one, OverlayPath chosen) {
        Demand demand = one.demand;
        OverlayPath found =
                pairs.cheapest(
                        demand.from(),
                        demand.to(),
                        one.costs,
                        link -> loads.fits(link, demand.rateBps(), demand.trafficClass()));
        boolean does =
                found != null
                        && Level.severe(one.costs.level(found))
                                <= Level.severe(one.costs.level(chosen));
        return does ? found : null;
    }

    private Stability.Choice displaced(Placed one, OverlayPath to, String uplink) {
        OverlayPath wanted = one.choice.primary();
        Decision before = one.before;
        MoveCause chosen = one.choice.moved();
        long newUs = one.costs.us(to);
        if (before == null) {
            Held held = stability.newlyHeld(wanted, Held.Reason.UPLINK_FULL, uplink);
            MoveCause first = new MoveCause(MoveCause.Reason.FIRST, null, 0, 0);
            return new Stability.Choice(to, first, held);
        }
        Held held = stability.held(before, wanted, Held.Reason.UPLINK_FULL, 0, uplink);
        long oldUs = one.costs.us(before.primary());
        // Why the old path is left stays the reason; where the traffic goes instead is in held.
        MoveCause cause =
                mayStay(one) || chosen == null
                        ? new MoveCause(MoveCause.Reason.UPLINK_FULL, null, oldUs, newUs, uplink)
                        : new MoveCause(
                                chosen.reason(), chosen.culprit(), oldUs, newUs, chosen.by());
        return new Stability.Choice(to, to.equals(before.primary()) ? null : cause, held);
    }

    private String uplink(int number) {
        return topology.uplink(number).toString();
    }
}
