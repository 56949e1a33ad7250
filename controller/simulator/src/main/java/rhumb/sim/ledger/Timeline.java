package rhumb.sim.ledger;

import java.util.Arrays;
import rhumb.net.ClassTarget;

/**
 * How a stream fared over time, in buckets of {@value #BUCKET_NS} ns by the time of sending. A
 * piece is good when it arrived, and within the class's delay: one that comes later helps no more
 * than a lost one.
 */
public final class Timeline {
    public static final long BUCKET_NS = 10_000_000;

    /** Over how long a target must be held (issue: 500 ms). */
    public static final long WINDOW_NS = 500_000_000;

    private static final int WINDOW = (int) (WINDOW_NS / BUCKET_NS);
    private static final int MAX_BUCKETS = 1 << 20;
    private static final long MILLION = 1_000_000;

    private final ClassTarget target;
    private int[] sent = new int[1024];
    private int[] good = new int[1024];
    private long[] slowestNs = new long[1024];
    private int buckets;

    public Timeline(ClassTarget target) {
        this.target = target;
    }

    void onSent(long sentNs) {
        int bucket = bucket(sentNs);
        if (bucket >= sent.length) {
            int capacity = Math.max(bucket + 1, 2 * sent.length);
            sent = Arrays.copyOf(sent, capacity);
            good = Arrays.copyOf(good, capacity);
            slowestNs = Arrays.copyOf(slowestNs, capacity);
        }
        sent[bucket]++;
        buckets = Math.max(buckets, bucket + 1);
    }

    void onArrived(long sentNs, long delayNs) {
        int bucket = bucket(sentNs);
        slowestNs[bucket] = Math.max(slowestNs[bucket], delayNs);
        if (delayNs <= target.maxDelayNs()) {
            good[bucket]++;
        }
    }

    /**
     * What of the pieces sent in this time did not arrive, or too late to help.
     *
     * @return parts per million; -1 when nothing was sent
     */
    public long lossPpm(long fromNs, long toNs) {
        long sum = 0;
        long sumGood = 0;
        for (int b = firstBucket(fromNs); b < Math.min(buckets, firstBucket(toNs)); b++) {
            sum += sent[b];
            sumGood += good[b];
        }
        return sum == 0 ? -1 : (sum - sumGood) * MILLION / sum;
    }

    /**
     * The longest delay of what was sent in this time and arrived.
     *
     * @return -1 when nothing did
     */
    public long slowestNs(long fromNs, long toNs) {
        long slowest = 0;
        for (int b = firstBucket(fromNs); b < Math.min(buckets, firstBucket(toNs)); b++) {
            slowest = Math.max(slowest, slowestNs[b]);
        }
        return slowest == 0 ? -1 : slowest;
    }

    /** First bucket that begins at this time or later. */
    static int firstBucket(long timeNs) {
        return (int) Math.min(MAX_BUCKETS, (Math.max(0, timeNs) + BUCKET_NS - 1) / BUCKET_NS);
    }

    /** First bucket of the last whole window in which something was sent; negative for none. */
    int lastWindow() {
        return buckets - WINDOW;
    }

    /** Whether the target was held over the window that begins with this bucket. */
    boolean holds(int first) {
        long sum = 0;
        long sumGood = 0;
        for (int b = Math.max(0, first); b < Math.min(buckets, first + WINDOW); b++) {
            sum += sent[b];
            sumGood += good[b];
        }
        return sum > 0 && (sum - sumGood) * MILLION <= target.maxLossPpm() * sum;
    }

    private static int bucket(long timeNs) {
        return Math.clamp(timeNs / BUCKET_NS, 0, MAX_BUCKETS - 1);
    }
}
