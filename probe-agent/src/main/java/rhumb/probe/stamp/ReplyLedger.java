package rhumb.probe.stamp;

import rhumb.net.Serial32;

/**
 * Tells forward from backward loss. Between two answers the sender's own number grew by ds, the
 * stateful reflector's by dr, and one answer came: ds - dr probes were lost on the way there, dr -
 * 1 answers on the way back. A stateless reflector makes dr equal ds, and all loss is charged to
 * the way back. Results of the last answer stand in the fields until the next.
 *
 * <p>Overtaking makes single steps negative; those take earlier losses back, or are kept as credit
 * when there is nothing to take back, so that the sum stays right.
 */
public final class ReplyLedger {
    private static final int MAX_JUMP = ArrivalLedger.MAX_JUMP;
    private static final int MAX_BACK = 64;
    private static final int STUCK_LIMIT = 3;

    private boolean begun;
    private int highestProbe;
    private int highestReply;
    private int stuck;
    private long forwardLostInAll;
    private long forwardCredit;

    private long forwardSent;
    private long forwardLost;
    private boolean forwardReordered;
    private boolean forwardDuplicate;
    private long backwardSent;
    private long backwardLost;
    private boolean backwardReordered;
    private boolean backwardDuplicate;

    public long forwardSent() {
        return forwardSent;
    }

    public long forwardLost() {
        return forwardLost;
    }

    public boolean forwardReordered() {
        return forwardReordered;
    }

    public boolean forwardDuplicate() {
        return forwardDuplicate;
    }

    public long backwardSent() {
        return backwardSent;
    }

    public long backwardLost() {
        return backwardLost;
    }

    public boolean backwardReordered() {
        return backwardReordered;
    }

    public boolean backwardDuplicate() {
        return backwardDuplicate;
    }

    /** The first answer to a probe. */
    void onReply(int probe, int reply) {
        clear();
        int ds = Serial32.distance(highestProbe, probe);
        int dr = Serial32.distance(highestReply, reply);
        stuck = ds > 0 && dr <= 0 ? stuck + 1 : 0;
        boolean strange = dr < -MAX_BACK || dr > MAX_JUMP;
        if (!begun || ds > MAX_JUMP || stuck >= STUCK_LIMIT || strange && ds > 0) {
            restart(probe, reply);
            return;
        }
        if (strange) {
            // An answer to an old probe that comes very late: it stays counted as lost.
            return;
        }
        if (ds > 0) {
            highestProbe = probe;
            forwardSent = ds;
        } else if (dr > 0) {
            forwardReordered = true;
        }
        if (dr > 0) {
            highestReply = reply;
            backwardSent = dr;
            backwardLost = dr - 1L;
        } else if (dr < 0) {
            backwardReordered = true;
            backwardLost = -1;
        }
        settleForward((long) Math.max(ds, 0) - Math.max(dr, 0));
    }

    /**
     * A further answer to a probe that was answered before: with the number of the first one it was
     * doubled on the way back, with another the probe was doubled on the way there.
     */
    void onDuplicate(int reply, int firstReply) {
        clear();
        int dr = Serial32.distance(highestReply, reply);
        if (!begun || dr > MAX_JUMP || dr < -MAX_BACK) {
            return;
        }
        backwardDuplicate = reply == firstReply;
        forwardDuplicate = !backwardDuplicate;
        if (backwardDuplicate) {
            return;
        }
        // An answer beyond one per probe is not one of those that ds - dr counts.
        settleForward(1L - Math.max(dr, 0));
        if (dr > 0) {
            highestReply = reply;
            backwardSent = dr;
            backwardLost = dr - 1L;
        } else {
            backwardReordered = true;
            backwardLost = -1;
        }
    }

    private void settleForward(long net) {
        if (net >= 0) {
            long used = Math.min(net, forwardCredit);
            forwardCredit -= used;
            forwardLost = net - used;
        } else {
            long takenBack = Math.min(-net, forwardLostInAll);
            forwardCredit = Math.min(forwardCredit - net - takenBack, MAX_BACK);
            forwardLost = -takenBack;
        }
        forwardLostInAll += forwardLost;
    }

    private void restart(int probe, int reply) {
        begun = true;
        stuck = 0;
        highestProbe = probe;
        highestReply = reply;
        forwardLostInAll = 0;
        forwardCredit = 0;
        forwardSent = 1;
        backwardSent = 1;
    }

    private void clear() {
        forwardSent = 0;
        forwardLost = 0;
        forwardReordered = false;
        forwardDuplicate = false;
        backwardSent = 0;
        backwardLost = 0;
        backwardReordered = false;
        backwardDuplicate = false;
    }
}
