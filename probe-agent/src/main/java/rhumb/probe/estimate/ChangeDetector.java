package rhumb.probe.estimate;

/**
 * Scans the last rare events (losses, reorderings) for a cluster that chance does not explain.
 *
 * <p>Of k events, the first and the last {@code n} packets apart, chance makes {@code b * (n
 * b)^(k-1) / (k-1)!} per packet, where b is the rate of events before the cluster. A cluster of
 * which chance makes fewer than 2^(2-k) a day is a change; over all k that bounds the false alarms
 * of a day. It is the generalised likelihood ratio test over all moments of change and all rates
 * after it (Lorden 1971, Siegmund and Venkatraman 1995), with the moments at the last {@value
 * #MOST} events and the threshold of each k set by Poisson's law instead of one for all.
 *
 * <p>The background is what came before the cluster, so a rate that a link always had is no change.
 */
public final class ChangeDetector {
    private static final int MOST = 32;
    private static final double LN_PER_DAY = 0;

    /** Standard deviations by which the background may be more than was seen of it. */
    private static final double CAUTION = 2;

    private static final double SECONDS_PER_DAY = 86_400;

    /** The slowest stream for which thresholds are set: ten packets a second. */
    private static final double LEAST_PER_SECOND = 10;

    /** After so long what came before counts half, but not before so many packets. */
    private static final double MEMORY_S = 300;

    private static final long LEAST_MEMORY_PACKETS = 4_096;

    private static final long SHRINK = 3;

    private static final double[] LN_FACTORIAL = new double[MOST];
    private static final double LN_2 = StrictMath.log(2);

    static {
        for (int i = 1; i < MOST; i++) {
            LN_FACTORIAL[i] = LN_FACTORIAL[i - 1] + StrictMath.log(i);
        }
    }

    private final double background;
    private final double priorEvents;
    private final int fewest;
    private final long[] at = new long[MOST];
    private final long[] timesNs = new long[MOST];
    private long memoryPackets = LEAST_MEMORY_PACKETS;
    private double lnPerDay = StrictMath.log(LEAST_PER_SECOND * SECONDS_PER_DAY);

    private long position;
    private long packets;
    private long events;
    private int held;
    private int newest = -1;
    private long sinceNs;

    /** Where the last cluster began, and its events; none of them when there is no cluster. */
    private long clusterAt;

    private long clusterEvents;

    /**
     * @param background least rate of events without any fault, per packet
     * @param priorEvents how many events of experience the background counts for
     * @param fewest events that make a cluster
     */
    public ChangeDetector(double background, double priorEvents, int fewest) {
        this.background = background;
        this.priorEvents = priorEvents;
        this.fewest = fewest;
    }

    /** Sets the thresholds for a link that carries so many packets. */
    public void setRate(double packetsPerSecond) {
        double rate = Math.max(packetsPerSecond, LEAST_PER_SECOND);
        lnPerDay = StrictMath.log(rate * SECONDS_PER_DAY);
        memoryPackets = (long) Math.max(rate * MEMORY_S, LEAST_MEMORY_PACKETS);
    }

    /** Takes so many packets, among them so many events in unknown order. */
    public void observe(long nowNs, long sent, long happened) {
        // Figures of a neighbour are bounded here, not trusted.
        long counted = Math.clamp(happened, 0, MOST);
        for (long i = 1; i <= counted; i++) {
            newest = (newest + 1) % MOST;
            at[newest] = position + i * sent / counted;
            timesNs[newest] = nowNs;
            held = Math.min(held + 1, MOST);
        }
        position += sent;
        clusterEvents += clusterEvents > 0 ? Math.clamp(happened, 0, Math.max(sent, 0)) : 0;
        packets += sent;
        events += counted;
        if (packets > memoryPackets) {
            packets /= 2;
            events /= 2;
        }
    }

    /**
     * An event turned out to be none: a packet that was counted as lost came after all. It stays in
     * the background, because that is what the next cluster may be made of by chance.
     */
    void retract() {
        if (held > 0) {
            newest = (newest + MOST - 1) % MOST;
            held--;
        }
        clusterEvents = Math.max(0, clusterEvents - 1);
    }

    /**
     * The classes that the longest cluster breaks which chance does not explain: its packets are
     * all those since the change, and so say best what the rate is now.
     *
     * @param limitPpm per class, events per million packets
     * @param nats how strongly it must speak against the limit
     * @return bits by class code
     */
    public int broken(long[] limitPpm, double nats) {
        for (int k = held; k >= fewest; k--) {
            int first = (newest + MOST + 1 - k) % MOST;
            long span = Math.max(at[newest] - at[first] + 1, k);
            if (isChange(k, span)) {
                sinceNs = timesNs[first];
                clusterAt = at[first];
                clusterEvents = k;
                return Limits.brokenByEvents(span, k, limitPpm, nats);
            }
        }
        return 0;
    }

    /** When the first event of what broke a class was seen. */
    long sinceNs() {
        return sinceNs;
    }

    /**
     * Events per million packets since the first of the last cluster: what the rate is now, before
     * any window is full of it. Without the first one, which by definition begins it, and as if
     * {@value #SHRINK} more packets had fared well: a cluster raises its alarm when it happens to
     * look dense, and three in a row are not all. Outlives {@link #reset}: it judges nothing.
     *
     * @return -1 when there is no cluster that began at that time or later
     */
    long clusterPpm(long earliestNs) {
        if (clusterEvents == 0 || sinceNs < earliestNs) {
            return -1;
        }
        long after = Math.max(position - clusterAt, clusterEvents - 1);
        return (clusterEvents - 1) * 1_000_000 / (after + SHRINK);
    }

    /** Packets that are remembered. */
    long packets() {
        return packets;
    }

    /** Forgets everything: what comes is compared with the usual background. */
    public void reset() {
        held = 0;
        packets = 0;
        events = 0;
    }

    private boolean isChange(int k, long span) {
        double before = (double) Math.max(0, events - k);
        before += CAUTION * StrictMath.sqrt(before) + priorEvents;
        double rate = before / (Math.max(0, packets - span) + priorEvents / background);
        double lnRate = StrictMath.log(Math.max(rate, background));
        double lnClusters =
                lnPerDay
                        + lnRate
                        + (k - 1) * (StrictMath.log((double) span) + lnRate)
                        - LN_FACTORIAL[k - 1];
        return lnClusters < LN_PER_DAY - (k - 2) * LN_2;
    }
}
