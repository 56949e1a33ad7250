package rhumb.forward.pipeline;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.link.LaneCipher;
import rhumb.forward.link.LinkCipher;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkTable;
import rhumb.forward.path.PathArrivals;
import rhumb.forward.protect.LinkProtection;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.TraceRequest;
import rhumb.net.Endpoint;

/**
 * The checklist for datagrams from other PoPs. A flat row of checks, each of which names its drop;
 * what no check decides is dropped as {@link DropReason#UNJUDGED}. Strangers cost one lookup and
 * get no answer.
 */
public final class PacketPipeline {
    private final LinkTable links;
    private final PathArrivals arrivals;
    private Fib fib = Fib.EMPTY;

    private DropReason reason = DropReason.UNJUDGED;
    private @Nullable LinkPort from;
    private @Nullable LinkPort to;
    private @Nullable LinkPort bypassed;
    private int size;

    public PacketPipeline(LinkTable links, PathArrivals arrivals) {
        this.links = links;
        this.arrivals = arrivals;
    }

    public void onFib(Fib newFib) {
        fib = newFib;
    }

    /** Why the last verdict was DROP. */
    public DropReason reason() {
        return reason;
    }

    /** The link over which the last datagram came; null when from a stranger. */
    public @Nullable LinkPort from() {
        return from;
    }

    /** Length of the last datagram without its tag. */
    public int size() {
        return size;
    }

    /** The link over which the last datagram goes on; only after the verdict FORWARD. */
    public LinkPort to() {
        if (to == null) {
            throw new IllegalStateException("nothing to forward");
        }
        return to;
    }

    /** The link that the last datagram goes round; null as a rule. */
    public @Nullable LinkPort bypassed() {
        return bypassed;
    }

    /**
     * Judges a datagram. FORWARD leaves the header ready for the next PoP, but for what the moment
     * of sending adds.
     *
     * @param nowUs own clock in the units of departure times
     */
    public Verdict judge(
            long nowNs,
            int nowUs,
            int uplink,
            Endpoint source,
            ByteBuffer b,
            int offset,
            int length) {
        return judge(nowNs, nowUs, uplink, source, b, offset, length, null);
    }

    /**
     * Judges a datagram that a lane tried to open.
     *
     * @param opened what came of that; null when it is not opened yet
     */
    public Verdict judge(
            long nowNs,
            int nowUs,
            int uplink,
            Endpoint source,
            ByteBuffer b,
            int offset,
            int length,
            LaneCipher.@Nullable Opened opened) {
        reason = DropReason.UNJUDGED;
        to = null;
        bypassed = null;
        size = length;
        LinkPort port = links.ofSource(uplink, source);
        from = port;
        if (port == null) {
            return drop(DropReason.UNKNOWN_SOURCE);
        }
        DropReason unreadable = OverlayHeader.checkClear(b, offset, length);
        if (unreadable != null) {
            return drop(unreadable);
        }
        LinkCipher cipher = port.cipher();
        int mode = OverlayHeader.mode(b, offset);
        if (mode == OverlayHeader.MODE_INTRODUCTION && cipher.secures()) {
            return introduction(nowNs, port, b, offset);
        }
        if (mode != cipher.mode()) {
            return drop(DropReason.BAD_MODE);
        }
        int lane = OverlayHeader.lane(b, offset);
        int life = OverlayHeader.life(b, offset);
        int linkSeq = OverlayHeader.linkSeq(b, offset);
        port.receive().proves(cipher.secures());
        if (!port.receive().mayBeNew(lane, life, linkSeq)) {
            return drop(DropReason.REPLAYED);
        }
        if (cipher.secures()) {
            long seq = port.receive().full(lane, life, linkSeq);
            DropReason foreign =
                    opened == null
                            ? cipher.open(seq, b, offset, length)
                            : cipher.opened(opened, seq, b, offset, length);
            if (foreign != null) {
                return drop(foreign);
            }
            size = length - OverlayHeader.TAG_BYTES;
        }
        DropReason malformed = OverlayHeader.check(b, offset, size);
        if (malformed != null) {
            return drop(malformed);
        }
        int departureUs = OverlayHeader.departureUs(b, offset);
        if (!port.receive().accept(lane, life, linkSeq, departureUs, nowUs)) {
            return drop(DropReason.REPLAYED);
        }
        if (cipher.secures()) {
            port.onGenuine(nowNs, life);
        }
        return genuine(nowNs, nowUs, port, b, offset, length);
    }

    /** The rest of the checklist, for what the neighbour itself sent for the first time. */
    private Verdict genuine(
            long nowNs, int nowUs, LinkPort port, ByteBuffer b, int offset, int length) {
        int type = OverlayHeader.type(b, offset);
        if (type != OverlayHeader.TYPE_LINK_REPORT) {
            port.reports().onDatagram(nowNs, length);
        }
        if (type >= OverlayHeader.TYPE_LINK_REPORT) {
            return OverlayHeader.isOfLink(type)
                    ? ofLink(port, b, offset)
                    : trace(port, nowUs, type, b, offset);
        }
        LinkProtection protection = port.send().protection();
        if (protection != null
                && OverlayHeader.protectionSeq(b, offset) != 0
                && type == OverlayHeader.TYPE_DATA
                && !protection.onArrival(nowNs, b, offset, size)) {
            return drop(DropReason.REPEATED);
        }
        return onward(port, nowUs, b, offset);
    }

    /**
     * Judges a packet that was computed from repair packets of a link, as if it had come over it.
     */
    public Verdict judgeRecovered(int nowUs, LinkPort port, ByteBuffer b, int offset, int length) {
        reason = DropReason.UNJUDGED;
        to = null;
        DropReason malformed = OverlayHeader.check(b, offset, length);
        if (malformed != null) {
            return drop(malformed);
        }
        if (OverlayHeader.type(b, offset) != OverlayHeader.TYPE_DATA) {
            return drop(DropReason.BAD_TYPE);
        }
        OverlayHeader.protectionSeq(b, offset, 0);
        return onward(port, nowUs, b, offset);
    }

    private Verdict onward(LinkPort port, int nowUs, ByteBuffer b, int offset) {
        if (OverlayHeader.sourcePop(b, offset) == fib.self()) {
            return drop(DropReason.LOOP);
        }
        if (OverlayHeader.budget(b, offset) == 0) {
            return drop(DropReason.DEADLINE);
        }
        return OverlayHeader.labelsLeft(b, offset) > 0
                ? relay(port, b, offset)
                : arrive(nowUs, b, offset);
    }

    private Verdict introduction(long nowNs, LinkPort port, ByteBuffer b, int offset) {
        DropReason foreign = port.cipher().onIntroduction(nowNs, b, offset);
        if (foreign != null) {
            return drop(foreign);
        }
        port.onIntroduced(nowNs, OverlayHeader.life(b, offset));
        return Verdict.INTRODUCED;
    }

    private Verdict relay(LinkPort port, ByteBuffer b, int offset) {
        int left = OverlayHeader.labelsLeft(b, offset);
        int index = OverlayHeader.labelCount(b, offset) - left;
        LinkPort next = links.ofLabel(OverlayHeader.label(b, offset, index));
        if (next == null) {
            return drop(DropReason.UNKNOWN_LABEL);
        }
        if (next == port) {
            return drop(DropReason.LOOP);
        }
        int hops = OverlayHeader.hops(b, offset);
        if (hops == 0) {
            return drop(DropReason.HOP_LIMIT);
        }
        to = roundOrOver(port, next, b, offset, index);
        if (to == next) {
            OverlayHeader.labelsLeft(b, offset, left - 1);
        }
        OverlayHeader.hops(b, offset, hops - 1);
        OverlayHeader.protectionSeq(b, offset, 0);
        return Verdict.FORWARD;
    }

    /** The link itself, or while it is bad the first link of a way round it, labels rewritten. */
    private LinkPort roundOrOver(
            LinkPort port, LinkPort next, ByteBuffer b, int offset, int index) {
        int classCode = OverlayHeader.classCode(b, offset);
        FibPath[] ways = next.bypass().ways(classCode);
        if (ways == null) {
            return next;
        }
        int way = Detour.take(ways, port.rule().rule().targetPop(), b, offset, index);
        next.bypass().count(classCode, way >= 0);
        if (way < 0) {
            return next;
        }
        bypassed = next;
        return links.port(ways[way].first());
    }

    private Verdict arrive(int nowUs, ByteBuffer b, int offset) {
        if (OverlayHeader.targetPop(b, offset) != fib.self()) {
            return drop(DropReason.WRONG_EGRESS);
        }
        int sourcePop = OverlayHeader.sourcePop(b, offset);
        if (fib.pop(sourcePop) == null) {
            return drop(DropReason.UNKNOWN_POP);
        }
        int transitUs = nowUs - OverlayHeader.ingressUs(b, offset);
        arrivals.onDatagram(sourcePop, OverlayHeader.pathTag(b, offset), transitUs);
        return OverlayHeader.type(b, offset) == OverlayHeader.TYPE_DATA
                ? Verdict.DELIVER
                : Verdict.SLOW_PATH;
    }

    /**
     * Goes the way of media, and is answered where it says; each PoP that sends a request on writes
     * the link by which it came.
     */
    private Verdict trace(LinkPort port, int nowUs, int type, ByteBuffer b, int offset) {
        boolean request = type == OverlayHeader.TYPE_TRACE;
        if (request && TraceRequest.endsHere(b, offset)) {
            int sourcePop = OverlayHeader.sourcePop(b, offset);
            if (sourcePop == fib.self()) {
                return drop(DropReason.LOOP);
            }
            return fib.pop(sourcePop) == null ? drop(DropReason.UNKNOWN_POP) : Verdict.SLOW_PATH;
        }
        Verdict verdict = onward(port, nowUs, b, offset);
        if (request && verdict == Verdict.FORWARD) {
            TraceRequest.addBack(b, offset, port.rule().label());
        }
        return verdict;
    }

    /** Reports, NACKs and repair cross one link, and only the neighbour itself may send them. */
    private Verdict ofLink(LinkPort port, ByteBuffer b, int offset) {
        if (OverlayHeader.labelsLeft(b, offset) != 0
                || OverlayHeader.targetPop(b, offset) != fib.self()) {
            return drop(DropReason.WRONG_EGRESS);
        }
        if (OverlayHeader.sourcePop(b, offset) != port.rule().rule().targetPop()) {
            return drop(DropReason.UNKNOWN_POP);
        }
        return Verdict.SLOW_PATH;
    }

    private Verdict drop(DropReason why) {
        reason = why;
        return Verdict.DROP;
    }
}
