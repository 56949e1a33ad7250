package rhumb.controller.plan;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.policy.LinkRule;
import rhumb.net.TrafficClass;

/**
 * When a pair moves: at once off a path that failed, degraded, or may not be taken any more; in
 * turn off what is drained; otherwise only for a gain that is large enough, absolute and relative,
 * and not again within the hold-down, which doubles for pairs that moved often lately.
 */
final class Stability {
    /** The primary chosen, and what holds a better one back. */
    record Choice(OverlayPath primary, @Nullable MoveCause moved, @Nullable Held held) {}

    private static final MoveCause FIRST = new MoveCause(MoveCause.Reason.FIRST, null, 0, 0);

    private final PolicyIntent policy;
    private final TrafficClass trafficClass;
    private final RecentMoves recent;
    private final Drains drains;
    private final long nowNs;

    Stability(
            long nowNs,
            PolicyIntent policy,
            TrafficClass trafficClass,
            RecentMoves recent,
            Drains drains) {
        this.nowNs = nowNs;
        this.policy = policy;
        this.trafficClass = trafficClass;
        this.recent = recent;
        this.drains = drains;
    }

    /** Whether a path is so much cheaper than the one in use that a move pays. */
    boolean worthMoving(PathCosts costs, OverlayPath old, OverlayPath other) {
        long gainUs = costs.us(old) - costs.us(other);
        return gainUs > 0
                && gainUs >= policy.gainUs()
                && gainUs * 100 >= costs.cleanUs(old) * policy.gainPercent();
    }

    /**
     * Chooses for one pair.
     *
     * @param best the cheapest path that the pair may take
     * @param equal the one to take of its equals
     */
    Choice choose(
            int pair,
            @Nullable Decision before,
            OverlayPath best,
            PathCosts costs,
            Supplier<OverlayPath> equal) {
        if (before == null) {
            OverlayPath first = equal.get();
            return new Choice(first, FIRST, passedOver(null, first, best, costs));
        }
        OverlayPath present = before.primary();
        if (present.equals(best)) {
            return new Choice(present, null, null);
        }
        long presentLevel = costs.level(present);
        long bestLevel = costs.level(best);
        long worse = Level.worse(presentLevel, bestLevel);
        if (worse == Level.DRAINED) {
            long without = Level.without(presentLevel, Level.DRAINED);
            long other = Level.worse(without, Level.without(bestLevel, Level.DRAINED));
            String rule = Objects.requireNonNull(costs.ruleOf(LinkRule.Kind.DRAIN, present));
            long dueNs = drains.dueNs(rule, pair, trafficClass);
            if (other == 0 && nowNs < dueNs) {
                Held held = held(before, best, Held.Reason.DRAINING, dueNs, rule);
                return new Choice(present, null, held);
            }
        }
        return worse != 0
                ? forced(before, best, costs, worse, equal)
                : free(pair, before, best, costs, equal);
    }

    /** What is said of a cheaper path that is not worth the move; null when there is none. */
    private @Nullable Held passedOver(
            @Nullable Decision before, OverlayPath taken, OverlayPath best, PathCosts costs) {
        long gainUs = costs.us(taken) - costs.us(best);
        Held.Reason reason =
                gainUs <= policy.bandUs() ? Held.Reason.SPREAD : Held.Reason.GAIN_TOO_SMALL;
        if (gainUs <= 0) {
            return null;
        }
        return before == null
                ? new Held(best, reason, nowNs, 0)
                : held(before, best, reason, 0, null);
    }

    private Choice free(
            int pair,
            Decision before,
            OverlayPath best,
            PathCosts costs,
            Supplier<OverlayPath> equal) {
        OverlayPath present = before.primary();
        if (!worthMoving(costs, present, best)) {
            return new Choice(present, null, passedOver(before, present, best, costs));
        }
        Held waits = waits(pair, before, best);
        waits = waits == null ? settles(before, best) : waits;
        if (waits != null) {
            return new Choice(present, null, waits);
        }
        // An equal of the best is no reason to move; that it is worth the move is.
        OverlayPath target = equal.get();
        target = worthMoving(costs, present, target) ? target : best;
        return new Choice(
                target,
                new MoveCause(MoveCause.Reason.BETTER, null, costs.us(present), costs.us(target)),
                passedOver(before, target, best, costs));
    }

    /** What makes a move wait that nothing forces; null when it need not. */
    @Nullable Held waits(int pair, Decision before, OverlayPath best) {
        if (!heldDown(before)) {
            return null;
        }
        int often = recent.since(pair, nowNs - policy.flapWindowNs());
        int doublings = Math.clamp(often - policy.flapMoves(), 0, 20);
        long waitNs = Math.min(policy.holdDownNs() << doublings, policy.flapWindowNs());
        long untilNs = before.sinceNs() + Math.max(waitNs, policy.holdDownNs());
        if (nowNs >= untilNs) {
            return null;
        }
        Held.Reason reason = doublings > 0 ? Held.Reason.FLAPPING : Held.Reason.HOLD_DOWN;
        return held(before, best, reason, untilNs, null);
    }

    /** A gain that does not last is no gain: null once some path was better all the while. */
    private @Nullable Held settles(Decision before, OverlayPath best) {
        Held was = before.held();
        long untilNs = nowNs + policy.settleNs();
        if (was != null) {
            untilNs =
                    switch (was.reason()) {
                        case SETTLING -> was.untilNs();
                        case HOLD_DOWN, FLAPPING -> was.sinceNs() + policy.settleNs();
                        case GAIN_TOO_SMALL, SPREAD, PINNED, DRAINING, RULE, UPLINK_FULL -> untilNs;
                    };
        }
        return nowNs >= untilNs ? null : held(before, best, Held.Reason.SETTLING, untilNs, null);
    }

    /** Off a bad path at once; to the backup if it is about as good, because media are there. */
    private Choice forced(
            Decision before,
            OverlayPath best,
            PathCosts costs,
            long worse,
            Supplier<OverlayPath> equal) {
        OverlayPath backup = before.backup();
        boolean stay =
                backup != null
                        && costs.level(backup) <= costs.level(best)
                        && !worthMoving(costs, backup, best);
        OverlayPath target = stay ? Objects.requireNonNull(backup) : equal.get();
        MoveCause cause = cause(before.primary(), target, costs, worse);
        return new Choice(target, cause, passedOver(before, target, best, costs));
    }

    /** Why the present path is left: the kind of fault by which it is worse. */
    static MoveCause cause(OverlayPath present, OverlayPath target, PathCosts costs, long worse) {
        long oldUs = costs.us(present);
        long newUs = costs.us(target);
        LinkState culprit = costs.worst(present);
        if (worse == Level.FORBIDDEN) {
            String rule = costs.ruleOf(LinkRule.Kind.FORBID, present);
            return new MoveCause(MoveCause.Reason.FORBIDDEN, null, oldUs, newUs, rule);
        }
        if (worse == Level.DRAINED) {
            String rule = costs.ruleOf(LinkRule.Kind.DRAIN, present);
            return new MoveCause(MoveCause.Reason.DRAINED, null, oldUs, newUs, rule);
        }
        if (worse == Level.LIMIT) {
            var limit = costs.brokenLimit(present);
            String rule = limit == null ? null : limit.rule();
            return new MoveCause(MoveCause.Reason.LIMIT, null, oldUs, newUs, rule);
        }
        MoveCause.Reason reason =
                worse == Level.DOWN
                        ? MoveCause.Reason.FAILED
                        : worse == Level.UNKNOWN
                                ? MoveCause.Reason.SILENT
                                : MoveCause.Reason.DEGRADED;
        return new MoveCause(reason, culprit, oldUs, newUs);
    }

    private static boolean heldDown(Decision before) {
        return switch (before.cause().reason()) {
            case FIRST, INSTALLED -> false;
            case FAILED, DEGRADED, SILENT, BETTER, PINNED, DRAINED, LIMIT, FORBIDDEN, UPLINK_FULL ->
                    true;
        };
    }

    /** The same object while nothing about it changes. */
    Held held(
            Decision before,
            OverlayPath best,
            Held.Reason reason,
            long untilNs,
            @Nullable String by) {
        Held was = before.held();
        boolean same =
                was != null
                        && was.reason() == reason
                        && was.path().equals(best)
                        && was.untilNs() == untilNs
                        && Objects.equals(was.by(), by);
        return same ? Objects.requireNonNull(was) : new Held(best, reason, nowNs, untilNs, by);
    }

    /** Of a pair that had no path before. */
    Held newlyHeld(OverlayPath best, Held.Reason reason, String by) {
        return new Held(best, reason, nowNs, 0, by);
    }
}
