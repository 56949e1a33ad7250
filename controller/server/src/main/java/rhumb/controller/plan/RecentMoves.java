package rhumb.controller.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When pairs of a class moved lately without need, for those that did. Immutable. */
final class RecentMoves {
    static final RecentMoves NONE = new RecentMoves(Map.of());

    /** What is older than so many moves says nothing more: the hold-down is at its longest. */
    private static final int REMEMBERED = 24;

    private final Map<Integer, long[]> moments;

    private RecentMoves(Map<Integer, long[]> moments) {
        this.moments = moments;
    }

    /** How many moves of the pair came after this moment. */
    int since(int pair, long sinceNs) {
        long[] all = moments.get(pair);
        return all == null ? 0 : (int) Arrays.stream(all).filter(at -> at > sinceNs).count();
    }

    /** These and the moves of now, without those up to a moment. */
    RecentMoves with(List<Integer> pairs, long nowNs, long forgetNs) {
        if (pairs.isEmpty()) {
            return this;
        }
        Map<Integer, long[]> next = new HashMap<>();
        moments.forEach((pair, all) -> {
            long[] kept = Arrays.stream(all).filter(at -> at > forgetNs).toArray();
            if (kept.length > 0) {
                next.put(pair, kept);
            }
        });
        for (int pair : pairs) {
            long[] before = next.getOrDefault(pair, new long[0]);
            int from = Math.max(0, before.length - REMEMBERED + 1);
            long[] after = Arrays.copyOfRange(before, from, before.length + 1);
            after[after.length - 1] = nowNs;
            next.put(pair, after);
        }
        return new RecentMoves(next);
    }
}
