package rhumb.southbound.session;

/**
 * How a session keeps time.
 *
 * @param heartbeatNs how often each side says that it lives
 * @param silenceNs after how long without a word the other side counts as lost
 * @param retryMinNs first pause before another attempt to connect
 * @param retryMaxNs longest pause; pauses double up to it
 */
public record SessionTiming(long heartbeatNs, long silenceNs, long retryMinNs, long retryMaxNs) {
    private static final long MS = 1_000_000L;

    public static final SessionTiming STANDARD =
            new SessionTiming(1_000 * MS, 3_500 * MS, 100 * MS, 2_000 * MS);

    /** With another time between heartbeats. */
    public SessionTiming beatingEvery(long newHeartbeatNs) {
        return new SessionTiming(newHeartbeatNs, silenceNs, retryMinNs, retryMaxNs);
    }
}
