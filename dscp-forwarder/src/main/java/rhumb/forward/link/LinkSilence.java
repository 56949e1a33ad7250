package rhumb.forward.link;

import org.jspecify.annotations.Nullable;

/**
 * What the traffic itself shows of an outgoing link: whether the far end still gets what is sent.
 * Link reports acknowledge by when the newest datagram that came was sent, which says the same of
 * however many lanes; the datagrams that wait for it longest are kept as samples. Two things
 * silence a link, both faster than a source notices that its path is dead:
 *
 * <ul>
 *   <li>reports come and do not acknowledge what they should: the way there is dead;
 *   <li>nothing at all comes any more while much waits: so is the way back, or both.
 * </ul>
 *
 * <p>What is usual is smoothed as the retransmission timeout of RFC 6298 section 2. A link that is
 * idle, and one whose far end never reported, is not judged.
 */
public final class LinkSilence {
    /** What the traffic says of the link. */
    public enum Evidence {
        /** Nothing was sent lately. */
        NONE,
        ARRIVING,
        SILENT
    }

    /** How often the samples of a link are to be looked at while there are any. */
    public static final long CHECK_NS = 5_000_000L;

    // Implementation constants.
    private static final long WIRE_UNIT_NS = 1_000;
    private static final int SAMPLES = 128;
    private static final long SPACING_NS = 5_000_000L;

    /** So many samples must be overdue: one loss, or two, is no silence. */
    private static final int OVERDUE = 3;

    private static final int STALLED_REPORTS = 2;
    private static final long LEAST_VARIATION_NS = 10_000_000L;
    private static final long MOST_VARIATION_NS = 500_000_000L;

    /** Three reports that did not come, and a little; less where gaps are shorter. */
    private static final long MOST_QUIET_NS = 3 * LinkReports.INTERVAL_NS + 5_000_000L;

    private static final long LEAST_QUIET_NS = LinkReports.INTERVAL_NS + 5_000_000L;
    private static final int GAP_MEMORY = 64;
    private static final long TRUSTED_AFTER_NS = 500_000_000L;
    private static final long FRESH_NS = 2_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private long @Nullable [] departedNs;

    /** What had been numbered by then. */
    private int @Nullable [] numbered;

    /** The same, moved on by pauses of this process. */
    private long @Nullable [] sentNs;

    private int first;
    private int count;
    private long lastSampleNs = NEVER;
    private long lastSentNs = NEVER;
    private boolean watched;

    private boolean heard;
    private long acknowledgedNs;
    private int acknowledged;
    private long usualNs = -1;
    private long variationNs;
    private long lastArrivalNs = NEVER;
    private long longestGapNs = MOST_QUIET_NS;
    private int stalled;
    private final Patience patience = new Patience();

    private boolean silent;
    private long arrivingSinceNs = NEVER;
    private long lastAcknowledgedNs = NEVER;

    /**
     * A datagram other than a link report left.
     *
     * @param lastSeq datagrams of all lanes that the link has numbered, with it
     * @return whether the link is to be watched from now on: the caller calls {@link #check} every
     *     {@link #CHECK_NS} until it says that nothing waits
     */
    public boolean onSent(long nowNs, int lastSeq) {
        lastSentNs = nowNs;
        if (lastSampleNs != NEVER && nowNs - lastSampleNs < SPACING_NS || count == SAMPLES) {
            return false;
        }
        lastSampleNs = nowNs;
        long[] departures = departedNs == null ? new long[SAMPLES] : departedNs;
        long[] times = sentNs == null ? new long[SAMPLES] : sentNs;
        int[] counts = numbered == null ? new int[SAMPLES] : numbered;
        departedNs = departures;
        sentNs = times;
        numbered = counts;
        int at = first + count++ & SAMPLES - 1;
        departures[at] = nowNs;
        times[at] = nowNs;
        counts[at] = lastSeq;
        boolean begins = !watched;
        watched = true;
        return begins;
    }

    /** A datagram of the far end came over the opposite link. */
    public void onArrival(long nowNs) {
        long gap = Math.min(nowNs - lastArrivalNs, MOST_QUIET_NS);
        if (lastArrivalNs != NEVER) {
            // Long gaps count at once and are forgotten slowly: a lossy link has them all the time.
            longestGapNs = gap > longestGapNs ? gap : longestGapNs - longestGapNs / GAP_MEMORY;
        }
        lastArrivalNs = nowNs;
    }

    /**
     * The far end reports.
     *
     * @param ageNs how long ago the newest datagram that came there was sent; one still to be sent
     *     is ignored
     */
    public void onReport(long nowNs, long ageNs) {
        // Departure times are written in whole microseconds.
        long newestNs = nowNs - ageNs + WIRE_UNIT_NS;
        boolean old = heard && newestNs - acknowledgedNs < -WIRE_UNIT_NS;
        if (old || ageNs < 0) {
            return;
        }
        boolean more = !heard || newestNs - acknowledgedNs > WIRE_UNIT_NS;
        acknowledgedNs = heard ? Math.max(acknowledgedNs, newestNs) : newestNs;
        heard = true;
        boolean popped = pop(newestNs);
        if (more && popped) {
            smooth(ageNs);
            boolean steady =
                    lastAcknowledgedNs != NEVER
                            && nowNs - lastAcknowledgedNs <= TRUSTED_AFTER_NS / 2;
            arrivingSinceNs = steady && arrivingSinceNs != NEVER ? arrivingSinceNs : nowNs;
            lastAcknowledgedNs = nowNs;
            if (silent && nowNs - arrivingSinceNs >= TRUSTED_AFTER_NS) {
                silent = false;
                patience.onHeard(arrivingSinceNs);
            }
        }
        stalled = overdue(nowNs, usualNs + patienceNs()) ? stalled + 1 : 0;
        if (stalled >= patience.stretch(nowNs, STALLED_REPORTS)) {
            silence(nowNs);
        }
    }

    /**
     * Looks at what waits.
     *
     * @return whether anything does, so that this is to be called again
     */
    public boolean check(long nowNs) {
        long usualQuietNs = Math.clamp(longestGapNs * 9 / 4, LEAST_QUIET_NS, MOST_QUIET_NS);
        long quietNs = patience.stretch(nowNs, usualQuietNs);
        boolean quiet = lastArrivalNs != NEVER && nowNs - lastArrivalNs > quietNs;
        long overdueNs = quietNs - LinkReports.INTERVAL_NS;
        if (quiet && overdue(nowNs, usualNs + patienceNs() + overdueNs)) {
            silence(nowNs);
        }
        watched = count > 0;
        return watched;
    }

    /** A pause of this process is nobody's silence. */
    public void forgive(long pauseNs) {
        lastArrivalNs += lastArrivalNs == NEVER ? 0 : pauseNs;
        long[] times = sentNs;
        for (int i = 0; times != null && i < count; i++) {
            times[first + i & SAMPLES - 1] += pauseNs;
        }
    }

    /**
     * Datagrams that the link had numbered when the newest one left that is known to have come:
     * whichever lane they took, they came or are lost.
     */
    public int acknowledged() {
        return acknowledged;
    }

    /** The count of the link begins again: what was sent before will not be acknowledged. */
    void restart() {
        heard = false;
        acknowledged = 0;
        count = 0;
        stalled = 0;
    }

    /** The link is used again: what was found before says nothing any more. */
    public void forget() {
        if (silent) {
            silent = false;
            count = 0;
            stalled = 0;
        }
    }

    public Evidence evidence(long nowNs) {
        if (lastSentNs == NEVER || nowNs - lastSentNs > FRESH_NS) {
            return Evidence.NONE;
        }
        if (silent) {
            return Evidence.SILENT;
        }
        boolean fresh = lastAcknowledgedNs != NEVER && nowNs - lastAcknowledgedNs < FRESH_NS;
        return fresh ? Evidence.ARRIVING : Evidence.NONE;
    }

    private void silence(long nowNs) {
        if (!silent) {
            patience.onSilent(nowNs);
        }
        silent = true;
        stalled = 0;
        arrivingSinceNs = NEVER;
    }

    /** Whether enough of what waits should have been acknowledged by now. */
    private boolean overdue(long nowNs, long patienceNs) {
        long[] times = sentNs;
        return times != null
                && usualNs >= 0
                && count >= OVERDUE
                && nowNs - times[first] > patienceNs
                && nowNs - times[first + OVERDUE - 1 & SAMPLES - 1] > usualNs;
    }

    private boolean pop(long newestNs) {
        long[] departures = departedNs;
        int[] counts = numbered;
        int before = count;
        while (departures != null && counts != null && count > 0 && departures[first] <= newestNs) {
            acknowledged = counts[first];
            first = first + 1 & SAMPLES - 1;
            count--;
        }
        return count < before;
    }

    private long patienceNs() {
        return Math.clamp(4 * variationNs, LEAST_VARIATION_NS, MOST_VARIATION_NS);
    }

    private void smooth(long ageNs) {
        if (usualNs < 0) {
            usualNs = ageNs;
            variationNs = ageNs / 8;
        } else {
            variationNs += (Math.abs(usualNs - ageNs) - variationNs) / 4;
            usualNs += (ageNs - usualNs) / 8;
        }
    }
}
