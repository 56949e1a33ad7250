package rhumb.controller.plan;

import org.jspecify.annotations.Nullable;
import rhumb.controller.plan.policy.PairRules;

/**
 * Chooses for a pair that a rule pins: the pinned path while it does for the class, or whatever
 * comes when the pin is hard. Off a bad path onto it at once, otherwise after the hold-down.
 */
final class Pinned {
    private final Stability stability;
    private final PathCosts costs;

    Pinned(Stability stability, PathCosts costs) {
        this.stability = stability;
        this.costs = costs;
    }

    /** The choice; null when the pinned path does not do. */
    Stability.@Nullable Choice choose(
            int pair, @Nullable Decision before, OverlayPath best, PairRules.Pin pin) {
        OverlayPath pinned = path(pin, before);
        if (!pin.hard() && costs.level(pinned) != 0) {
            return null;
        }
        if (before == null) {
            return moved(pin, 0, pinned);
        }
        OverlayPath present = before.primary();
        if (present.equals(pinned)) {
            Held held =
                    costs.us(best) < costs.us(pinned)
                            ? stability.held(before, best, Held.Reason.PINNED, 0, pin.rule())
                            : null;
            return new Stability.Choice(pinned, null, held);
        }
        long worse = Level.worse(costs.level(present), costs.level(pinned));
        if (worse != 0) {
            MoveCause cause = Stability.cause(present, pinned, costs, worse);
            return new Stability.Choice(pinned, cause, null);
        }
        Held waits = stability.waits(pair, before, pinned);
        return waits == null
                ? moved(pin, costs.us(present), pinned)
                : new Stability.Choice(present, null, waits);
    }

    private Stability.Choice moved(PairRules.Pin pin, long oldUs, OverlayPath pinned) {
        MoveCause cause =
                new MoveCause(MoveCause.Reason.PINNED, null, oldUs, costs.us(pinned), pin.rule());
        return new Stability.Choice(pinned, cause, null);
    }

    /** Of parallel links the cheapest, but what is in use stays while it is about as good. */
    private OverlayPath path(PairRules.Pin pin, @Nullable Decision before) {
        int[] links = new int[pin.hops().size()];
        for (int hop = 0; hop < links.length; hop++) {
            links[hop] = pin.hops().get(hop).getFirst();
            for (int link : pin.hops().get(hop)) {
                if (costs.linkUs(link) < costs.linkUs(links[hop])) {
                    links[hop] = link;
                }
            }
        }
        OverlayPath cheapest = new OverlayPath(links);
        boolean stays =
                before != null
                        && pin.matches(before.primary().array())
                        && costs.level(before.primary()) <= costs.level(cheapest)
                        && !stability.worthMoving(costs, before.primary(), cheapest);
        return stays && before != null ? before.primary() : cheapest;
    }
}
