package rhumb.southbound.session;

/**
 * How a session keeps time.
 *
 * @param heartbeatNs how often each side says that it lives
 * @param silenceNs after how long without a word the other side counts as lost
 * @param retryMinNs first pause before another attempt to connect
 * @param retryMaxNs longest pause; pauses double up to it
 * @param returnNs shortest pause between attempts to go back to a nearer controller
 */
public record SessionTiming(
        long heartbeatNs, long silenceNs, long retryMinNs, long retryMaxNs, long returnNs) {
    private static final long MS = 1_000_000L;
    private static final long RETURN_NS = 30_000 * MS;

    public static final SessionTiming STANDARD =
            new SessionTiming(1_000 * MS, 3_500 * MS, 100 * MS, 2_000 * MS);

    /** Nearer controllers are looked for at the usual slow pace. */
    public SessionTiming(long heartbeatNs, long silenceNs, long retryMinNs, long retryMaxNs) {
        this(heartbeatNs, silenceNs, retryMinNs, retryMaxNs, RETURN_NS);
    }

    /** With another time between heartbeats. */
    public SessionTiming beatingEvery(long newHeartbeatNs) {
        return new SessionTiming(newHeartbeatNs, silenceNs, retryMinNs, retryMaxNs, returnNs);
    }
}
