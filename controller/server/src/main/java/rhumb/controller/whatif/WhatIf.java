package rhumb.controller.whatif;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;

/**
 * What would be if something were otherwise.
 *
 * @param planNumber the plan that it is compared with
 * @param changes what is imagined, one text each
 * @param assumed what the answer rests on beside what is measured
 * @param pairs what becomes of pairs, the most important first; those that nothing happens to are
 *     left out
 * @param morePairs how many more there are than the answer holds
 * @param unchanged ordered pairs and classes that nothing happens to
 * @param load of uplinks
 */
public record WhatIf(
        long planNumber,
        List<String> changes,
        List<String> assumed,
        List<Pair> pairs,
        long morePairs,
        long unchanged,
        Load load) {
    /** What becomes of a pair's traffic of one class. In the order in which it is told. */
    public enum Fate {
        /** It has no path any more: all that are left lead over links that are down or unknown. */
        STRANDED,
        /** It takes another path. */
        MOVES,
        /** It keeps its path, which is no longer what it was. */
        STAYS,
        /** It has a path again, or for the first time. */
        REACHED,
        /** It has no path because its own PoP is lost. */
        GONE
    }

    /**
     * One ordered pair and class.
     *
     * @param before null when there is no path now
     * @param after null when there would be none
     */
    public record Pair(
            Fate fate,
            PopId from,
            PopId to,
            TrafficClass trafficClass,
            @Nullable Quality before,
            @Nullable Quality after) {}

    /**
     * A path and what it is like.
     *
     * @param delayNs one way; -1 when a link's is not known
     * @param lossPpm of the whole path; -1 when a link's is not known
     * @param costUs what the planner counts for the class
     * @param price cents per gigabyte, all links together
     * @param degraded whether it leads over a link that breaks the class's target
     */
    public record Quality(
            String path, long delayNs, long lossPpm, long costUs, int price, boolean degraded) {}

    /**
     * What uplinks would carry.
     *
     * @param known whether a forwarder has told what it carries, at two moments at least
     * @param demandBps all of it
     * @param uplinks those that carry something and have a rate in the intent, the fullest first
     */
    public record Load(boolean known, long demandBps, List<UplinkLoad> uplinks) {
        public Load {
            uplinks = List.copyOf(uplinks);
        }
    }

    /** What one uplink sends now and would send, bits per second, of its rate. */
    public record UplinkLoad(UplinkId uplink, long rateBps, long beforeBps, long afterBps) {
        public boolean overloaded() {
            return afterBps > rateBps;
        }
    }

    public WhatIf {
        changes = List.copyOf(changes);
        assumed = List.copyOf(assumed);
        pairs = List.copyOf(pairs);
    }

    /** How many of the pairs held here have each fate. */
    public Map<Fate, Long> count() {
        Map<Fate, Long> counts = new java.util.EnumMap<>(Fate.class);
        pairs.forEach(pair -> counts.merge(pair.fate(), 1L, Long::sum));
        return counts;
    }
}
