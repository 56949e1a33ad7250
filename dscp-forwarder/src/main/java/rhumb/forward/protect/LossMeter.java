package rhumb.forward.protect;

/**
 * What the far end says it lost: share and length of the bursts over the last few hundred packets.
 * Loss is believed at once and forgotten only after {@value #CALM_NS} ns without another one.
 */
final class LossMeter {
    static final long CALM_NS = 10_000_000_000L;
    private static final long HALVE_AT = 512;
    private static final int LARGEST_STEP = 1 << 20;
    private static final long PPM = 1_000_000L;

    private boolean heard;
    private int toldExpected;
    private int toldLost;
    private int toldBursts;
    private long expected;
    private long lost;
    private long bursts;
    private long lastLossNs;

    /** Takes the running counters of a NACK; those of another life are a new base. */
    void onCounts(long nowNs, int newExpected, int newLost, int newBursts) {
        int moreExpected = newExpected - toldExpected;
        int moreLost = newLost - toldLost;
        int moreBursts = newBursts - toldBursts;
        if (heard && moreExpected <= 0 && moreExpected > -LARGEST_STEP) {
            return; // an older word overtaken by a newer one
        }
        boolean sane = moreExpected < LARGEST_STEP && Math.abs(moreLost) <= moreExpected;
        // The first word is a base, unless all it tells of has only just begun.
        boolean base = !heard && (newExpected < 0 || newExpected > HALVE_AT);
        toldExpected = newExpected;
        toldLost = newLost;
        toldBursts = newBursts;
        heard = true;
        if (base || !sane) {
            return;
        }
        expected += moreExpected;
        // Falls when what was believed lost was only late.
        lost = Math.max(0, lost + moreLost);
        bursts = Math.max(0, bursts + moreBursts);
        lastLossNs = moreLost > 0 ? nowNs : lastLossNs;
        while (expected > HALVE_AT) {
            expected /= 2;
            lost /= 2;
            bursts /= 2;
        }
    }

    boolean isCalm(long nowNs) {
        return lost == 0 || nowNs - lastLossNs > CALM_NS;
    }

    /** 0 when calm. */
    long lossPpm(long nowNs) {
        // The first losses stand for themselves and some packets around them.
        return isCalm(nowNs) ? 0 : lost * PPM / Math.max(expected, 50);
    }

    /** Packets in a mean burst, 1 at least. */
    long burst() {
        return Math.max(1, bursts == 0 ? lost : lost / bursts);
    }
}
