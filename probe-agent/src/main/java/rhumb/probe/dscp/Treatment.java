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

    Treatment() {
        Arrays.fill(arrivals, CodePointMap.UNKNOWN);
        Arrays.fill(candidates, CodePointMap.UNKNOWN);
    }

    /** It was sent as {@code codePoint} and arrived as {@code arrival}. */
    void onArrival(int codePoint, int arrival) {
        if (arrivals[codePoint] == CodePointMap.UNKNOWN || candidates[codePoint] == arrival) {
            arrivals[codePoint] = arrival;
        }
        candidates[codePoint] = arrival;
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
        CodePointMap now =
                CodePointMap.EMPTY
                        .withAll(codePoint -> arrivals[codePoint])
                        .withWorse(lost.worse(), late.worse());
        if (!now.equals(map)) {
            map = now;
        }
        return map;
    }
}
