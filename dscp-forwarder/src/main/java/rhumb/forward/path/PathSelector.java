package rhumb.forward.path;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.rule.RouteRule;

/**
 * Chooses the active path of each route without asking the controller. A bad path is left at once;
 * a better one is taken again only after it was good for the hold-down time, or when the controller
 * sends other candidates for the route. When no candidate serves, the controller's first choice is
 * used.
 *
 * <p>Unknown is neither: no path is left because nothing is known of its link (the agent may be
 * gone, not the link), and none is returned to.
 */
public final class PathSelector {
    public static final long HOLD_DOWN_NS = 10_000_000_000L;

    /** Why the active path of a route changed. */
    public enum Cause {
        /** The agent judged the link of the path left behind. */
        LINK_HEALTH,
        /** The path left behind fell silent. */
        SILENCE,
        /** A better path was good again for the hold-down time. */
        HELD_DOWN,
        /** The controller's rules. */
        RULES
    }

    /** Is told about each change, after it. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param from the path left behind, of an older FIB when the cause is RULES
         * @param to the path in use now, never the same as before
         */
        void onSwitch(long nowNs, FibRoute route, FibPath from, FibPath to, Cause cause);
    }

    private static final long NEVER = Long.MAX_VALUE;

    private record PathKey(int pop, List<Label> labels) {
        static PathKey of(FibPath path) {
            return new PathKey(path.pop(), path.rule().labels());
        }
    }

    private final long holdDownNs;
    private final Listener listener;
    private final HealthTable health = new HealthTable();

    /** Bound: paths of the FIB, for both; what is not in it is forgotten with the next one. */
    private final Set<PathKey> silent = new HashSet<>();

    private final Set<PathKey> answering = new HashSet<>();

    /** Paths whose probes arrived round a link: they serve, and are not what was planned. */
    private final Set<PathKey> bypassed = new HashSet<>();

    private Fib fib = Fib.EMPTY;

    /** By the index of the route, as the next one; what no route has any more is not looked at. */
    private final @Nullable FibPath[] active = new @Nullable FibPath[Fib.ROUTE_PLACES];

    /** Where a copy goes; null where there is only one candidate. */
    private final @Nullable FibPath[] partners = new @Nullable FibPath[Fib.ROUTE_PLACES];

    /** Since when each candidate of each route is good; NEVER when it is not. */
    private final long[][] goodSinceNs = new long[Fib.ROUTE_PLACES][];

    private long nextDeadlineNs = NEVER;

    public PathSelector(long holdDownNs, Listener listener) {
        this.holdDownNs = holdDownNs;
        this.listener = listener;
    }

    /** The path in use; null when no rule leads there. */
    public @Nullable FibPath active(int pop, TrafficClass c, RouteRule.Direction direction) {
        FibRoute route = fib.route(pop, c, direction);
        return route == null ? null : active(route);
    }

    /** The path in use of a route of the FIB given last. */
    public FibPath active(FibRoute route) {
        return Objects.requireNonNull(active[route.index()]);
    }

    /**
     * The path for copies of what takes the active one: of those that serve, one by another first
     * link, in the controller's order, which puts what shares least first. Null when there is no
     * other candidate.
     */
    public @Nullable FibPath partner(FibRoute route) {
        return partners[route.index()];
    }

    /** Routes with unchanged candidates keep their active path, whatever else is new. */
    public void onFib(long nowNs, Fib newFib) {
        Fib before = fib;
        fib = newFib;
        for (int pop = 0; pop < Fib.POPS; pop++) {
            if (!fib.sameRoutes(before, pop)) {
                forgetUnusedPaths(pop);
                onRoutes(nowNs, before, pop);
                evaluate(nowNs, fib.routes(pop));
            }
        }
        if (!fib.sameBut(before)) {
            evaluateAll(nowNs);
        }
    }

    private void onRoutes(long nowNs, Fib before, int pop) {
        for (FibRoute route : fib.routes(pop)) {
            int i = route.index();
            FibRoute old = before.route(pop, route.trafficClass(), route.direction());
            FibPath oldPath = old == null ? null : active[i];
            if (old != null && oldPath != null && old.sameCandidates(route)) {
                active[i] = route.candidates().get(old.candidates().indexOf(oldPath));
                continue;
            }
            goodSinceNs[i] = new long[route.candidates().size()];
            Arrays.fill(goodSinceNs[i], NEVER);
            FibPath first = firstServing(route);
            active[i] = first;
            if (oldPath != null && !oldPath.samePath(first)) {
                listener.onSwitch(nowNs, route, oldPath, first, Cause.RULES);
            }
        }
    }

    public void onHealth(long nowNs, LinkHealth message) {
        message.links().forEach(health::on);
        evaluateAll(nowNs);
    }

    /** Health becomes unknown; nothing is switched because of it. */
    public void onAgentLost(long nowNs) {
        health.onAgentLost();
        evaluateAll(nowNs);
    }

    /** The path stopped to answer. */
    public void onSilent(long nowNs, FibPath path) {
        silent.add(PathKey.of(path));
        answering.remove(PathKey.of(path));
        evaluate(nowNs, fib.routes(path.pop()));
    }

    /** The path answers, and has done so long enough to be believed. */
    public void onAnswering(long nowNs, FibPath path) {
        silent.remove(PathKey.of(path));
        answering.add(PathKey.of(path));
        evaluate(nowNs, fib.routes(path.pop()));
    }

    /**
     * A transit PoP sends what is on the path round a link of it, or does not any more. The path is
     * neither left for that nor come back to: whoever went round does so until the controller knows
     * better.
     */
    public void onBypassed(long nowNs, FibPath path, boolean begins) {
        if (begins) {
            bypassed.add(PathKey.of(path));
        } else {
            bypassed.remove(PathKey.of(path));
        }
        evaluate(nowNs, fib.routes(path.pop()));
    }

    /** The path is not probed any more, so nothing is known of it. */
    public void onUnprobed(long nowNs, FibPath path) {
        bypassed.remove(PathKey.of(path));
        silent.remove(PathKey.of(path));
        answering.remove(PathKey.of(path));
        evaluate(nowNs, fib.routes(path.pop()));
    }

    public void onDeadline(long nowNs) {
        if (nowNs >= nextDeadlineNs) {
            evaluateAll(nowNs);
        }
    }

    public long nextDeadlineNs() {
        return nextDeadlineNs;
    }

    /** What the agent says of a link for a class. */
    public Judgement judge(LinkId link, TrafficClass c) {
        return health.of(link, c);
    }

    /** Whether the agent calls the link bad for any class. */
    public boolean isBad(LinkId link) {
        return health.isBad(link);
    }

    /** Whether the agent was lost while it called the link bad. */
    public boolean isSuspect(LinkId link) {
        return health.isSuspect(link);
    }

    /** What is known of a path for the class and direction of a route. */
    public Judgement judge(FibPath path, TrafficClass c, RouteRule.Direction direction) {
        LinkId out = path.first().rule().link();
        boolean from = direction == RouteRule.Direction.FROM;
        LinkId carrying = from ? out.reverse() : out;
        Judgement link = health.of(carrying, c);
        PathKey key = PathKey.of(path);
        // A stream needs the way of its acknowledgements too, however bad, but not blackholed.
        boolean answers = answering.contains(key);
        if (silent.contains(key) || from && health.isDown(out)) {
            return Judgement.BAD;
        }
        if (link == Judgement.BAD) {
            // The far end hears our probes and says so over other links: the way there is not dead.
            return answers && health.isOnlySilent(carrying) ? Judgement.GOOD : Judgement.BAD;
        }
        if (bypassed.contains(key)) {
            return Judgement.UNKNOWN;
        }
        if (link == Judgement.UNKNOWN && !health.isSuspect(carrying) && answers) {
            return Judgement.GOOD;
        }
        return link;
    }

    private void evaluateAll(long nowNs) {
        nextDeadlineNs = NEVER;
        for (int pop = 0; pop < Fib.POPS; pop++) {
            evaluate(nowNs, fib.routes(pop));
        }
    }

    /** The next deadline only comes nearer; a vain one is corrected when it comes. */
    private void evaluate(long nowNs, List<FibRoute> routes) {
        for (FibRoute route : routes) {
            int now = route.candidates().indexOf(active(route));
            long[] since = goodSinceNs[route.index()];
            for (int i = 0; i < since.length; i++) {
                Judgement judgement = judgement(route, i);
                since[i] = judgement != Judgement.GOOD ? NEVER : Math.min(since[i], nowNs);
            }
            if (judgement(route, now) == Judgement.BAD) {
                leave(nowNs, route, now);
            } else {
                comeBack(nowNs, route, now);
            }
            partners[route.index()] = choosePartner(route);
        }
    }

    private @Nullable FibPath choosePartner(FibRoute route) {
        FibPath taken = active(route);
        FibPath best = null;
        int leastAgainst = Integer.MAX_VALUE;
        for (int i = 0; i < route.candidates().size(); i++) {
            FibPath other = route.candidates().get(i);
            int against = judgement(route, i) == Judgement.BAD ? 2 : 0;
            against += other.first().index() == taken.first().index() ? 1 : 0;
            if (other.index() != taken.index() && against < leastAgainst) {
                best = other;
                leastAgainst = against;
            }
        }
        return best;
    }

    private void leave(long nowNs, FibRoute route, int now) {
        int to = first(route, Judgement.GOOD);
        to = to >= 0 ? to : first(route, Judgement.UNKNOWN);
        to = Math.max(to, 0);
        if (to != now) {
            boolean wasSilent = silent.contains(PathKey.of(route.candidates().get(now)));
            switchTo(nowNs, route, to, wasSilent ? Cause.SILENCE : Cause.LINK_HEALTH);
        }
    }

    private void comeBack(long nowNs, FibRoute route, int now) {
        long[] since = goodSinceNs[route.index()];
        for (int i = 0; i < now; i++) {
            if (since[i] != NEVER && nowNs - since[i] >= holdDownNs) {
                switchTo(nowNs, route, i, Cause.HELD_DOWN);
                return;
            }
            if (since[i] != NEVER) {
                nextDeadlineNs = Math.min(nextDeadlineNs, since[i] + holdDownNs);
            }
        }
    }

    private void switchTo(long nowNs, FibRoute route, int to, Cause cause) {
        FibPath from = active(route);
        FibPath next = route.candidates().get(to);
        active[route.index()] = next;
        listener.onSwitch(nowNs, route, from, next, cause);
    }

    /** Where a route begins: the controller's order counts unless something speaks against it. */
    private FibPath firstServing(FibRoute route) {
        for (int i = 0; i < route.candidates().size(); i++) {
            if (judgement(route, i) != Judgement.BAD) {
                return route.candidates().get(i);
            }
        }
        return route.candidates().getFirst();
    }

    private int first(FibRoute route, Judgement wanted) {
        for (int i = 0; i < route.candidates().size(); i++) {
            if (judgement(route, i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private Judgement judgement(FibRoute route, int candidate) {
        return judge(route.candidates().get(candidate), route.trafficClass(), route.direction());
    }

    private void forgetUnusedPaths(int pop) {
        if (silent.isEmpty() && answering.isEmpty() && bypassed.isEmpty()) {
            return;
        }
        Set<PathKey> used = new HashSet<>();
        fib.paths(pop).forEach(path -> used.add(PathKey.of(path)));
        silent.removeIf(key -> key.pop == pop && !used.contains(key));
        answering.removeIf(key -> key.pop == pop && !used.contains(key));
        bypassed.removeIf(key -> key.pop == pop && !used.contains(key));
    }
}
