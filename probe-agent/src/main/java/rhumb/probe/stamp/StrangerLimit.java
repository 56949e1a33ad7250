package rhumb.probe.stamp;

import java.util.Arrays;
import rhumb.net.Endpoint;

/**
 * How many probes from outside the plan are answered: {@value #PER_SECOND} a second for each
 * address whatever its ports, {@value #TOTAL_PER_SECOND} for all together, so that forged addresses
 * gain nothing.
 *
 * <p>Bound: {@value #SLOTS} addresses. Policy when the {@value #WINDOW} slots of an address are
 * taken: the one with the most tokens left is forgotten.
 */
public final class StrangerLimit {
    static final int PER_SECOND = 20;
    static final int TOTAL_PER_SECOND = 1_000;
    static final int SLOTS = 1_024;

    private static final int WINDOW = 8;
    private static final long SECOND_NS = 1_000_000_000L;

    private final long[] high = new long[SLOTS];
    private final long[] low = new long[SLOTS];
    private final long[] state = new long[SLOTS];
    private long total = TokenBucket.FULL;

    public StrangerLimit() {
        Arrays.fill(state, TokenBucket.FULL);
    }

    /** Whether a probe from this address may be answered now. */
    public boolean admit(long nowNs, Endpoint from) {
        int slot = slot(from);
        long mine = TokenBucket.take(nowNs, state[slot], SECOND_NS / PER_SECOND, PER_SECOND);
        if (mine == state[slot]) {
            return false;
        }
        long all = TokenBucket.take(nowNs, total, SECOND_NS / TOTAL_PER_SECOND, TOTAL_PER_SECOND);
        if (all == total) {
            return false;
        }
        state[slot] = mine;
        total = all;
        return true;
    }

    private int slot(Endpoint from) {
        // Fibonacci hashing: addresses of one network differ in few low bits only.
        int home = (int) ((from.high() * 31 + from.low()) * 0x9e37_79b9_7f4a_7c15L >>> 54);
        int roomiest = home;
        for (int i = 0; i < WINDOW; i++) {
            int index = home + i & SLOTS - 1;
            if (state[index] != TokenBucket.FULL
                    && high[index] == from.high()
                    && low[index] == from.low()) {
                return index;
            }
            roomiest = state[index] < state[roomiest] ? index : roomiest;
        }
        high[roomiest] = from.high();
        low[roomiest] = from.low();
        state[roomiest] = TokenBucket.FULL;
        return roomiest;
    }
}
