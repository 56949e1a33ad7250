package rhumb.probe.dscp;

import rhumb.net.Dscp;

/**
 * Bad ones among the packets of each code point: lost ones, or late ones. A code point fares worse
 * when its share of bad ones is beyond chance above that of all others together. Old counts fade.
 */
final class Tally {
    /** A code point is accused when chance does this once in a million looks ... */
    private static final double ACCUSE = Math.log(1e-6);

    /** ... and is cleared when chance does it once in a hundred. */
    private static final double CLEAR = Math.log(1e-2);

    /** From here on a code point's counts are halved. */
    private static final int MOST = 32;

    private final int[] all = new int[Dscp.COUNT];
    private final int[] bad = new int[Dscp.COUNT];
    private int allSum;
    private int badSum;
    private long worse;

    void add(int codePoint, boolean isBad) {
        allSum++;
        all[codePoint]++;
        if (isBad) {
            badSum++;
            bad[codePoint]++;
        }
        if (all[codePoint] > MOST) {
            allSum -= all[codePoint] - all[codePoint] / 2;
            badSum -= bad[codePoint] - bad[codePoint] / 2;
            all[codePoint] /= 2;
            bad[codePoint] /= 2;
        }
    }

    /**
     * Looks at all code points anew: bit n is set when code point n fares worse than the others.
     */
    long worse() {
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            long bit = 1L << codePoint;
            int othersBad = badSum - bad[codePoint];
            int others = allSum - all[codePoint];
            // Laplace's rule: that none was bad so far does not make it impossible.
            double share = (othersBad + 1.0) / (others + 2.0);
            double log = Chance.logTail(bad[codePoint], all[codePoint], share);
            if (log < ACCUSE) {
                worse |= bit;
            } else if (log > CLEAR) {
                worse &= ~bit;
            }
        }
        return worse;
    }
}
