package rhumb.forward.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.rule.PathRule;

/**
 * Which path a stream shall take: the active one of its route, unless the stream itself found it
 * silent lately; then the next installed one that it did not. What the stream sees counts only for
 * itself and for {@link #AVOID_NS}.
 */
final class PathChoice {
    /**
     * Implementation constant: how long a path that fell silent is not tried again while there is
     * another.
     */
    private static final long AVOID_NS = 10_000_000_000L;

    private record Avoided(PathRule path, long untilNs) {}

    /**
     * In the order in which they fell silent. Bound: one entry a path of the route; the oldest goes
     * first.
     */
    private final Deque<Avoided> avoided = new ArrayDeque<>();

    void avoid(long nowNs, PathRule path) {
        avoided.removeIf(a -> a.path.samePath(path));
        avoided.addLast(new Avoided(path, nowNs + AVOID_NS));
        if (avoided.size() > 8) {
            avoided.removeFirst();
        }
    }

    /** The path to use now; null when the route has none. */
    @Nullable PathRule choose(long nowNs, @Nullable PathRule active, List<PathRule> candidates) {
        avoided.removeIf(a -> nowNs >= a.untilNs);
        if (active == null || !isAvoided(active)) {
            return active;
        }
        for (PathRule candidate : candidates) {
            if (!isAvoided(candidate)) {
                return candidate;
            }
        }
        // All fell silent: the one that did so first has had the longest time to come back.
        for (Avoided oldest : avoided) {
            for (PathRule candidate : candidates) {
                if (candidate.samePath(oldest.path)) {
                    return candidate;
                }
            }
        }
        return active;
    }

    private boolean isAvoided(PathRule path) {
        return avoided.stream().anyMatch(a -> a.path.samePath(path));
    }
}
