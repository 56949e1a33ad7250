package rhumb.controller.consensus;

/**
 * When the connection to another member is opened, and when it is given up. After a split a
 * connection may need minutes to notice that it is whole again, so one on which we sent and whose
 * far end has not been heard for {@value #MUTE_MS} ms is opened anew.
 *
 * <pre>
 * state \ event   deadline              stands    closed    sent, not heard   far end opened anew
 * CLOSED          open, OPENING         -         -         -                 -
 * OPENING         close, CLOSED         OPEN      CLOSED    -                 close if old
 * OPEN            -                     -         CLOSED    close, CLOSED     close if old
 * </pre>
 */
public final class Way {
    /** What is to be done now. */
    public enum Act {
        NONE,
        OPEN,
        CLOSE
    }

    private enum State {
        CLOSED,
        OPENING,
        OPEN
    }

    private static final long MUTE_MS = 1_000;
    private static final long MUTE_NS = MUTE_MS * 1_000_000L;
    private static final long PAUSE_NS = 200_000_000L;

    private State state = State.CLOSED;
    private boolean known;
    private boolean sent;
    private long openedNs;
    private long heardNs;
    private long notBeforeNs;

    /** A way that is opened at once. */
    public Way(long nowNs) {
        this.notBeforeNs = nowNs;
    }

    /** Whether what is sent now goes to the network. */
    public boolean stands() {
        return state == State.OPEN;
    }

    /** Whether the far end was heard lately. */
    public boolean alive(long nowNs) {
        return known && nowNs - heardNs < MUTE_NS;
    }

    /** What is due; {@link #nextDeadlineNs} is later then. */
    public Act onDeadline(long nowNs) {
        if (nowNs < nextDeadlineNs()) {
            return Act.NONE;
        }
        if (state == State.CLOSED) {
            state = State.OPENING;
            openedNs = nowNs;
            sent = false;
            return Act.OPEN;
        }
        close(nowNs);
        return Act.CLOSE;
    }

    public long nextDeadlineNs() {
        return switch (state) {
            case CLOSED -> notBeforeNs;
            case OPENING -> openedNs + MUTE_NS;
            case OPEN -> sent ? lastSignNs() + MUTE_NS : Long.MAX_VALUE;
        };
    }

    /** The connection that was opened stands. */
    public void onStands() {
        state = state == State.OPENING ? State.OPEN : state;
    }

    /** It is gone by itself. */
    public void onClosed(long nowNs) {
        state = State.CLOSED;
        notBeforeNs = nowNs + PAUSE_NS;
    }

    public void onSent() {
        sent = true;
    }

    public void onHeard(long nowNs) {
        known = true;
        heardNs = nowNs;
    }

    /**
     * The far end opened its way to us anew, so ours may be broken as well.
     *
     * @return whether to close it
     */
    public boolean onIntroduced(long nowNs) {
        boolean old = state != State.CLOSED && nowNs - openedNs > MUTE_NS;
        if (old) {
            close(nowNs);
        }
        return old;
    }

    private void close(long nowNs) {
        state = State.CLOSED;
        notBeforeNs = nowNs + 1;
    }

    private long lastSignNs() {
        return known ? Math.max(openedNs, heardNs) : openedNs;
    }
}
