package rhumb.forward.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.link.LinkSilence;
import rhumb.forward.link.LinkTable;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.RouteRule;

/**
 * Decides for packets on their way between other PoPs when they go round a link of this PoP, and
 * which way. The ways round a link are the candidates of the own route to the link's far end that
 * do not begin with it: the plan chose, verified and keeps them, so nothing else need be installed.
 *
 * <p>A link is gone round for a class as soon as the agent calls it bad for that class or the
 * traffic itself shows that nothing arrives; packets take it again when it was good for the
 * hold-down time. As in {@link PathSelector}, unknown changes nothing, except that a link whose
 * silence was only our own finding is tried again after that time.
 */
public final class BypassSelector {
    /** Why packets go round a link, or do not any more. */
    public enum Cause {
        /** The agent judged it bad. */
        LINK_HEALTH,
        /** What is sent into it does not arrive. */
        SILENCE,
        /** It was good for the hold-down time. */
        HELD_DOWN,
        /** No way round is left: the rules have none, or all are bad too. */
        NO_WAY
    }

    /** Is told about each change, after it. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param begins the classes that go round the link from now on; otherwise those that go
         *     over it again
         */
        void onBypass(long nowNs, LinkId link, ClassSet classes, boolean begins, Cause cause);
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final long holdDownNs;
    private final LinkTable links;
    private final PathSelector selector;
    private final Listener listener;

    /** Links with datagrams under way; bound: the links of the FIB. */
    private final List<LinkSendState> watched = new ArrayList<>();

    /** Since when links that are bad, or were lately, are good again or unknown, by class. */
    private final Map<LinkId, long[]> goodSinceNs = new LinkedHashMap<>();

    /** Links that were silent by their own traffic when they were looked at last. */
    private final Set<LinkId> silentLinks = new HashSet<>();

    private Fib fib = Fib.EMPTY;
    private long nextCheckNs = NEVER;
    private long nextReturnNs = NEVER;

    public BypassSelector(
            long holdDownNs, LinkTable links, PathSelector selector, Listener listener) {
        this.holdDownNs = holdDownNs;
        this.links = links;
        this.selector = selector;
        this.listener = listener;
    }

    /** After {@link LinkTable} and {@link PathSelector} have taken the rules. */
    public void onFib(long nowNs, Fib newFib) {
        boolean same = newFib.sameBut(fib);
        fib = newFib;
        if (same) {
            // Other routes, so maybe other ways round the links that are bad.
            for (LinkId link : List.copyOf(goodSinceNs.keySet())) {
                LinkPort port = links.port(link);
                if (port != null) {
                    evaluate(nowNs, port);
                }
            }
            return;
        }
        Set<LinkSendState> kept = new HashSet<>();
        links.ports().forEach(port -> kept.add(port.send()));
        watched.retainAll(kept);
        goodSinceNs.keySet().removeIf(link -> fib.link(link) == null);
        silentLinks.removeIf(link -> fib.link(link) == null);
        evaluateAll(nowNs);
    }

    /** The agent's judgement of links changed, after {@link PathSelector} has taken it. */
    public void onHealth(long nowNs) {
        evaluateAll(nowNs);
    }

    /** A datagram left that begins what is to be watched. */
    public void watch(long nowNs, LinkSendState link) {
        watched.add(link);
        nextCheckNs = Math.min(nextCheckNs, nowNs + LinkSilence.CHECK_NS);
    }

    /** The far end of this link told what arrived. */
    public void onReport(long nowNs, LinkPort port) {
        boolean silent = port.send().silence().evidence(nowNs) == LinkSilence.Evidence.SILENT;
        if (silent != silentLinks.contains(port.send().id())) {
            evaluate(nowNs, port);
        }
    }

    public void onDeadline(long nowNs) {
        if (nowNs >= nextCheckNs) {
            check(nowNs);
        }
        if (nowNs >= nextReturnNs) {
            evaluateAll(nowNs);
        }
    }

    public long nextDeadlineNs() {
        return Math.min(nextCheckNs, nextReturnNs);
    }

    /**
     * The own route to the far end of a link, whose candidates are probed while it is gone round.
     */
    public @Nullable FibRoute route(LinkPort port, TrafficClass c) {
        return fib.route(port.rule().rule().targetPop(), c, RouteRule.Direction.TO);
    }

    private void check(long nowNs) {
        long lateNs = nowNs - nextCheckNs;
        for (int i = watched.size() - 1; i >= 0; i--) {
            LinkSendState link = watched.get(i);
            if (lateNs > LinkSilence.CHECK_NS) {
                link.silence().forgive(lateNs);
            }
            if (!link.silence().check(nowNs)) {
                watched.set(i, watched.getLast());
                watched.removeLast();
            }
            boolean silent = link.silence().evidence(nowNs) == LinkSilence.Evidence.SILENT;
            if (silent != silentLinks.contains(link.id())) {
                LinkPort port = links.port(link.id());
                if (port != null) {
                    evaluate(nowNs, port);
                }
            }
        }
        nextCheckNs = watched.isEmpty() ? NEVER : nowNs + LinkSilence.CHECK_NS;
    }

    private void evaluateAll(long nowNs) {
        nextReturnNs = NEVER;
        for (LinkPort port : links.ports()) {
            evaluate(nowNs, port);
        }
    }

    private void evaluate(long nowNs, LinkPort port) {
        LinkId link = port.send().id();
        boolean silent = port.send().silence().evidence(nowNs) == LinkSilence.Evidence.SILENT;
        if (silent) {
            silentLinks.add(link);
        } else {
            silentLinks.remove(link);
        }
        long[] since = goodSinceNs.get(link);
        if (since == null && !silent && !selector.isBad(link)) {
            return;
        }
        ClassSet begun = ClassSet.NONE;
        ClassSet ended = ClassSet.NONE;
        Cause why = Cause.HELD_DOWN;
        for (TrafficClass c : TrafficClass.ALL) {
            boolean inUse = port.bypass().inUse(c);
            boolean bad = silent || selector.judge(link, c) == Judgement.BAD;
            if (!bad && !inUse) {
                continue;
            }
            since = since == null ? begin(link) : since;
            List<FibPath> ways = ways(nowNs, port, c);
            boolean held = !bad && returns(nowNs, port, c, since);
            if (!held && !ways.isEmpty()) {
                port.bypass().use(nowNs, c, ways);
                since[c.code()] = bad ? NEVER : since[c.code()];
                begun = inUse ? begun : begun.plus(ClassSet.of(c));
            } else if (inUse) {
                port.bypass().end(nowNs, c);
                ended = ended.plus(ClassSet.of(c));
                why = held ? why : Cause.NO_WAY;
            }
        }
        if (TrafficClass.ALL.stream().noneMatch(port.bypass()::inUse)) {
            if (!silent && !selector.isBad(link)) {
                goodSinceNs.remove(link);
            }
            if (why == Cause.HELD_DOWN && !ended.isEmpty()) {
                port.send().silence().forget();
            }
        }
        if (!begun.isEmpty()) {
            listener.onBypass(nowNs, link, begun, true, silent ? Cause.SILENCE : Cause.LINK_HEALTH);
        }
        if (!ended.isEmpty()) {
            listener.onBypass(nowNs, link, ended, false, why);
        }
    }

    private long[] begin(LinkId link) {
        long[] since = new long[TrafficClass.COUNT];
        Arrays.fill(since, NEVER);
        goodSinceNs.put(link, since);
        return since;
    }

    /** Whether the link was good, or nothing spoke against it, for the hold-down time. */
    private boolean returns(long nowNs, LinkPort port, TrafficClass c, long[] since) {
        LinkId link = port.send().id();
        boolean arriving = port.send().silence().evidence(nowNs) == LinkSilence.Evidence.ARRIVING;
        Judgement agent = selector.judge(link, c);
        boolean free = agent == Judgement.GOOD || !selector.isSuspect(link) || arriving;
        since[c.code()] = free ? Math.min(since[c.code()], nowNs) : NEVER;
        if (!free) {
            return false;
        }
        if (nowNs - since[c.code()] >= holdDownNs) {
            return true;
        }
        nextReturnNs = Math.min(nextReturnNs, since[c.code()] + holdDownNs);
        return false;
    }

    /** Candidates that begin otherwise and of which nothing bad is known, good ones first. */
    private List<FibPath> ways(long nowNs, LinkPort port, TrafficClass c) {
        FibRoute route = route(port, c);
        List<FibPath> good = new ArrayList<>();
        List<FibPath> unknown = new ArrayList<>();
        for (FibPath path : route == null ? List.<FibPath>of() : route.candidates()) {
            LinkPort first = links.port(path.first());
            boolean silent = first.send().silence().evidence(nowNs) == LinkSilence.Evidence.SILENT;
            if (first != port && !silent) {
                switch (selector.judge(path, c, RouteRule.Direction.TO)) {
                    case GOOD -> good.add(path);
                    case UNKNOWN -> unknown.add(path);
                    case BAD -> {}
                }
            }
        }
        good.addAll(unknown);
        return good;
    }
}
