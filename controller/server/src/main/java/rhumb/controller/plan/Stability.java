package rhumb.controller.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;

/**
 * When a pair moves: at once off a link that failed or degraded, otherwise only for a gain that is
 * large enough, absolute and relative, and not again within the hold-down.
 */
final class Stability {
    /** The primary chosen, and what holds a better one back. */
    record Choice(OverlayPath primary, @Nullable MoveCause moved, @Nullable Held held) {}

    private final PolicyIntent policy;
    private final Snapshot snapshot;
    private final TrafficClass trafficClass;
    private final int[] costs;
    private final long nowNs;

    Stability(
            PolicyIntent policy,
            Snapshot snapshot,
            TrafficClass trafficClass,
            int[] costs,
            long nowNs) {
        this.policy = policy;
        this.snapshot = snapshot;
        this.trafficClass = trafficClass;
        this.costs = costs;
        this.nowNs = nowNs;
    }

    /** Whether {@code newUs} is so much cheaper than {@code oldUs} that a move pays. */
    boolean worthMoving(long oldUs, long newUs) {
        long gainUs = oldUs - newUs;
        return gainUs > 0
                && gainUs >= policy.gainUs()
                && gainUs * 100 >= oldUs * policy.gainPercent();
    }

    Choice choose(@Nullable Decision before, OverlayPath best) {
        long bestUs = cost(best);
        if (before == null) {
            return new Choice(best, new MoveCause(MoveCause.Reason.FIRST, null, 0, bestUs), null);
        }
        OverlayPath present = before.primary();
        if (present.equals(best)) {
            return new Choice(present, null, null);
        }
        long presentUs = cost(present);
        if (tier(present) > tier(best)) {
            return forced(before, best, presentUs);
        }
        if (!worthMoving(presentUs, bestUs)) {
            return bestUs < presentUs
                    ? new Choice(present, null, held(before, best, Held.Reason.GAIN_TOO_SMALL, 0))
                    : new Choice(present, null, null);
        }
        long untilNs = before.sinceNs() + policy.holdDownNs();
        if (heldDown(before) && nowNs < untilNs) {
            return new Choice(present, null, held(before, best, Held.Reason.HOLD_DOWN, untilNs));
        }
        return new Choice(
                best, new MoveCause(MoveCause.Reason.BETTER, null, presentUs, bestUs), null);
    }

    /** Off a bad link at once; to the backup if it is about as good, because media are there. */
    private Choice forced(Decision before, OverlayPath best, long presentUs) {
        OverlayPath backup = before.backup();
        boolean stay =
                backup != null
                        && tier(backup) <= tier(best)
                        && !worthMoving(cost(backup), cost(best));
        OverlayPath target = stay ? Objects.requireNonNull(backup) : best;
        LinkState culprit = worst(before.primary());
        MoveCause.Reason reason =
                switch (culprit.status()) {
                    case DOWN -> MoveCause.Reason.FAILED;
                    case UNKNOWN -> MoveCause.Reason.SILENT;
                    case UP, DEGRADED -> MoveCause.Reason.DEGRADED;
                };
        MoveCause cause = new MoveCause(reason, culprit, presentUs, cost(target));
        Held held = target.equals(best) ? null : held(before, best, Held.Reason.GAIN_TOO_SMALL, 0);
        return new Choice(target, cause, held);
    }

    private static boolean heldDown(Decision before) {
        return switch (before.cause().reason()) {
            case FIRST, INSTALLED -> false;
            case FAILED, DEGRADED, SILENT, BETTER -> true;
        };
    }

    private Held held(Decision before, OverlayPath best, Held.Reason reason, long untilNs) {
        Held was = before.held();
        boolean same = was != null && was.reason() == reason && was.path().equals(best);
        return same ? Objects.requireNonNull(was) : new Held(best, reason, nowNs, untilNs);
    }

    long cost(OverlayPath path) {
        long sum = 0;
        for (int link : path.array()) {
            sum += costs[link];
        }
        return sum;
    }

    /** The tier of the worst link. */
    int tier(OverlayPath path) {
        return CostModel.tier(worst(path), trafficClass);
    }

    private LinkState worst(OverlayPath path) {
        LinkState worst = snapshot.link(path.link(0));
        for (int link : path.array()) {
            LinkState state = snapshot.link(link);
            worst =
                    CostModel.tier(state, trafficClass) > CostModel.tier(worst, trafficClass)
                            ? state
                            : worst;
        }
        return worst;
    }

    /** Whether a plan of this snapshot may change without news, because trouble fades. */
    static boolean fading(Snapshot snapshot, List<Topology.Link> links) {
        return links.stream().anyMatch(l -> snapshot.link(l.index()).trouble() != null);
    }
}
