package rhumb.forward.queue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.Ecn;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Phb;
import rhumb.net.TrafficClass;

/**
 * Sends into one uplink at its rate, in this order: strict behaviours up to their ceiling; whom
 * something is reserved for and who had less; the others by deficit round robin; strict ones above
 * their ceiling. Nobody goes above a cap. Without rate and caps packets go straight through.
 * Packets of one flow and behaviour keep their order. A packet costs O(behaviours), and O(1) for
 * each tenant with packets here that has a cap or a reservation; nothing is allocated for it.
 *
 * <p>Bound: {@link QueueLimits}. Policy when full: the least important goes first, of the tenant
 * with most; a newcomer only gives way to what matters as much or more.
 */
public final class UplinkScheduler {
    // Implementation constants.
    /** What may be sent at once after a pause, so that a late timer costs no rate. */
    static final long BURST_NS = 5_000_000L;

    private static final long STRICT_BURST_NS = 20_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private static final Phb[] PHBS = Phb.values();
    private static final int FIRST_WEIGHTED = Phb.ASSURED_REAL_TIME.ordinal();
    private static final int STRICT = (1 << FIRST_WEIGHTED) - 1;

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
    private QueuePlan plan = QueuePlan.paced(0);
    private @Nullable PacketStore store;
    private ClassQueue[] queues = new ClassQueue[0];
    private final TenantTable tenants = new TenantTable(BURST_NS);
    private final QueueCounters[] byClass = new QueueCounters[TrafficClass.COUNT];
    private final RateClock pace = new RateClock(BURST_NS);
    private final RateClock strictPace = new RateClock(STRICT_BURST_NS);
    private int turn = FIRST_WEIGHTED;
    private boolean turnBegun;
    private int queued;
    private long wakeNs = NEVER;

    // What choose() found.
    private int chosenPhb;
    private int chosenTenant;
    private boolean chosenByTurn;

    public UplinkScheduler(QueueLimits limits, Output output) {
        this.limits = limits;
        this.output = output;
        Arrays.setAll(byClass, _ -> new QueueCounters());
    }

    /** Sets the pace and leaves the rest as usual. */
    public void rate(long nowNs, long newRateBps) {
        configure(nowNs, QueuePlan.paced(newRateBps));
    }

    /** From now on by this plan. What waits stays, or leaves at once when nothing holds it back. */
    public void configure(long nowNs, QueuePlan newPlan) {
        if (newPlan.equals(plan)) {
            return;
        }
        plan = newPlan;
        if (newPlan.holdsBack() && store == null) {
            PacketStore made = new PacketStore(limits.slots());
            store = made;
            queues = new ClassQueue[PHBS.length];
            Arrays.setAll(queues, i -> new ClassQueue(PHBS[i], made, BURST_NS));
        }
        pace.rate(nowNs, newPlan.rateBps());
        strictPace.rate(nowNs, newPlan.rateBps() * newPlan.strictPercent() / 100);
        long waiting = 0;
        for (ClassQueue queue : queues) {
            queue.configure(nowNs, newPlan.shares().get(queue.phb.ordinal()));
            waiting |= queue.waiting();
        }
        tenants.configure(nowNs, newPlan, waiting);
        drain(nowNs);
    }

    public long rateBps() {
        return plan.rateBps();
    }

    /** Whether code points on the wire are those of the packets (RFC 2983). */
    public boolean isUniform() {
        return plan.uniform();
    }

    /** Packets that wait. */
    public int queued() {
        return queued;
    }

    /** Packets of one behaviour that wait. */
    public int queued(Phb phb) {
        return queues.length == 0 ? 0 : queues[phb.ordinal()].packets();
    }

    public QueueCounters counters(TrafficClass c) {
        return byClass[c.code()];
    }

    /** Tenants that rules name. */
    public List<String> tenants() {
        return tenants.names();
    }

    public QueueCounters counters(String tenant) {
        return tenants.counters(tenants.find(tenant));
    }

    /** Takes a packet with its overlay header; its bytes are sent now or copied. */
    public void offer(
            long nowNs,
            LinkSendState link,
            TrafficClass c,
            ByteBuffer buffer,
            int offset,
            int sizeBytes) {
        int tenant = tenants.ofService(OverlayHeader.service(buffer, offset));
        PacketStore slots = store;
        if (slots == null) {
            send(nowNs, link, c.code(), tenant, buffer, offset, sizeBytes, 0);
            return;
        }
        ClassQueue own = queues[c.phb().ordinal()];
        if (queued == 0 && pace.isReady(nowNs) && isBelowCaps(nowNs, own, tenant)) {
            charge(nowNs, own, tenant, link.wireBytes(sizeBytes));
            send(nowNs, link, c.code(), tenant, buffer, offset, sizeBytes, 0);
            return;
        }
        int precedence = DropPrecedence.of(c, OverlayHeader.innerOctet(buffer, offset));
        if (!makeRoom(nowNs, slots, own, tenant, precedence, sizeBytes)) {
            DropReason reason = fullReason(nowNs, own, tenant);
            byClass[c.code()].dropped(reason);
            tenants.counters(tenant).dropped(reason);
            output.drop(reason);
            return;
        }
        int slot = slots.put(nowNs, link, c.code(), precedence, buffer, offset, sizeBytes);
        own.append(tenant, slot);
        byClass[c.code()].entered();
        tenants.counters(tenant).entered();
        queued++;
        drain(nowNs);
    }

    public void onDeadline(long nowNs) {
        drain(nowNs);
    }

    public long nextDeadlineNs() {
        return wakeNs;
    }

    private boolean isBelowCaps(long nowNs, ClassQueue queue, int tenant) {
        return queue.cap.isReady(nowNs) && tenants.cap(tenant).isReady(nowNs);
    }

    /** Why there is no room: held back by a cap, or by the uplink. */
    private DropReason fullReason(long nowNs, ClassQueue queue, int tenant) {
        return isBelowCaps(nowNs, queue, tenant) ? DropReason.QUEUE_FULL : DropReason.CAP;
    }

    private boolean makeRoom(
            long nowNs,
            PacketStore slots,
            ClassQueue own,
            int tenant,
            int precedence,
            int sizeBytes) {
        while (own.packets() >= limits.packets() || own.bytes() + sizeBytes > limits.bytes()) {
            if (!evictFrom(nowNs, slots, own, tenant, precedence, sizeBytes)) {
                return false;
            }
        }
        if (!slots.isFull()) {
            return true;
        }
        for (int i = PHBS.length - 1; i > own.phb.ordinal(); i--) {
            if (queues[i].packets() > 0) {
                int fattest = queues[i].fattest();
                evict(nowNs, slots, queues[i], fattest, queues[i].queue(fattest).tail());
                return true;
            }
        }
        return evictFrom(nowNs, slots, own, tenant, precedence, sizeBytes);
    }

    /**
     * From the tenant with most in this class, if that is not the newcomer's; else by precedence.
     */
    private boolean evictFrom(
            long nowNs,
            PacketStore slots,
            ClassQueue own,
            int tenant,
            int precedence,
            int sizeBytes) {
        int fattest = own.fattest();
        PacketQueue most = own.queue(fattest);
        if (fattest != tenant && most.bytes() > own.queue(tenant).bytes() + sizeBytes) {
            int victim = most.droppableBefore(0);
            evict(nowNs, slots, own, fattest, victim == PacketStore.NONE ? most.tail() : victim);
            return true;
        }
        int victim = own.queue(tenant).droppableBefore(precedence);
        if (victim == PacketStore.NONE) {
            return false;
        }
        evict(nowNs, slots, own, tenant, victim);
        return true;
    }

    private void evict(long nowNs, PacketStore slots, ClassQueue queue, int tenant, int slot) {
        take(slots, queue, tenant, slot);
        drop(slots, tenant, slot, fullReason(nowNs, queue, tenant));
    }

    private void drain(long nowNs) {
        PacketStore slots = store;
        while (slots != null && queued > 0 && pace.isReady(nowNs) && choose(nowNs, slots)) {
            ClassQueue queue = queues[chosenPhb];
            int sizeBytes = dequeue(nowNs, slots, queue, chosenTenant);
            if (chosenByTurn) {
                // CoDel may have put a longer packet in the place of the one that was due.
                queue.deficit = Math.max(queue.deficit - sizeBytes, -PacketStore.SLOT_BYTES);
            }
        }
        wakeNs = queued == 0 ? NEVER : Math.max(pace.readyNs(), blockedUntilNs());
    }

    /**
     * The first packet of this queue that is still worth sending leaves, if there is one.
     *
     * @return its bytes
     */
    private int dequeue(long nowNs, PacketStore slots, ClassQueue queue, int tenant) {
        PacketQueue packets = queue.queue(tenant);
        while (!packets.isEmpty()) {
            int slot = packets.head();
            take(slots, queue, tenant, slot);
            long waitedNs = nowNs - slots.sinceNs(slot);
            if (!spendBudget(slots.bytes(), slots.offset(slot), waitedNs)) {
                drop(slots, tenant, slot, DropReason.DEADLINE);
            } else if (isShed(nowNs, slots, queue, packets, tenant, slot, waitedNs)) {
                drop(slots, tenant, slot, DropReason.CODEL);
            } else {
                return leave(nowNs, slots, queue, tenant, slot, waitedNs);
            }
        }
        packets.codel().onEmpty(nowNs, plan.codelIntervalNs());
        return 0;
    }

    private void take(PacketStore slots, ClassQueue queue, int tenant, int slot) {
        queue.remove(tenant, slot);
        byClass[slots.classCode(slot)].left();
        tenants.counters(tenant).left();
        queued--;
    }

    private void drop(PacketStore slots, int tenant, int slot, DropReason reason) {
        byClass[slots.classCode(slot)].dropped(reason);
        tenants.counters(tenant).dropped(reason);
        slots.free(slot);
        output.drop(reason);
    }

    private int leave(
            long nowNs, PacketStore slots, ClassQueue queue, int tenant, int slot, long waitedNs) {
        LinkSendState link = slots.link(slot);
        int sizeBytes = slots.length(slot);
        queue.served(tenant, sizeBytes);
        charge(nowNs, queue, tenant, link.wireBytes(sizeBytes));
        int code = slots.classCode(slot);
        send(nowNs, link, code, tenant, slots.bytes(), slots.offset(slot), sizeBytes, waitedNs);
        slots.free(slot);
        return sizeBytes;
    }

    private void send(
            long nowNs,
            LinkSendState link,
            int code,
            int tenant,
            ByteBuffer buffer,
            int offset,
            int sizeBytes,
            long waitedNs) {
        int wireBytes = link.wireBytes(sizeBytes);
        byClass[code].sent(nowNs, wireBytes, waitedNs);
        tenants.counters(tenant).sent(nowNs, wireBytes, waitedNs);
        output.send(nowNs, link, buffer, offset, sizeBytes);
    }

    /** What CoDel drops; marks it instead where its sender understands that. */
    private boolean isShed(
            long nowNs,
            PacketStore slots,
            ClassQueue queue,
            PacketQueue packets,
            int tenant,
            int slot,
            long waitedNs) {
        int octet = OverlayHeader.innerOctet(slots.bytes(), slots.offset(slot));
        boolean marks = plan.ecn() && Ecn.isCapable(octet);
        if (!queue.isElastic() && !marks) {
            return false;
        }
        long intervalNs = plan.codelIntervalNs();
        long targetNs = plan.codelTargetNs();
        if (!packets.codel().drops(nowNs, waitedNs, packets.bytes(), targetNs, intervalNs)) {
            return false;
        }
        if (!marks) {
            return true;
        }
        packets.codel().marked(nowNs, intervalNs);
        OverlayHeader.innerOctet(slots.bytes(), slots.offset(slot), Ecn.congested(octet));
        byClass[slots.classCode(slot)].marked();
        tenants.counters(tenant).marked();
        return false;
    }

    /** Whether somebody may send now, and who is next. */
    private boolean choose(long nowNs, PacketStore slots) {
        long waiting = 0;
        for (ClassQueue queue : queues) {
            waiting |= queue.waiting();
        }
        long open = tenants.open(nowNs, waiting);
        int able = 0;
        for (int i = 0; i < PHBS.length; i++) {
            boolean may = (queues[i].waiting() & open) != 0 && queues[i].cap.isReady(nowNs);
            able |= may ? 1 << i : 0;
        }
        if (able == 0) {
            return false;
        }
        long promised = tenants.promised(nowNs, open);
        int strict = able & STRICT;
        if (strict != 0 && (strictPace.isReady(nowNs) || strict == able)) {
            pick(Integer.numberOfTrailingZeros(strict), open, promised);
            return true;
        }
        for (int rest = able; rest != 0; rest &= rest - 1) {
            int i = Integer.numberOfTrailingZeros(rest);
            boolean ofClass = queues[i].reserve.rateBps() > 0 && queues[i].reserve.isReady(nowNs);
            if (ofClass || (queues[i].waiting() & promised) != 0) {
                pick(i, open, promised);
                return true;
            }
        }
        turn(able & ~STRICT, slots, open);
        return true;
    }

    /** In this behaviour, whom something is reserved for, else whose turn it is. */
    private void pick(int phb, long open, long promised) {
        chosenPhb = phb;
        chosenByTurn = false;
        long first = queues[phb].waiting() & promised;
        chosenTenant = first != 0 ? Long.numberOfTrailingZeros(first) : queues[phb].next(open);
    }

    /**
     * Picks by deficit round robin among these behaviours, none of which is strict. Each round adds
     * a quantum, so a packet of any size is reached after a bounded number.
     */
    private void turn(int able, PacketStore slots, long open) {
        while (true) {
            ClassQueue queue = queues[turn];
            if ((able & 1 << turn) == 0) {
                queue.deficit = Math.min(queue.deficit, 0);
            } else {
                queue.deficit += turnBegun ? 0 : queue.quantum();
                turnBegun = true;
                pick(turn, open, 0);
                int sizeBytes = slots.length(queue.queue(chosenTenant).head());
                if (queue.deficit >= sizeBytes) {
                    chosenByTurn = true;
                    return;
                }
            }
            turn = turn + 1 < PHBS.length ? turn + 1 : FIRST_WEIGHTED;
            turnBegun = false;
        }
    }

    /** When the first cap lets somebody who waits send. */
    private long blockedUntilNs() {
        long first = NEVER;
        for (ClassQueue queue : queues) {
            if (queue.waiting() != 0) {
                long openNs = tenants.openNs(queue.waiting());
                first = Math.min(first, Math.max(queue.cap.readyNs(), openNs));
            }
        }
        return first;
    }

    private void charge(long nowNs, ClassQueue queue, int tenant, int wireBytes) {
        pace.charge(nowNs, wireBytes);
        if (queue.phb.strict()) {
            strictPace.charge(nowNs, wireBytes);
        }
        queue.cap.charge(nowNs, wireBytes);
        queue.reserve.chargePromise(nowNs, wireBytes);
        tenants.charge(nowNs, tenant, wireBytes);
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
}
