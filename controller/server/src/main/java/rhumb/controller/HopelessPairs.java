package rhumb.controller;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.plan.Plan;
import rhumb.net.TrafficClass;

/**
 * Pairs whose best path leads over a link that is unknown or down. Signalling stands for all
 * classes. Of a million pairs, those are looked at that can have become so.
 */
final class HopelessPairs {
    private static final TrafficClass CLASS = TrafficClass.SIGNALLING;

    private final BitSet hopeless = new BitSet();

    /** Links that the last plan held to be unusable; null = not known. */
    private @Nullable BitSet bad;

    /** Pairs, as from * PoPs + to, that became so with this plan. */
    List<Integer> next(Plan plan) {
        List<Integer> news = new ArrayList<>();
        BitSet now = plan.unusable();
        if (now.isEmpty()) {
            hopeless.clear();
        } else if (now.equals(bad)) {
            plan.eachChanged((c, from, to) -> {
                if (c == CLASS) {
                    look(plan, from, to, now, news);
                }
            });
        } else {
            for (int pair = 0; pair < plan.pops() * plan.pops(); pair++) {
                look(plan, pair / plan.pops(), pair % plan.pops(), now, news);
            }
        }
        bad = now;
        return news;
    }

    /** Nothing is known any more of what the paths are. */
    void forget() {
        bad = null;
    }

    private void look(Plan plan, int from, int to, BitSet unusable, List<Integer> news) {
        int pair = from * plan.pops() + to;
        boolean is = plan.primaryUses(from, to, CLASS, unusable);
        if (is && !hopeless.get(pair)) {
            news.add(pair);
        }
        hopeless.set(pair, is);
    }
}
