package rhumb.probe.estimate;

import java.util.Arrays;
import rhumb.net.TrafficClass;

/** Since when each bad class has been good without a break, and over how many packets. */
final class Probation {
    /** Nats for the target that the packets of the time must give. */
    private static final double EVIDENCE = 1;

    private static final long NOT_GOOD = Long.MIN_VALUE;

    private final long[] sinceNs = new long[TrafficClass.COUNT];
    private final long[] sentBefore = new long[TrafficClass.COUNT];
    private final long[] lostBefore = new long[TrafficClass.COUNT];

    Probation() {
        breakAll();
    }

    void breakOff(int classCode) {
        sinceNs[classCode] = NOT_GOOD;
    }

    void breakAll() {
        Arrays.fill(sinceNs, NOT_GOOD);
    }

    /**
     * Called again and again while the class is good.
     *
     * @param sentInAll packets counted since ever
     * @param lostInAll of these, the lost ones
     * @return whether the class was good for the hold time, by enough packets
     */
    boolean served(
            long nowNs,
            int classCode,
            long sentInAll,
            long lostInAll,
            long maxLossPpm,
            long holdNs) {
        long sent = Math.max(sentInAll - sentBefore[classCode], 0);
        long lost = Math.clamp(lostInAll - lostBefore[classCode], 0, sent);
        boolean inside = lost * 1_000_000 <= sent * (maxLossPpm / 2);
        if (sinceNs[classCode] == NOT_GOOD || !inside) {
            sinceNs[classCode] = nowNs;
            sentBefore[classCode] = sentInAll;
            lostBefore[classCode] = lostInAll;
            return false;
        }
        // That nothing is ever lost cannot be proven; for such a target time alone decides.
        return nowNs - sinceNs[classCode] >= holdNs
                && (maxLossPpm == 0 || LossEvidence.below(sent, lost, maxLossPpm) >= EVIDENCE);
    }
}
