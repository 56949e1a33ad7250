package rhumb.sim.ledger;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * When the pieces of one stream were sent, which of them arrived, how late, and the longest time
 * without one.
 */
final class Arrivals {
    /** 0.1 % accuracy is below what any reader of a report wants. */
    private static final int DIGITS = 3;

    private static final long MOST_US = 3_600_000_000L;
    private static final long NS_PER_US = 1_000;

    private final Timeline timeline;
    private final Histogram delayUs = new Histogram(1, MOST_US, DIGITS);
    private long[] sentNs = new long[1024];
    private boolean[] seen = new boolean[1024];
    private int sent;
    private int received;
    private int latestReceived = -1;
    private int reordered;
    private long lastArrivalNs;
    private long longestGapNs;

    Arrivals(Timeline timeline) {
        this.timeline = timeline;
    }

    void onSent(long nowNs) {
        if (sent == sentNs.length) {
            sentNs = Arrays.copyOf(sentNs, 2 * sent);
            seen = Arrays.copyOf(seen, 2 * sent);
        }
        sentNs[sent++] = nowNs;
        timeline.onSent(nowNs);
    }

    /** A piece arrived. Says false when it had come before. */
    boolean onReceived(long nowNs, int number) {
        if (seen[number]) {
            return false;
        }
        seen[number] = true;
        long delayNs = Math.max(0, nowNs - sentNs[number]);
        delayUs.recordValue(Math.clamp(delayNs / NS_PER_US, 0, MOST_US));
        timeline.onArrived(sentNs[number], delayNs);
        // What was lost before the first arrival is a gap too, seen from the sender.
        long gapNs = received == 0 ? sentNs[number] - sentNs[0] : nowNs - lastArrivalNs;
        longestGapNs = Math.max(longestGapNs, gapNs);
        received++;
        lastArrivalNs = nowNs;
        reordered += number < latestReceived ? 1 : 0;
        latestReceived = Math.max(latestReceived, number);
        return true;
    }

    int sent() {
        return sent;
    }

    int received() {
        return received;
    }

    /** Pieces that arrived after one that was sent later (RFC 4737). */
    int reordered() {
        return reordered;
    }

    long delayNs(double percentile) {
        return received == 0 ? -1 : delayUs.getValueAtPercentile(percentile) * NS_PER_US;
    }

    /** Longest time between two arrivals, or from the last arrival to the end of sending. */
    long longestGapNs() {
        if (sent == 0) {
            return 0;
        }
        long tailNs = sentNs[sent - 1] - sentNs[Math.max(0, latestReceived)];
        return Math.max(longestGapNs, tailNs);
    }
}
