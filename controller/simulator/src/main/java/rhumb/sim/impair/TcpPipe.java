package rhumb.sim.impair;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection across two directed links, both ends modelled. A WAN emulator in user space
 * ends the connections of real programs, so it has to model what loss and delay do to TCP between
 * them; in virtual time there is no kernel at all. Handshake with retransmitted SYN (1 s, 2 s, 4 s
 * ...), segments of 1,448 bytes, slow start and congestion avoidance (RFC 5681), selective
 * acknowledgement and fast retransmission (RFC 6675 in spirit), timeout with back-off (RFC 6298),
 * flow control with 256 KB at each end, FIN and RST in both directions. Every data segment is
 * acknowledged at once; there is neither Nagle's delay nor a tail loss probe.
 *
 * <p>Bytes arrive exactly and in order whatever the links do, as long as they let something
 * through. Calls come in time order and belong to one thread. Bounds: 256 KB to be acknowledged and
 * 256 KB to be read per end; the segments in flight follow from these.
 */
public final class TcpPipe {
    /** Which end of the connection. */
    public enum Side {
        /** The one that called. */
        OPENER,
        /** The one that was called. */
        ACCEPTOR;

        public Side other() {
            return this == OPENER ? ACCEPTOR : OPENER;
        }
    }

    /** Why a connection broke. */
    public enum Cause {
        /** The called end answered with a reset. */
        REFUSED,
        RESET,
        /** Nothing was answered for too long. */
        TIMEOUT
    }

    /** What the ends tell their programs. Calls of the pipe are allowed inside. */
    public interface Sink {
        void onConnected(long nowNs, Side side);

        /** New bytes or the end of the stream can be read. */
        void onReadable(long nowNs, Side side);

        /** A write was cut short before and there is room again. */
        void onWritable(long nowNs, Side side);

        /** The connection is gone; what was not read by now still can be. */
        void onBroken(long nowNs, Side side, Cause cause);
    }

    private static final int HEADER_BYTES = 52;
    private static final Comparator<Segment> BY_ARRIVAL =
            Comparator.<Segment>comparingLong(s -> s.arrivalNs).thenComparingLong(s -> s.order);

    private final LinkModel toAcceptor;
    private final LinkModel toOpener;
    private final int octet;
    private final TcpEnd opener;
    private final TcpEnd acceptor;
    private final PriorityQueue<Segment> inFlight = new PriorityQueue<>(64, BY_ARRIVAL);
    private final ArrayDeque<Segment> pool = new ArrayDeque<>();
    private final Deliveries deliveries = new Deliveries();
    private long order;

    /**
     * @param toAcceptor link from the opener to the acceptor; other traffic may use it too
     * @param toOpener link of the other direction
     * @param octet traffic class octet written on all segments
     */
    public TcpPipe(LinkModel toAcceptor, LinkModel toOpener, int octet, Sink sink) {
        this.toAcceptor = toAcceptor;
        this.toOpener = toOpener;
        this.octet = octet;
        this.opener = new TcpEnd(this, Side.OPENER, sink);
        this.acceptor = new TcpEnd(this, Side.ACCEPTOR, sink);
    }

    /** Sends the first SYN. */
    public void connect(long nowNs) {
        opener.call(nowNs);
    }

    /** Takes as much as fits into the send buffer; says how many bytes. */
    public int write(long nowNs, Side side, ByteBuffer source) {
        return end(side).write(nowNs, source);
    }

    /** How many bytes a write would take. */
    public int writable(Side side) {
        TcpEnd end = end(side);
        return isBroken(side) ? 0 : end.sender().writable();
    }

    /** Gives bytes that have arrived, in order; says how many. */
    public int read(long nowNs, Side side, ByteBuffer target) {
        return end(side).read(nowNs, target);
    }

    public int readable(Side side) {
        return end(side).receiver().readable();
    }

    /** Whether the other end has shut down and all its bytes have been read. */
    public boolean atEnd(Side side) {
        return end(side).receiver().atEnd();
    }

    /** Nothing more will be written; a FIN follows what was. The other direction goes on. */
    public void shutdown(long nowNs, Side side) {
        end(side).finish(nowNs);
    }

    /**
     * Breaks the connection. The other end learns it from a reset, if the link lets it through, or
     * from the reset that its next segment is answered with. Before the connection was opened it
     * makes the acceptor refuse.
     */
    public void reset(long nowNs, Side side) {
        end(side).abort(nowNs);
    }

    /** The machine of this end has died: it says nothing any more. */
    public void vanish(Side side) {
        end(side).die();
    }

    public boolean isConnected(Side side) {
        return end(side).state() == TcpEnd.State.OPEN;
    }

    public boolean isBroken(Side side) {
        TcpEnd.State state = end(side).state();
        return state == TcpEnd.State.GONE || state == TcpEnd.State.DEAD;
    }

    /** Whether nothing can happen any more: both ends are broken or both streams are closed. */
    public boolean isOver() {
        return isSettled(Side.OPENER) && isSettled(Side.ACCEPTOR) && inFlight.isEmpty();
    }

    /** Segments that one end has sent again so far. */
    public long resent(Side side) {
        return end(side).sender().resent();
    }

    /** When {@link #onDeadline} shall be called; {@link Long#MAX_VALUE} for never. */
    public long nextDeadlineNs() {
        Segment first = inFlight.peek();
        long arrivalNs = first == null ? Long.MAX_VALUE : first.arrivalNs;
        return Math.min(arrivalNs, Math.min(opener.nextDeadlineNs(), acceptor.nextDeadlineNs()));
    }

    public void onDeadline(long nowNs) {
        Segment first = inFlight.peek();
        while (first != null && first.arrivalNs <= nowNs) {
            inFlight.remove();
            TcpEnd target = end(first.target);
            TcpEnd source = end(first.target.other());
            target.onSegment(nowNs, first, source.sender().ring());
            pool.push(first);
            first = inFlight.peek();
        }
        opener.onDeadline(nowNs);
        acceptor.onDeadline(nowNs);
    }

    /** An empty segment from the pool. */
    Segment blank(Side target) {
        Segment pooled = pool.poll();
        Segment segment = pooled == null ? new Segment() : pooled;
        segment.clear();
        segment.target = target;
        return segment;
    }

    /** Puts a segment on its link; it is the pipe's from now on. */
    void emit(long nowNs, Segment segment) {
        LinkModel link = segment.target == Side.ACCEPTOR ? toAcceptor : toOpener;
        link.offer(nowNs, segment.length + HEADER_BYTES, octet, deliveries);
        @Nullable Segment copy = null;
        if (deliveries.count() == 2) {
            copy = blank(segment.target);
            copy.copyFrom(segment);
            enqueue(copy, deliveries.atNs(1));
        }
        if (deliveries.count() == 0) {
            pool.push(segment);
        } else {
            enqueue(segment, deliveries.atNs(0));
        }
    }

    private void enqueue(Segment segment, long arrivalNs) {
        segment.arrivalNs = arrivalNs;
        segment.order = order++;
        inFlight.add(segment);
    }

    private boolean isSettled(Side side) {
        return isBroken(side) || end(side).isFinished();
    }

    private TcpEnd end(Side side) {
        return side == Side.OPENER ? opener : acceptor;
    }
}
