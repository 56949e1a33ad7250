package rhumb.forward.protect;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fec.RlcDecoder;
import rhumb.forward.wire.LinkNack;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.RepairPacket;
import rhumb.forward.wire.RepairSymbol;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;

/**
 * The protected packets of one class that come over one link: which are missing, when to ask for
 * them, which came twice, and what repair packets say of the rest. Keeps packets only while repair
 * packets come.
 */
final class ReceiveStream implements RlcDecoder.Symbols {
    // Implementation constants; what they are worth is in docs/protection.md.
    private static final long MS = 1_000_000L;
    private static final long LEAST_REORDER_NS = MS;
    private static final long MOST_REORDER_NS = 50 * MS;
    private static final long REORDER_FADES_NS = 10_000 * MS;
    private static final long LEAST_RETRY_NS = 4 * MS;
    private static final long STATUS_NS = 500 * MS;
    private static final long REPAIRS_LAST_NS = 2_000 * MS;
    private static final long UNKNOWN_RTT_NS = 100 * MS;
    private static final long NEVER = Long.MAX_VALUE;

    private final TrafficClass trafficClass;
    private Protection profile;
    private final StreamCounters counters;
    private final RingMemory memory;
    private final LinkProtection.Output output;
    private final PacketRing ring;
    private @Nullable RlcDecoder decoder;
    private final ReceivedWindow window = new ReceivedWindow();
    private final MissingPackets missing = new MissingPackets();
    private final LossMeter meter = new LossMeter();

    private boolean started;
    private int life;
    private int base;
    private int topWire;
    private int arrived;
    private long lastNs;
    private long reorderNs = LEAST_REORDER_NS;
    private long reorderSetNs;
    private long lastRepairNs = Long.MIN_VALUE / 2;
    private long repairEveryNs;
    private long nextNs = NEVER;
    private long statusNs = NEVER;

    private final NackWriter writer = new NackWriter();
    private int expected;
    private int lost;
    private int bursts;
    private int unrecovered;
    private long nowNs;

    ReceiveStream(
            TrafficClass trafficClass,
            Protection profile,
            RingMemory memory,
            StreamCounters counters,
            LinkProtection.Output output) {
        this.trafficClass = trafficClass;
        this.profile = profile;
        this.memory = memory;
        this.counters = counters;
        this.output = output;
        ring = new PacketRing(memory);
    }

    void profile(Protection newProfile) {
        profile = newProfile;
    }

    /**
     * A protected packet came.
     *
     * @return false when it came before, by whatever way
     */
    boolean onPacket(long now, ByteBuffer b, int offset, int length, long rttNs) {
        int wire = OverlayHeader.protectionSeq(b, offset);
        nowNs = now;
        lastNs = now;
        if (!started || OverlayHeader.life(b, offset) != life) {
            begin(wire, OverlayHeader.life(b, offset));
            keep(b, offset, length, base);
            arrived = base;
            return true;
        }
        int number = window.top() + WireNumber.difference(wire, topWire);
        if (number - window.top() > 0) {
            advance(number, true, rttNs);
            window.mark(number);
        } else if (!window.covers(number) || window.contains(number)) {
            counters.repeated++;
            return false;
        } else if (number - base < 0) {
            window.mark(number); // overtaken by the first that came
        } else {
            window.mark(number);
            fills(number, (OverlayHeader.flags(b, offset) & OverlayHeader.FLAG_RESENT) != 0);
        }
        counters.received++;
        keep(b, offset, length, number);
        arrived = number;
        return true;
    }

    /** Equations that speak of the packet that came last may be solved now. */
    void solve(long now) {
        RlcDecoder solving = decoder;
        if (solving != null) {
            nowNs = now;
            solving.onNewest(window.top());
            solving.onKnown(arrived);
        }
    }

    /** A repair packet of this stream came; it was checked. */
    void onRepair(long now, ByteBuffer b, int offset, byte[] symbol, int symbolBytes, long rttNs) {
        if (!started || OverlayHeader.life(b, offset) != life || !open()) {
            return;
        }
        nowNs = now;
        if (now - lastRepairNs < REPAIRS_LAST_NS) {
            long gapNs = now - lastRepairNs;
            repairEveryNs += repairEveryNs == 0 ? gapNs : (gapNs - repairEveryNs) / 4;
        }
        lastRepairNs = now;
        int count = RepairPacket.count(b, offset);
        int first = window.top() + WireNumber.difference(RepairPacket.first(b, offset), topWire);
        int last = first + count - 1;
        if (last - window.top() > 0) {
            // The newest packets are missing, and nothing but this says so.
            advance(last, false, rttNs);
        }
        RlcDecoder solving = decoder;
        if (solving != null && !(first - base < 0)) {
            solving.onRepair(first, count, RepairPacket.key(b, offset), symbol, 0, symbolBytes);
        }
    }

    /** Asks for what is due and gives up what is too late; true when a NACK was written. */
    boolean onDeadline(long now, long rttNs, ByteBuffer nack, int at) {
        if (now < nextNs && now < statusNs) {
            return false;
        }
        nowNs = now;
        nextNs = NEVER;
        boolean asked = false;
        LinkNack.begin(nack, at, trafficClass);
        writer.begin(nack, at);
        for (int n = missing.oldest(); missing.count() > 0 && n - window.top() <= 0; n++) {
            if (!missing.contains(n)) {
                continue;
            }
            if (now >= missing.dueNs(n)) {
                asked |= step(now, n, rttNs);
            }
            if (missing.contains(n)) {
                nextNs = Math.min(nextNs, missing.dueNs(n));
            }
        }
        missing.trim(window.top());
        writer.flush();
        boolean tells = asked || now >= statusNs;
        if (tells) {
            LinkNack.counts(nack, at, expected, lost, bursts, unrecovered);
            statusNs = missing.count() > 0 || asked ? now + STATUS_NS : NEVER;
            counters.nacksSent++;
        }
        return tells;
    }

    long nextDeadlineNs() {
        return Math.min(nextNs, statusNs);
    }

    /** Gives memory back when nothing came for long. */
    void onIdle(long now) {
        boolean quiet = now - lastNs > SendStream.IDLE_NS;
        if (quiet || now - lastRepairNs > SendStream.IDLE_NS) {
            close();
        }
    }

    void close() {
        if (decoder != null) {
            decoder = null;
            ring.close();
            memory.give(RlcDecoder.MEMORY_BYTES);
        }
    }

    @Override
    public boolean isMissing(int number) {
        return window.covers(number) && number - base >= 0 && !window.contains(number);
    }

    @Override
    public int at(int number) {
        return ring.at(number);
    }

    @Override
    public int length(int number) {
        return ring.length(number);
    }

    @Override
    public byte[] bytes(int number) {
        return ring.bytes();
    }

    @Override
    public void onRecovered(int number, byte[] bytes, int at, int length) {
        int packetBytes = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        int symbolBytes = RepairSymbol.bytes(packetBytes);
        if (length < 2 || packetBytes < OverlayHeader.FIXED_BYTES || symbolBytes > length) {
            return; // it was too long to take part
        }
        window.mark(number);
        counters.repaired++;
        settle(number);
        int to = ring.put(nowNs, number, symbolBytes, profile.recoveryNs());
        if (to >= 0) {
            System.arraycopy(bytes, at, ring.bytes(), to, symbolBytes);
        }
        output.recovered(nowNs, bytes, at, symbolBytes);
    }

    private void begin(int wire, int newLife) {
        started = true;
        life = newLife;
        topWire = wire;
        base = window.top() + ReceivedWindow.BITS;
        window.start(base);
        missing.clear();
        nextNs = NEVER;
        if (decoder != null) {
            decoder.reset();
        }
        expected++;
        counters.received++;
    }

    /**
     * There is a later number than all before, so those between are missing.
     *
     * @param came whether the packet itself came
     */
    private void advance(int number, boolean came, long rttNs) {
        int top = window.top();
        int end = came ? number : number + 1;
        int gap = end - top - 1;
        window.advance(number);
        topWire = WireNumber.plus(topWire, number - top);
        expected += number - top;
        giveUpBefore(number - MissingPackets.SPAN + 1);
        if (gap == 0) {
            return;
        }
        fadeReorder();
        long firstNs = nowNs + waitNs(rttNs);
        int tracked = Math.min(gap, MissingPackets.SPAN - 2);
        for (int n = end - tracked; n - end < 0; n++) {
            missing.add(n, nowNs, firstNs);
        }
        // An outage rather than a loss: nobody can send all that again.
        int outage = gap - tracked;
        if (outage > 0) {
            lost += outage;
            bursts++;
            unrecovered += outage;
            counters.lost += outage;
            counters.unrecovered += outage;
        }
        nextNs = Math.min(nextNs, firstNs);
    }

    /** One that was missing came after all. */
    private void fills(int number, boolean resent) {
        if (resent) {
            counters.retransmitted++;
        } else {
            counters.late++;
        }
        if (missing.contains(number) && !resent) {
            long lateNs = nowNs - missing.noticedNs(number);
            if (lateNs * 5 / 4 > reorderNs) {
                reorderNs = Math.min(lateNs * 5 / 4, MOST_REORDER_NS);
                reorderSetNs = nowNs;
            }
            if (missing.steps(number) > 0) {
                lost--;
                counters.lost--;
            }
        }
        settle(number);
    }

    private void settle(int number) {
        if (missing.contains(number)) {
            missing.remove(number);
            missing.trim(window.top());
        } else {
            // Given up before.
            unrecovered--;
            counters.unrecovered--;
        }
    }

    /** What becomes of a missing packet now; true when it was asked for. */
    private boolean step(long now, int number, long rttNs) {
        long endNs = missing.noticedNs(number) + profile.recoveryNs();
        if (missing.steps(number) == 0) {
            countLost(number);
        }
        if (now >= endNs) {
            giveUp(number);
            return false;
        }
        long rtt = rttNs < 0 ? UNKNOWN_RTT_NS : rttNs;
        boolean inTime = profile.retransmit() && now + rtt <= endNs;
        boolean asks = inTime && writer.add(number, window.top(), topWire);
        if (asks) {
            missing.step(number);
            missing.due(number, Math.min(endNs, now + retryNs(missing.steps(number), rtt)));
        } else {
            if (missing.steps(number) == 0) {
                missing.step(number);
            }
            missing.due(number, inTime ? now + LEAST_RETRY_NS : endNs);
        }
        return asks;
    }

    /**
     * When to ask again. Where the budget allows, twice per round trip: a single request and its
     * answer are lost too often to wait for.
     */
    private long retryNs(int step, long rtt) {
        long lossPpm = meter.lossPpm(nowNs);
        boolean twice = 3 * lossPpm <= profile.overheadPpm(lossPpm);
        long guardNs = rtt / 8 + LEAST_RETRY_NS / 2;
        long waitNs = twice ? rtt / 2 + (step % 2 == 0 ? guardNs : 0) : rtt + guardNs;
        return Math.max(waitNs, LEAST_RETRY_NS);
    }

    private void countLost(int number) {
        lost++;
        bursts += isMissing(number - 1) ? 0 : 1;
        counters.lost++;
        meter.onCounts(nowNs, expected, lost, bursts);
        statusNs = Math.min(statusNs, nowNs + STATUS_NS);
    }

    private void giveUp(int number) {
        missing.remove(number);
        unrecovered++;
        counters.unrecovered++;
    }

    private void giveUpBefore(int number) {
        while (missing.count() > 0 && missing.oldest() - number < 0) {
            int oldest = missing.oldest();
            if (missing.contains(oldest)) {
                if (missing.steps(oldest) == 0) {
                    countLost(oldest);
                }
                giveUp(oldest);
            }
            missing.trim(window.top());
        }
    }

    /** How long a packet may be late, or wait for its repair, before it is asked for. */
    private long waitNs(long rttNs) {
        long rtt = rttNs < 0 ? UNKNOWN_RTT_NS : rttNs;
        boolean repairs = decoder != null && nowNs - lastRepairNs < REPAIRS_LAST_NS;
        long repairNs = repairs ? repairEveryNs * 5 / 4 : 0;
        // Room for two requests must stay.
        boolean room = reorderNs + repairNs + 2 * rtt <= profile.recoveryNs();
        return room ? Math.max(reorderNs, repairNs) : reorderNs;
    }

    private void fadeReorder() {
        if (nowNs - reorderSetNs > REORDER_FADES_NS) {
            reorderNs = Math.max(LEAST_REORDER_NS, reorderNs * 3 / 4);
            reorderSetNs = nowNs;
        }
    }

    private void keep(ByteBuffer b, int offset, int length, int number) {
        if (decoder != null) {
            int to = ring.put(nowNs, number, RepairSymbol.bytes(length), profile.recoveryNs());
            if (to >= 0) {
                RepairSymbol.write(b, offset, length, ring.bytes(), to);
            }
        }
    }

    /** Makes what solving needs; false when there is no memory for it. */
    private boolean open() {
        if (decoder == null && memory.take(RlcDecoder.MEMORY_BYTES)) {
            decoder = new RlcDecoder(RepairSymbol.MAX_REPAIRABLE_BYTES, this);
        }
        return decoder != null;
    }
}
