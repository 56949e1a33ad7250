package rhumb.forward.queue;

import org.jspecify.annotations.Nullable;
import rhumb.net.Phb;
import rhumb.southbound.rule.QueueSettings;

/**
 * All packets of one behaviour: a queue for each tenant, served by deficit round robin with equal
 * shares (Shreedhar and Varghese, SIGCOMM 1995), and the rates of the behaviour as a whole.
 */
final class ClassQueue {
    /** At least the longest packet, so that each turn serves one. */
    private static final int TENANT_QUANTUM_BYTES = 1_536;

    static final int QUANTUM_BYTES_PER_WEIGHT = 64;

    final Phb phb;
    final RateClock cap;
    final RateClock reserve;

    /** Round robin among behaviours. */
    long deficit;

    private final PacketStore store;
    private final @Nullable PacketQueue[] byTenant = new PacketQueue[TenantTable.PLACES];
    private final long[] tenantDeficit = new long[TenantTable.PLACES];
    private int weight;
    private long waiting;
    private int packets;
    private long bytes;
    private int turn;

    ClassQueue(Phb phb, PacketStore store, long burstNs) {
        this.phb = phb;
        this.store = store;
        weight = phb.weight();
        cap = new RateClock(burstNs);
        reserve = new RateClock(burstNs);
    }

    void configure(long nowNs, QueueSettings.Share share) {
        weight = share.weight();
        cap.rate(nowNs, share.capBps());
        reserve.rate(nowNs, share.reserveBps());
    }

    long quantum() {
        return (long) weight * QUANTUM_BYTES_PER_WEIGHT;
    }

    /** Elastic senders slow down when their packets are dropped or marked early (RFC 8289). */
    boolean isElastic() {
        return switch (phb) {
            case ASSURED_STREAMING, ASSURED_BULK, BEST_EFFORT, LOWER_EFFORT -> true;
            case NETWORK_CONTROL, EXPEDITED, ASSURED_REAL_TIME -> false;
        };
    }

    /** The places of tenants whose packets wait. */
    long waiting() {
        return waiting;
    }

    int packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    /** The queue of one tenant; only made on first use. */
    PacketQueue queue(int tenant) {
        PacketQueue queue = byTenant[tenant];
        if (queue == null) {
            queue = new PacketQueue(store);
            byTenant[tenant] = queue;
        }
        return queue;
    }

    void append(int tenant, int slot) {
        queue(tenant).append(slot);
        waiting |= 1L << tenant;
        packets++;
        bytes += store.length(slot);
    }

    void remove(int tenant, int slot) {
        PacketQueue queue = queue(tenant);
        queue.remove(slot);
        packets--;
        bytes -= store.length(slot);
        if (queue.isEmpty()) {
            waiting &= ~(1L << tenant);
            tenantDeficit[tenant] = 0;
        }
    }

    /**
     * Whose turn it is; asking again gives the same one until it was served.
     *
     * @param able places that may send, one of them at least with packets here
     */
    int next(long able) {
        long open = waiting & able;
        boolean stays =
                (open & 1L << turn) != 0 && tenantDeficit[turn] >= store.length(queue(turn).head());
        if (!stays) {
            long later = turn + 1 < Long.SIZE ? open & -1L << turn + 1 : 0;
            turn = Long.numberOfTrailingZeros(later != 0 ? later : open);
            tenantDeficit[turn] += TENANT_QUANTUM_BYTES;
        }
        return turn;
    }

    /** A packet of this tenant leaves in its turn. */
    void served(int tenant, int sizeBytes) {
        tenantDeficit[tenant] = Math.max(0, tenantDeficit[tenant] - sizeBytes);
    }

    /** The tenant with most bytes here, for when there is no room. */
    int fattest() {
        int fattest = 0;
        long most = -1;
        for (long rest = waiting; rest != 0; rest &= rest - 1) {
            int tenant = Long.numberOfTrailingZeros(rest);
            if (queue(tenant).bytes() > most) {
                most = queue(tenant).bytes();
                fattest = tenant;
            }
        }
        return fattest;
    }
}
