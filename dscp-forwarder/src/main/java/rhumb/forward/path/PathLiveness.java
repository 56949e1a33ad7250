package rhumb.forward.path;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.wire.PathReport;
import rhumb.net.Label;
import rhumb.southbound.rule.RouteRule;

/**
 * Probes the candidate paths of routes that carry datagrams, and finds out within a few intervals
 * when one falls silent while others answer. The far end answers over a way of its own choice, and
 * over two when it has them, so that a broken way back does not accuse a good path.
 *
 * <p>Bound: the paths of the FIB; a path that carries nothing for {@value #CARRIES_NS} ns is not
 * probed.
 */
public final class PathLiveness {
    public static final long INTERVAL_NS = 20_000_000L;

    // Implementation constants.
    private static final long CARRIES_NS = 2_000_000_000L;
    private static final long REFRESH_NS = 500_000_000L;
    private static final int MISSED_ANSWERS = 3;
    private static final long FIRST_ANSWER_NS = 1_000_000_000L;
    private static final long TRUSTED_AFTER_NS = 500_000_000L;
    private static final long CLEARLY_LATER_NS = INTERVAL_NS * 3 / 2;
    private static final long LEAST_VARIATION_NS = 5_000_000L;
    private static final long MOST_VARIATION_NS = 500_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    /** Where probes and findings go. */
    public interface Output {
        void probe(long nowNs, PathState path, int seq);

        void silent(long nowNs, FibPath path);

        void answering(long nowNs, FibPath path);

        /** Probes of the path go round a link of it from now on, or do not any more. */
        void bypassed(long nowNs, FibPath path, boolean begins);

        void unprobed(long nowNs, FibPath path);
    }

    private final Output output;
    private final Map<Integer, PathTags> tagsByPop = new LinkedHashMap<>();
    private final @Nullable PathState[] byIndex = new @Nullable PathState[Fib.PATH_PLACES];
    private final long[] refreshNs = new long[Fib.ROUTE_PLACES];
    private Fib fib = Fib.EMPTY;
    private final List<PathState> probed = new ArrayList<>();
    private long nextTickNs = NEVER;

    public PathLiveness(Output output) {
        this.output = output;
    }

    /** Paths that both FIBs have keep their tags, counters and findings. */
    public void onFib(long nowNs, Fib newFib) {
        Fib before = fib;
        fib = newFib;
        boolean changed = false;
        for (int pop = 0; pop < Fib.POPS; pop++) {
            if (!fib.sameRoutes(before, pop)) {
                changed = true;
                onRoutes(nowNs, before, pop);
            }
        }
        if (changed) {
            probed.removeIf(state -> ofTag(state.path().pop(), state.tag()) != state);
        }
    }

    private void onRoutes(long nowNs, Fib before, int pop) {
        for (FibPath path : before.paths(pop)) {
            byIndex[path.index()] = null;
        }
        Set<List<Label>> wanted = new HashSet<>();
        fib.paths(pop).forEach(path -> wanted.add(path.rule().labels()));
        PathTags tags = tagsByPop.computeIfAbsent(pop, _ -> new PathTags());
        tags.retain(wanted);
        for (FibPath path : fib.paths(pop)) {
            PathState known = tags.known(path);
            PathState state = known == null ? tags.add(path) : known;
            state.path = path;
            byIndex[path.index()] = state;
        }
        if (wanted.isEmpty()) {
            tagsByPop.remove(pop);
        }
        for (FibRoute route : fib.routes(pop)) {
            refreshNs[route.index()] = nowNs;
        }
    }

    public PathState state(FibPath path) {
        return java.util.Objects.requireNonNull(byIndex[path.index()]);
    }

    /** All paths of the FIB, for counters and `show`. */
    public List<PathState> states() {
        List<PathState> all = new ArrayList<>();
        for (PathState state : byIndex) {
            if (state != null) {
                all.add(state);
            }
        }
        return all;
    }

    /** A datagram of media takes this route now. */
    public void onCarried(long nowNs, FibRoute route) {
        if (nowNs < refreshNs[route.index()] || route.direction() == RouteRule.Direction.FROM) {
            return;
        }
        refreshNs[route.index()] = nowNs + REFRESH_NS;
        List<FibPath> candidates = route.candidates();
        for (int i = 0; i < candidates.size(); i++) {
            PathState state = state(candidates.get(i));
            state.probedUntilNs = nowNs + CARRIES_NS;
            if (state.phase() == PathState.Phase.IDLE) {
                state.startProbing(nowNs);
                probed.add(state);
                nextTickNs = nextTickNs == NEVER ? nowNs : nextTickNs;
            }
        }
    }

    /**
     * A path report came from that PoP.
     *
     * @param offset of the report's payload
     */
    public void onReport(long nowNs, int nowUs, int fromPop, ByteBuffer buffer, int offset) {
        PathTags tags = tagsByPop.get(fromPop);
        PathState state = tags == null ? null : tags.ofTag(PathReport.tag(buffer, offset));
        if (state == null
                || !state.onReport(nowNs, nowUs, buffer, offset, patienceNs(nowNs, state))) {
            return;
        }
        boolean bypassed = PathReport.bypassed(buffer, offset);
        if (bypassed != state.bypassed) {
            state.bypassed = bypassed;
            output.bypassed(nowNs, state.path(), bypassed);
        }
        boolean trusted =
                switch (state.phase()) {
                    case TRYING -> true;
                    case SILENT -> state.answeringForNs(nowNs) >= TRUSTED_AFTER_NS;
                    case IDLE, ANSWERING -> false;
                };
        if (trusted) {
            state.believe();
            output.answering(nowNs, state.path());
        }
    }

    public void onDeadline(long nowNs) {
        if (nowNs < nextTickNs) {
            return;
        }
        // A pause of this process silences no path.
        long lateNs = nowNs - nextTickNs;
        long pauseNs = lateNs > INTERVAL_NS ? lateNs : 0;
        nextTickNs = pauseNs > 0 ? nowNs + INTERVAL_NS : nextTickNs + INTERVAL_NS;
        for (int i = 0; i < probed.size(); i++) {
            PathState state = probed.get(i);
            state.forgive(pauseNs);
            if (nowNs >= state.probedUntilNs) {
                state.phase = PathState.Phase.IDLE;
                state.bypassed = false;
                output.unprobed(nowNs, state.path());
                continue;
            }
            if (state.phase() != PathState.Phase.SILENT && isSilent(nowNs, state)) {
                state.silence(nowNs);
                output.silent(nowNs, state.path());
            }
            output.probe(nowNs, state, state.nextProbe());
        }
        probed.removeIf(state -> state.phase() == PathState.Phase.IDLE);
        nextTickNs = probed.isEmpty() ? NEVER : nextTickNs;
    }

    public long nextDeadlineNs() {
        return nextTickNs;
    }

    /** The path with this tag to that PoP, or null. */
    public @Nullable PathState ofTag(int pop, int tag) {
        PathTags tags = tagsByPop.get(pop);
        return tags == null ? null : tags.ofTag(tag);
    }

    private boolean isSilent(long nowNs, PathState state) {
        long quietNs = state.quietNs(nowNs);
        if (quietNs > FIRST_ANSWER_NS) {
            return true;
        }
        return state.everAnswered() && quietNs > patienceNs(nowNs, state) && onlyThisOne(state);
    }

    /**
     * Whether the far end heard another path well after this one. When it hears none, it paused or
     * is gone, and no other path would be better.
     */
    private boolean onlyThisOne(PathState state) {
        boolean alone = true;
        for (int i = 0; i < probed.size(); i++) {
            PathState other = probed.get(i);
            if (other.path().pop() != state.path().pop() || other.tag() == state.tag()) {
                continue;
            }
            alone = false;
            if (other.answersNow() && other.heardNs() - state.heardNs() >= CLEARLY_LATER_NS) {
                return true;
            }
        }
        return alone;
    }

    private static long patienceNs(long nowNs, PathState state) {
        long usual = Math.clamp(4 * state.variationNs(), LEAST_VARIATION_NS, MOST_VARIATION_NS);
        return state.stretch(nowNs, MISSED_ANSWERS * INTERVAL_NS + usual);
    }
}
