package rhumb.controller.io;

/**
 * When a controller that passes a stream on says by itself that it lives. Between two leaders
 * nothing comes that it could pass on, for about as long as a process waits before it goes to
 * another controller; for what nobody else would do better it need not.
 */
final class OwnSign {
    private static final long MS = 1_000_000L;

    /** Quiet for so long, it says so; well below what processes wait for. */
    static final long PAUSE_NS = 200 * MS;

    /** Longer than it takes to elect one. With nobody to pass on to, others may do better. */
    static final long PATIENCE_NS = 2_000 * MS;

    private boolean answered;
    private long answeredNs;
    private long toldNs;

    /** The one that leads said something to the process. */
    void onAnswer(long nowNs) {
        answered = true;
        answeredNs = nowNs;
        toldNs = nowNs;
    }

    /** Whether to say so now; then it counts as said. */
    boolean isDue(long nowNs) {
        if (!answered || nowNs - answeredNs >= PATIENCE_NS || nowNs - toldNs < PAUSE_NS) {
            return false;
        }
        toldNs = nowNs;
        return true;
    }
}
