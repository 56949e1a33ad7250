package rhumb.sim.impair;

/**
 * One TCP segment on its way. It names the bytes it carries by their position; the bytes themselves
 * stay in the sender's buffer, which keeps them until they are acknowledged. Pooled by {@link
 * TcpPipe}.
 */
final class Segment {
    /** RFC 2018 leaves room for three blocks beside time stamps. */
    static final int MAX_SACKS = 3;

    final long[] sackFrom = new long[MAX_SACKS];
    final long[] sackTo = new long[MAX_SACKS];
    int sacks;

    long arrivalNs;
    long order;
    TcpPipe.Side target = TcpPipe.Side.OPENER;

    boolean syn;
    boolean ack;
    boolean fin;
    boolean reset;

    /** Asks for an acknowledgement although it carries nothing. */
    boolean probe;

    long sequence;
    int length;
    long acknowledged;

    /** First position the sender of this segment has no room for. */
    long windowEnd;

    /** Time stamps option (RFC 7323): when sent, and the stamp of what it answers; -1 for none. */
    long stampNs;

    long echoNs;

    void clear() {
        sacks = 0;
        syn = false;
        ack = false;
        fin = false;
        reset = false;
        probe = false;
        sequence = 0;
        length = 0;
        acknowledged = 0;
        windowEnd = 0;
        stampNs = -1;
        echoNs = -1;
    }

    void copyFrom(Segment other) {
        System.arraycopy(other.sackFrom, 0, sackFrom, 0, MAX_SACKS);
        System.arraycopy(other.sackTo, 0, sackTo, 0, MAX_SACKS);
        sacks = other.sacks;
        target = other.target;
        syn = other.syn;
        ack = other.ack;
        fin = other.fin;
        reset = other.reset;
        probe = other.probe;
        sequence = other.sequence;
        length = other.length;
        acknowledged = other.acknowledged;
        windowEnd = other.windowEnd;
        stampNs = other.stampNs;
        echoNs = other.echoNs;
    }
}
