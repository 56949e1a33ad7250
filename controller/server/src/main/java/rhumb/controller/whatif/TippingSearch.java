package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;

/**
 * Finds the smallest change of one link that moves a pair's traffic of one class. Costs say where
 * to look and how far; then the planner is asked with the change applied, at the moment and from
 * the snapshot of the plan, until the amount is exact to a unit. Hold-down is taken as over.
 */
public final class TippingSearch {
    static final long DELAY_UNIT_NS = 100_000;
    static final long LOSS_UNIT_PPM = 100;

    /** What is still within reason. */
    static final long MAX_RISE_NS = 500_000_000;

    static final long MAX_LOSS_PPM = 200_000;
    private static final int LEAST_DELAY_SHARE = 4;

    /** Links that are tried for each kind of improvement. */
    private static final int CANDIDATES = 3;

    /** Plans of a large overlay that one answer may cost, and pairs of PoPs in all of them. */
    private static final int LARGE_PLANS = 60;

    private static final long LARGE_PAIRS = 20_000_000;

    /** The same of a small one, as much work as those of 200 PoPs. */
    private static final int SMALL_PLANS = 1_000;

    private static final long SMALL_PAIRS = 2_400_000;

    private final Topology topology;
    private final PolicyIntent policy;
    private final Plan plan;
    private final Planner planner;
    private final LinkEdit edit;
    private int plansLeft;
    private boolean tired;

    public TippingSearch(Intent intent, Topology topology, Plan plan) {
        this.topology = topology;
        this.policy = intent.policy();
        this.plan = plan;
        this.planner = new Planner(topology, intent.policy());
        this.edit = new LinkEdit(intent.targetList());
        long pairs = Math.max(1, (long) plan.pops() * plan.pops());
        long large = Math.min(LARGE_PLANS, LARGE_PAIRS / pairs);
        this.plansLeft = (int) Math.max(large, Math.min(SMALL_PLANS, SMALL_PAIRS / pairs));
    }

    /** A pair and class, and what is known of it. */
    private record Pair(
            int from,
            int to,
            TrafficClass c,
            OverlayPath path,
            PairCosts costs,
            List<Topology.Link> others) {}

    /** A link, one way to change it, and after how many units traffic should move. */
    private record Guess(Topology.Link link, Tipping.Kind kind, long units, long most) {}

    /** What would move this pair's traffic; null when the plan has no path for it. */
    public @Nullable Tipping find(int from, int to, TrafficClass c) {
        OverlayPath path = Experiment.destination(plan.decision(from, to, c));
        if (path == null || plan.number() == 0) {
            return null;
        }
        PairCosts costs =
                new PairCosts(topology, planner.costModel(), plan, from, to, c, policy.maxLinks());
        Pair pair = new Pair(from, to, c, path, costs, costs.others(path));
        List<Tipping.Point> points = new ArrayList<>();
        for (Tipping.Kind kind : Tipping.Kind.values()) {
            List<Guess> guesses = guesses(pair, kind);
            // Each link that only has to recover is worth knowing; of amounts, the smallest.
            List<List<Guess>> each =
                    kind == Tipping.Kind.RECOVERS
                            ? guesses.stream().map(List::of).toList()
                            : List.of(guesses);
            for (List<Guess> among : each) {
                Tipping.Point point = smallest(pair, among);
                if (point != null) {
                    points.add(point);
                }
            }
        }
        Decision decision = plan.decision(from, to, c);
        boolean waits = decision != null && !path.equals(decision.primary());
        return new Tipping(path.text(topology), waits, points, tired);
    }

    private List<Guess> guesses(Pair pair, Tipping.Kind kind) {
        List<Guess> guesses = new ArrayList<>();
        switch (kind) {
            case DELAY_RISES, LOSS_RISES -> {
                for (int i = 0; i < pair.path.length(); i++) {
                    Topology.Link link = topology.link(pair.path.link(i));
                    long otherUs = pair.costs.without(link.index());
                    long restUs = pair.costs.path(pair.path) - pair.costs.link(link.index());
                    add(guesses, pair, kind, link, us -> worthMoving(restUs + us, otherUs));
                }
            }
            case DELAY_FALLS, LOSS_FALLS, RECOVERS -> {
                long presentUs = pair.costs.path(pair.path);
                for (Topology.Link link : candidates(pair, kind)) {
                    long besideUs = pair.costs.beside(link);
                    if (guesses.size() < CANDIDATES) {
                        add(guesses, pair, kind, link, us -> worthMoving(presentUs, besideUs + us));
                    }
                }
            }
        }
        guesses.sort(Comparator.comparingLong(Guess::units));
        return guesses;
    }

    /** The links that lack least first; of those that only have to recover, as they would be. */
    private List<Topology.Link> candidates(Pair pair, Tipping.Kind kind) {
        if (kind != Tipping.Kind.RECOVERS) {
            return pair.others;
        }
        return pair.others.stream()
                .filter(l -> most(kind, plan.snapshot().link(l.index())) > 0)
                .sorted(
                        Comparator.comparingLong((Topology.Link l) -> {
                            LinkState up = LinkEdit.up(plan.snapshot().link(l.index()));
                            return pair.costs.beside(l) + costUs(l, up, pair.c);
                        }))
                .toList();
    }

    /** Adds the least number of units for which a link's cost makes a move worth while. */
    private void add(
            List<Guess> guesses,
            Pair pair,
            Tipping.Kind kind,
            Topology.Link link,
            LongPredicate worth) {
        LinkState present = plan.snapshot().link(link.index());
        long most = most(kind, present);
        if (most == 0 || !worth.test(costUs(link, varied(kind, present, most), pair.c))) {
            return;
        }
        long least = 1;
        long enough = most;
        while (least < enough) {
            long middle = (least + enough) / 2;
            boolean moves = worth.test(costUs(link, varied(kind, present, middle), pair.c));
            least = moves ? least : middle + 1;
            enough = moves ? middle : enough;
        }
        guesses.add(new Guess(link, kind, enough, most));
    }

    private long costUs(Topology.Link link, LinkState state, TrafficClass c) {
        return planner.costModel().cost(plan.atNs(), state, link, c).total();
    }

    /** How many units are within reason; 0 when the kind makes no sense for the link. */
    private long most(Tipping.Kind kind, LinkState s) {
        boolean judged = s.status() == LinkStatus.UP || s.status() == LinkStatus.DEGRADED;
        boolean measured = judged && s.delayNs() > 0 && s.lossPpm() >= 0;
        return switch (kind) {
            case DELAY_RISES -> measured ? MAX_RISE_NS / DELAY_UNIT_NS : 0;
            case LOSS_RISES ->
                    measured ? Math.max(0, (MAX_LOSS_PPM - s.lossPpm()) / LOSS_UNIT_PPM) : 0;
            case DELAY_FALLS ->
                    measured ? (s.delayNs() - s.delayNs() / LEAST_DELAY_SHARE) / DELAY_UNIT_NS : 0;
            case LOSS_FALLS -> measured ? s.lossPpm() / LOSS_UNIT_PPM : 0;
            case RECOVERS ->
                    s.delayNs() > 0 && (s.status() != LinkStatus.UP || s.trouble() != null) ? 1 : 0;
        };
    }

    private LinkState varied(Tipping.Kind kind, LinkState s, long units) {
        return switch (kind) {
            case DELAY_RISES -> edit.delay(s, s.delayNs() + units * DELAY_UNIT_NS);
            case DELAY_FALLS -> edit.delay(s, s.delayNs() - units * DELAY_UNIT_NS);
            case LOSS_RISES -> edit.loss(s, s.lossPpm() + units * LOSS_UNIT_PPM);
            case LOSS_FALLS -> edit.loss(s, s.lossPpm() - units * LOSS_UNIT_PPM);
            case RECOVERS -> LinkEdit.up(s);
        };
    }

    /** As the planner sees it; that also leaves a link of another tier, which costs much more. */
    private boolean worthMoving(long oldUs, long newUs) {
        long gainUs = oldUs - newUs;
        return gainUs >= Math.max(1, policy.gainUs())
                && gainUs * 100 >= oldUs * policy.gainPercent();
    }

    /** The exact amount of the most promising guess, and of others that promise less than that. */
    private Tipping.@Nullable Point smallest(Pair pair, List<Guess> guesses) {
        Guess best = null;
        for (Guess guess : guesses) {
            if (best == null || guess.units < best.units) {
                long units = exact(pair, guess);
                best =
                        units > 0 && (best == null || units < best.units)
                                ? new Guess(guess.link, guess.kind, units, guess.most)
                                : best;
            }
        }
        return best == null ? null : point(pair, best);
    }

    private Tipping.@Nullable Point point(Pair pair, Guess found) {
        OverlayPath path = destination(pair, found, found.units);
        LinkState present = plan.snapshot().link(found.link.index());
        LinkState then = varied(found.kind, present, found.units);
        boolean delay =
                found.kind == Tipping.Kind.DELAY_RISES || found.kind == Tipping.Kind.DELAY_FALLS;
        long value = delay ? then.delayNs() : then.lossPpm();
        long unit = found.kind == Tipping.Kind.RECOVERS ? 0 : delay ? DELAY_UNIT_NS : LOSS_UNIT_PPM;
        return new Tipping.Point(
                found.link.id(),
                found.kind,
                found.units * unit,
                value,
                then.degradedFor(pair.c) && !present.degradedFor(pair.c),
                path == null ? null : path.text(topology));
    }

    /** The least number of units that moves traffic, by trial; -1 when none does. */
    private long exact(Pair pair, Guess guess) {
        long stays = 0;
        long moves = guess.units;
        long step = 1;
        if (moves(pair, guess, moves)) {
            stays = moves - 1;
            while (stays > 0 && moves(pair, guess, stays)) {
                moves = stays;
                stays = Math.max(0, stays - step);
                step *= 2;
            }
        } else {
            stays = moves;
            while (moves <= stays) {
                if (stays >= guess.most) {
                    return -1;
                }
                long more = Math.min(guess.most, stays + step);
                step *= 2;
                moves = moves(pair, guess, more) ? more : moves;
                stays = moves == more ? stays : more;
            }
        }
        while (moves - stays > 1) {
            long middle = (stays + moves) / 2;
            boolean enough = moves(pair, guess, middle);
            moves = enough ? middle : moves;
            stays = enough ? stays : middle;
        }
        return tired ? -1 : moves;
    }

    private boolean moves(Pair pair, Guess guess, long units) {
        if (plansLeft <= 0) {
            tired = true;
            return false;
        }
        return !Objects.equals(pair.path, destination(pair, guess, units));
    }

    /** Where the planner sends the pair's traffic then. */
    private @Nullable OverlayPath destination(Pair pair, Guess guess, long units) {
        plansLeft--;
        int index = guess.link.index();
        List<LinkState> links = new ArrayList<>(plan.snapshot().links());
        links.set(index, varied(guess.kind, links.get(index), units));
        Snapshot then = new Snapshot(plan.snapshot().number() + 1, plan.atNs(), links);
        return Experiment.destination(
                planner.plan(plan.atNs(), then, plan).decision(pair.from, pair.to, pair.c));
    }
}
