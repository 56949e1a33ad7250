package rhumb.forward.queue;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Phb;
import rhumb.net.TrafficClass;

/**
 * Sends into one uplink at its rate: strict behaviours first up to their ceiling, the others by
 * deficit round robin (Shreedhar and Varghese, SIGCOMM 1995). With rate 0 packets go straight
 * through. Packets of one flow and class keep their order.
 *
 * <p>Bound: {@link QueueLimits}. Policy when full: the least important goes first, a newcomer only
 * gives way to what matters as much or more.
 */
public final class UplinkScheduler {
    // Implementation constants.
    /** What may be sent at once after a pause, so that a late timer costs no rate. */
    private static final long BURST_NS = 5_000_000L;

    private static final long STRICT_BURST_NS = 20_000_000L;
    private static final long QUANTUM_BYTES_PER_WEIGHT = 64L;
    private static final int IPV4_UDP_BYTES = 28;
    private static final int IPV6_UDP_BYTES = 48;
    private static final long BIT_NS = 8_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private static final Phb[] PHBS = Phb.values();
    private static final int FIRST_WEIGHTED = Phb.ASSURED_REAL_TIME.ordinal();

    /** Where packets leave to. */
    public interface Output {
        /**
         * The packet leaves now; its link sequence number and departure time are still to write.
         */
        void send(long nowNs, LinkSendState link, ByteBuffer buffer, int offset, int sizeBytes);

        /** A packet that was offered earlier or just now will not be sent. */
        void drop(DropReason reason);
    }

    private final QueueLimits limits;
    private final Output output;
    private long rateBps;
    private @Nullable PacketStore store;
    private PhbQueue[] queues = new PhbQueue[0];
    private final long[] deficit = new long[PHBS.length];
    private int turn = FIRST_WEIGHTED;
    private boolean turnBegun;
    private int queued;
    private long readyNs = Long.MIN_VALUE;
    private long strictReadyNs = Long.MIN_VALUE;

    public UplinkScheduler(QueueLimits limits, Output output) {
        this.limits = limits;
        this.output = output;
    }

    /**
     * Sets the pace. What waits stays, or leaves at once when there is no pace any more.
     *
     * @param newRateBps bits per second with IP and UDP headers; 0 = no pacing
     */
    public void rate(long nowNs, long newRateBps) {
        if (newRateBps == rateBps) {
            return;
        }
        rateBps = newRateBps;
        readyNs = nowNs;
        strictReadyNs = nowNs;
        if (newRateBps > 0 && store == null) {
            PacketStore made = new PacketStore(limits.slots());
            store = made;
            queues = new PhbQueue[PHBS.length];
            java.util.Arrays.setAll(queues, _ -> new PhbQueue(made));
        }
        drain(nowNs);
    }

    public long rateBps() {
        return rateBps;
    }

    /** Packets that wait. */
    public int queued() {
        return queued;
    }

    /** Packets of one behaviour that wait. */
    public int queued(Phb phb) {
        return queues.length == 0 ? 0 : queues[phb.ordinal()].packets();
    }

    /** Takes a packet with its overlay header; its bytes are sent now or copied. */
    public void offer(
            long nowNs,
            LinkSendState link,
            TrafficClass c,
            ByteBuffer buffer,
            int offset,
            int sizeBytes) {
        PacketStore slots = store;
        if (rateBps == 0 || slots == null) {
            output.send(nowNs, link, buffer, offset, sizeBytes);
            return;
        }
        if (queued == 0 && readyNs <= nowNs) {
            charge(nowNs, wireBytes(link, sizeBytes), c.phb().strict());
            output.send(nowNs, link, buffer, offset, sizeBytes);
            return;
        }
        if (!makeRoom(slots, c, sizeBytes)) {
            output.drop(DropReason.QUEUE_FULL);
            return;
        }
        int slot = slots.put(nowNs, link, c.dropPrecedence(), buffer, offset, sizeBytes);
        queues[c.phb().ordinal()].append(slot);
        queued++;
        drain(nowNs);
    }

    public void onDeadline(long nowNs) {
        drain(nowNs);
    }

    public long nextDeadlineNs() {
        return queued == 0 ? NEVER : readyNs;
    }

    private boolean makeRoom(PacketStore slots, TrafficClass c, int sizeBytes) {
        PhbQueue own = queues[c.phb().ordinal()];
        while (own.packets() >= limits.packets() || own.bytes() + sizeBytes > limits.bytes()) {
            int victim = own.droppableBefore(c.dropPrecedence());
            if (victim == PacketStore.NONE) {
                return false;
            }
            evict(slots, own, victim);
        }
        if (!slots.isFull()) {
            return true;
        }
        for (int i = PHBS.length - 1; i > c.phb().ordinal(); i--) {
            if (!queues[i].isEmpty()) {
                evict(slots, queues[i], queues[i].tail());
                return true;
            }
        }
        int victim = own.droppableBefore(c.dropPrecedence());
        if (victim != PacketStore.NONE) {
            evict(slots, own, victim);
        }
        return victim != PacketStore.NONE;
    }

    private void evict(PacketStore slots, PhbQueue queue, int slot) {
        queue.remove(slot);
        slots.free(slot);
        queued--;
        output.drop(DropReason.QUEUE_FULL);
    }

    private void drain(long nowNs) {
        PacketStore slots = store;
        if (slots == null) {
            return;
        }
        while (queued > 0 && (rateBps == 0 || readyNs <= nowNs)) {
            int phb = choose(nowNs, slots);
            int slot = queues[phb].head();
            queues[phb].remove(slot);
            queued--;
            LinkSendState link = slots.link(slot);
            int offset = slots.offset(slot);
            int sizeBytes = slots.length(slot);
            if (spendBudget(slots.bytes(), offset, nowNs - slots.sinceNs(slot))) {
                charge(nowNs, wireBytes(link, sizeBytes), PHBS[phb].strict());
                output.send(nowNs, link, slots.bytes(), offset, sizeBytes);
            } else {
                output.drop(DropReason.DEADLINE);
            }
            slots.free(slot);
        }
    }

    /** The behaviour whose first packet is next; something waits. */
    private int choose(long nowNs, PacketStore slots) {
        int strict = PHBS.length;
        int weighted = 0;
        for (int i = PHBS.length - 1; i >= 0; i--) {
            if (!queues[i].isEmpty() && PHBS[i].strict()) {
                strict = i;
            } else if (!queues[i].isEmpty()) {
                weighted++;
            }
        }
        boolean hasStrict = strict < PHBS.length;
        if (hasStrict && (strictReadyNs <= nowNs || weighted == 0)) {
            return strict;
        }
        // Each round adds a quantum, so a packet of any size is reached after a bounded number.
        while (true) {
            if (queues[turn].isEmpty()) {
                deficit[turn] = 0;
            } else {
                deficit[turn] += turnBegun ? 0 : quantum(turn);
                turnBegun = true;
                int sizeBytes = slots.length(queues[turn].head());
                if (deficit[turn] >= sizeBytes) {
                    deficit[turn] -= sizeBytes;
                    return turn;
                }
            }
            turn = turn + 1 < PHBS.length ? turn + 1 : FIRST_WEIGHTED;
            turnBegun = false;
        }
    }

    /** Takes the wait off the time budget; false when it is used up. */
    private static boolean spendBudget(ByteBuffer buffer, int offset, long waitedNs) {
        int budget = OverlayHeader.budget(buffer, offset);
        if (budget == OverlayHeader.NO_TIME_LIMIT) {
            return true;
        }
        long left = budget - waitedNs / OverlayHeader.BUDGET_UNIT_NS;
        if (left <= 0) {
            return false;
        }
        OverlayHeader.budget(buffer, offset, (int) left);
        return true;
    }

    private void charge(long nowNs, int sizeBytes, boolean strict) {
        if (rateBps == 0) {
            return;
        }
        long costNs = sizeBytes * BIT_NS / rateBps;
        readyNs = Math.max(readyNs, nowNs - BURST_NS) + costNs;
        if (strict) {
            strictReadyNs =
                    Math.max(strictReadyNs, nowNs - STRICT_BURST_NS)
                            + costNs * 100 / limits.strictPercent();
        }
    }

    private static int wireBytes(LinkSendState link, int sizeBytes) {
        return sizeBytes + link.tagBytes() + (link.to().isIpv4() ? IPV4_UDP_BYTES : IPV6_UDP_BYTES);
    }

    private static long quantum(int phb) {
        return PHBS[phb].weight() * QUANTUM_BYTES_PER_WEIGHT;
    }
}
