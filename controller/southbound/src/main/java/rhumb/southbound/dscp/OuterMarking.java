package rhumb.southbound.dscp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rhumb.net.Dscp;
import rhumb.net.TrafficClass;

/**
 * Which code point to write on a link for each class.
 *
 * <p>A class keeps its own as long as that passes, is not known to be changed, or is changed into
 * something no lower. Otherwise it gets the nearest one down the ladder of RFC 4594 and RFC 8622
 * that survives, and the default one when none does. Never one above its own, so a bleached class
 * cannot climb; never CS6 and CS7, which belong to the network; never one below the default, except
 * to LE itself.
 */
public final class OuterMarking {
    /** No link changes anything: each class has its own. */
    public static final List<Dscp> OWN = TrafficClass.ALL.stream().map(TrafficClass::dscp).toList();

    /** From the most urgent service class down (RFC 4594 section 2.3), inside one by precedence. */
    private static final int[] LADDER = {
        46, 44, 40, 34, 36, 38, 32, 26, 28, 30, 24, 18, 20, 22, 16, 10, 12, 14, 0, 8, 1
    };

    private static final int[] RANKS = ranks();
    private static final int DEFAULT_RANK = RANKS[0];

    private OuterMarking() {}

    /** The code point of each class, in the order of {@link TrafficClass#ALL}. */
    public static List<Dscp> choose(CodePointMap map) {
        List<Dscp> chosen = new ArrayList<>(TrafficClass.COUNT);
        for (Dscp own : OWN) {
            chosen.add(choose(map, own));
        }
        return List.copyOf(chosen);
    }

    private static Dscp choose(CodePointMap map, Dscp own) {
        int ownRank = RANKS[own.codePoint()];
        int arrival = map.arrival(own.codePoint());
        boolean worse = map.worse(own.codePoint());
        boolean unharmed = arrival == CodePointMap.UNKNOWN || RANKS[arrival] <= ownRank;
        if (unharmed && !worse) {
            return own;
        }
        for (int rank = ownRank + 1; rank <= DEFAULT_RANK; rank++) {
            if (!worse && RANKS[arrival] < rank) {
                return own; // what it is changed into is better than whatever survives
            }
            if (map.survives(LADDER[rank])) {
                return new Dscp(LADDER[rank]);
            }
        }
        return ownRank > DEFAULT_RANK ? own : Dscp.DF;
    }

    private static int[] ranks() {
        int[] ranks = new int[Dscp.COUNT];
        int standard = 0;
        while (LADDER[standard] != Dscp.DF.codePoint()) {
            standard++;
        }
        // A code point that a node does not know is treated as the default (RFC 2474 section 3).
        Arrays.fill(ranks, standard);
        for (int rank = 0; rank < LADDER.length; rank++) {
            ranks[LADDER[rank]] = rank;
        }
        ranks[Dscp.CS6.codePoint()] = 0;
        ranks[56] = 0;
        return ranks;
    }
}
