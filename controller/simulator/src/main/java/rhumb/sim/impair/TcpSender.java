package rhumb.sim.impair;

import java.nio.ByteBuffer;

/**
 * The sending half of one end: a send buffer of {@link ByteRing#CAPACITY} bytes, congestion window,
 * recovery from loss, and the timer for what is not answered. No Nagle delay.
 */
final class TcpSender {
    static final int SEGMENT_BYTES = 1_448;

    /** As often as Linux tries (tcp_retries2). */
    static final int MAX_EXPIRIES = 15;

    /** Puts segments on the link. */
    interface Out {
        void data(long nowNs, long sequence, int length, boolean fin);

        /** A segment without content that must be answered, for a closed window. */
        void probe(long nowNs, long sequence);
    }

    private final ByteRing ring = new ByteRing();
    private final CongestionWindow window = new CongestionWindow(SEGMENT_BYTES);
    private final RetransmissionTimeout timeout = new RetransmissionTimeout();
    private final Scoreboard board = new Scoreboard();
    private final Out out;

    private long unacknowledged;
    private long next;
    private long written;
    private long peerWindowEnd;
    private boolean finWanted;
    private boolean finSent;
    private boolean finAcknowledged;

    private boolean recovering;
    private long recoverTo;
    private boolean windowFilled;
    private boolean timerForProbe;
    private long timerNs = Long.MAX_VALUE;

    private long resent;

    TcpSender(Out out) {
        this.out = out;
    }

    ByteRing ring() {
        return ring;
    }

    int writable() {
        return finWanted ? 0 : (int) (unacknowledged + ByteRing.CAPACITY - written);
    }

    int write(ByteBuffer source) {
        int length = Math.min(writable(), source.remaining());
        ring.put(written, source, length);
        written += length;
        return length;
    }

    void finish() {
        finWanted = true;
    }

    boolean finAcknowledged() {
        return finAcknowledged;
    }

    /** Segments sent again so far. */
    long resent() {
        return resent;
    }

    long nextDeadlineNs() {
        return timerNs;
    }

    void onRttSample(long rttNs) {
        timeout.onSample(rttNs);
    }

    void onWindow(long windowEnd) {
        peerWindowEnd = Math.max(peerWindowEnd, windowEnd);
    }

    /** Takes in an acknowledgement; send afterwards. Says whether room for writing came free. */
    boolean onAcknowledgement(long nowNs, Segment segment) {
        onWindow(segment.windowEnd);
        if (segment.echoNs >= 0) {
            timeout.onSample(nowNs - segment.echoNs);
        }
        int inFlightBefore = board.inFlightBytes();
        boolean progress = segment.acknowledged > unacknowledged(finAcknowledged);
        int bytes = progress ? advance(segment.acknowledged) : 0;
        for (int i = 0; i < segment.sacks; i++) {
            board.acknowledgeBlock(segment.sackFrom[i], segment.sackTo[i]);
        }
        if (recovering && unacknowledged >= recoverTo) {
            recovering = false;
        }
        if (board.findLost() && unacknowledged >= recoverTo) {
            window.onLoss(inFlightBefore);
            recovering = true;
            recoverTo = next;
        } else if (bytes > 0 && !recovering && windowFilled) {
            window.onAcknowledged(bytes);
        }
        if (progress || timerForProbe) {
            timeout.onProgress();
            timerForProbe = false;
            timerNs = board.isEmpty() ? Long.MAX_VALUE : nowNs + timeout.ns();
        }
        return bytes > 0;
    }

    /** Sends what both windows allow: first what was lost, then what is new. */
    void send(long nowNs) {
        boolean more = true;
        while (more) {
            more = board.hasLost() ? resendOne(nowNs) : sendOne(nowNs);
        }
    }

    /** The timer rang. Says false when the peer has been silent for too long. */
    boolean onDeadline(long nowNs) {
        if (nowNs < timerNs) {
            return true;
        }
        timeout.onExpiry();
        if (timeout.expiries() > MAX_EXPIRIES) {
            timerNs = Long.MAX_VALUE;
            return false;
        }
        timerNs = nowNs + timeout.ns();
        if (timerForProbe) {
            out.probe(nowNs, next);
        } else {
            window.onTimeout(board.inFlightBytes());
            board.markAllLost();
            recovering = false;
            recoverTo = next;
            windowFilled = true;
        }
        send(nowNs);
        return true;
    }

    private long unacknowledged(boolean withFin) {
        return withFin ? unacknowledged + 1 : unacknowledged;
    }

    private int advance(long acknowledged) {
        board.acknowledge(acknowledged);
        if (finSent && acknowledged > written) {
            finAcknowledged = true;
        }
        long data = Math.min(acknowledged, written);
        int bytes = (int) (data - unacknowledged);
        unacknowledged = data;
        return bytes;
    }

    private boolean resendOne(long nowNs) {
        int index = board.firstLost();
        if (!fits(board.length(index))) {
            return false;
        }
        board.markResent(index);
        resent++;
        startTimer(nowNs);
        out.data(nowNs, board.sequence(index), board.length(index), board.fin(index));
        return true;
    }

    private boolean sendOne(long nowNs) {
        int length = (int) Math.min(SEGMENT_BYTES, written - next);
        boolean nothing = length == 0 && (!finWanted || finSent);
        if (nothing || board.isFull()) {
            windowFilled = false;
            return false;
        }
        long room = peerWindowEnd - next;
        if (room < length) {
            windowFilled = false;
            if (!board.isEmpty()) {
                return false;
            }
            if (room <= 0) {
                startProbing(nowNs);
                return false;
            }
            length = (int) room;
        }
        if (!fits(length)) {
            return false;
        }
        boolean fin = finWanted && next + length == written;
        board.addSent(next, length, fin);
        finSent |= fin;
        long from = next;
        next += length;
        startTimer(nowNs);
        out.data(nowNs, from, length, fin);
        return true;
    }

    private boolean fits(int length) {
        boolean fits =
                board.inFlightBytes() == 0 || board.inFlightBytes() + length <= window.bytes();
        windowFilled |= !fits;
        return fits;
    }

    private void startTimer(long nowNs) {
        if (timerNs == Long.MAX_VALUE || timerForProbe) {
            timerForProbe = false;
            timerNs = nowNs + timeout.ns();
        }
    }

    private void startProbing(long nowNs) {
        if (timerNs == Long.MAX_VALUE) {
            timerForProbe = true;
            timerNs = nowNs + timeout.ns();
        }
    }
}
