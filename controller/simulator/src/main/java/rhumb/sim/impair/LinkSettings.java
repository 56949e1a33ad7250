package rhumb.sim.impair;

/**
 * What one directed link does to packets, as a scenario says it.
 *
 * @param delayNs one-way delay, the least a packet takes
 * @param jitterNs scale of the delay that comes on top, see {@link LinkModel}
 * @param lossPpm share of packets lost, each for itself
 * @param burstPpm mean share of packets lost in bursts (Gilbert 1960, Elliott 1963)
 * @param burstLength mean number of packets in a row that a burst takes
 * @param reorderPpm share of packets held back, so that later ones overtake them
 * @param holdBackNs how long a reordered packet is held back
 * @param duplicatePpm share of packets that arrive twice
 * @param rateBps capacity; 0 means that no limit is modelled
 * @param queueNs bound of the queue before the capacity, as waiting time; more is dropped
 * @param marking what becomes of the outer code point
 * @param blackhole whether everything vanishes
 */
public record LinkSettings(
        long delayNs,
        long jitterNs,
        int lossPpm,
        int burstPpm,
        int burstLength,
        int reorderPpm,
        long holdBackNs,
        int duplicatePpm,
        long rateBps,
        long queueNs,
        DscpMap marking,
        boolean blackhole) {
    public static final int MILLION = 1_000_000;

    private static final long MS = 1_000_000L;
    private static final long HOUR_NS = 3_600_000 * MS;

    /** No impairment at all; the bounds of bursts, hold-back and queue at their defaults. */
    public static final LinkSettings PERFECT =
            new LinkSettings(0, 0, 0, 0, 4, 0, 5 * MS, 0, 0, 100 * MS, DscpMap.KEEP, false);

    public LinkSettings {
        inRange("delayNs", delayNs, 0, HOUR_NS);
        inRange("jitterNs", jitterNs, 0, HOUR_NS);
        inRange("lossPpm", lossPpm, 0, MILLION);
        inRange("burstLength", burstLength, 1, MILLION);
        inRange("burstPpm", burstPpm, 0, maxBurstPpm(burstLength));
        inRange("reorderPpm", reorderPpm, 0, MILLION);
        inRange("holdBackNs", holdBackNs, 0, HOUR_NS);
        inRange("duplicatePpm", duplicatePpm, 0, MILLION);
        inRange("rateBps", rateBps, 0, 1_000_000_000_000L);
        inRange("queueNs", queueNs, 0, HOUR_NS);
    }

    /**
     * Highest mean share that bursts of this mean length can take: at least one packet passes
     * between two bursts.
     */
    public static int maxBurstPpm(int burstLength) {
        return (int) ((long) MILLION * burstLength / (burstLength + 1));
    }

    public static LinkSettings ofDelay(long delayNs) {
        return PERFECT.withDelay(delayNs);
    }

    public LinkSettings withDelay(long newDelayNs) {
        return new LinkSettings(
                newDelayNs,
                jitterNs,
                lossPpm,
                burstPpm,
                burstLength,
                reorderPpm,
                holdBackNs,
                duplicatePpm,
                rateBps,
                queueNs,
                marking,
                blackhole);
    }

    public LinkSettings withLoss(int newLossPpm) {
        return new LinkSettings(
                delayNs,
                jitterNs,
                newLossPpm,
                burstPpm,
                burstLength,
                reorderPpm,
                holdBackNs,
                duplicatePpm,
                rateBps,
                queueNs,
                marking,
                blackhole);
    }

    public LinkSettings withBlackhole(boolean newBlackhole) {
        return new LinkSettings(
                delayNs,
                jitterNs,
                lossPpm,
                burstPpm,
                burstLength,
                reorderPpm,
                holdBackNs,
                duplicatePpm,
                rateBps,
                queueNs,
                marking,
                newBlackhole);
    }

    private static void inRange(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    field + " " + value + ": expected " + least + " to " + most);
        }
    }
}
