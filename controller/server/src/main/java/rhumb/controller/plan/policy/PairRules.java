package rhumb.controller.plan.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one pair and class beyond what links cost. Few pairs have any.
 *
 * @param pin the path to take; null = none
 * @param links rules of links that are for this pair, beside those for every pair
 * @param delay the tightest bound of the delay; null = none
 * @param length the tightest bound of the length; null = the policy's
 */
public record PairRules(
        @Nullable Pin pin, List<LinkRule> links, @Nullable Bound delay, @Nullable Bound length) {
    /**
     * A bound and the rule it comes from.
     *
     * @param most nanoseconds for a delay, links for a length
     */
    public record Bound(String rule, long most) {
        static @Nullable Bound tighter(@Nullable Bound one, @Nullable Bound other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return other.most < one.most ? other : one;
        }
    }

    /**
     * A path to take.
     *
     * @param hops the links that will do for each hop
     * @param hard whether it is kept when it no longer does
     */
    public record Pin(String rule, List<List<Integer>> hops, boolean hard) {
        public Pin {
            hops = List.copyOf(hops);
        }

        /** Whether these links are the pinned path. */
        public boolean matches(int[] path) {
            boolean same = path.length == hops.size();
            for (int i = 0; same && i < path.length; i++) {
                same = hops.get(i).contains(path[i]);
            }
            return same;
        }
    }

    public PairRules {
        links = List.copyOf(links);
    }

    PairRules plus(PairRules other) {
        List<LinkRule> all = new java.util.ArrayList<>(links);
        all.addAll(other.links);
        return new PairRules(
                pin == null ? other.pin : pin,
                all,
                Bound.tighter(delay, other.delay),
                Bound.tighter(length, other.length));
    }
}
