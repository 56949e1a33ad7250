package rhumb.probe.dscp;

import java.util.Arrays;
import rhumb.net.Dscp;
import rhumb.southbound.dscp.CodePointMap;

/**
 * What one direction of a link was seen to do to each code point. The first arrival is believed at
 * once; that it changed, when two in a row say so: one packet on another path is no news.
 */
final class Treatment {
    private final int[] arrivals = new int[Dscp.COUNT];
    private final int[] candidates = new int[Dscp.COUNT];
    private final Tally lost = new Tally();
    private final Tally late = new Tally();
    private CodePointMap map = CodePointMap.EMPTY;
    private boolean moved;

    Treatment() {
        Arrays.fill(arrivals, CodePointMap.UNKNOWN);
        Arrays.fill(candidates, CodePointMap.UNKNOWN);
    }

    /** It was sent as {@code codePoint} and arrived as {@code arrival}. */
    void onArrival(int codePoint, int arrival) {
        boolean first = arrivals[codePoint] == CodePointMap.UNKNOWN;
        if ((first || candidates[codePoint] == arrival) && arrivals[codePoint] != arrival) {
            arrivals[codePoint] = arrival;
            moved = true;
        }
        candidates[codePoint] = arrival;
    }

    /** Whether it arrived last in another way than is believed. */
    boolean isInDoubt(int codePoint) {
        return arrivals[codePoint] != candidates[codePoint];
    }

    /** It arrived, and this is known of its delay. */
    void onDelay(int codePoint, boolean isLate) {
        late.add(codePoint, isLate);
    }

    /** What became of a packet is known. */
    void onOutcome(int codePoint, boolean isLost) {
        lost.add(codePoint, isLost);
    }

    /** The map as it is now: the same object as before while nothing changed. */
    CodePointMap map() {
        long lostMore = lost.worse();
        long delayedMore = late.worse();
        if (moved) {
            moved = false;
            map = CodePointMap.EMPTY.withAll(codePoint -> arrivals[codePoint]);
            map = map.withWorse(lostMore, delayedMore);
        } else if (lostMore != map.lostMoreBits() || delayedMore != map.delayedMoreBits()) {
            map = map.withWorse(lostMore, delayedMore);
        }
        return map;
    }
}
