package rhumb.host.udp;

import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * Gives one {@link Endpoint} object per address, so that senders met before cost no allocation.
 *
 * <p>Bound: {@value #SLOTS} addresses. Policy when a neighbourhood of {@value #WINDOW} slots is
 * full: the address at the home slot is forgotten. Endpoints compare by value, so that forgetting
 * costs an allocation and nothing else.
 */
final class EndpointCache {
    static final int SLOTS = 1 << 14;
    private static final int WINDOW = 8;

    private final @Nullable Endpoint[] table = new @Nullable Endpoint[SLOTS];

    /** Datagrams of one sender come in rows. */
    private @Nullable Endpoint last;

    /** The object for this address and port. */
    Endpoint of(long high, long low, int port) {
        Endpoint before = last;
        if (before != null && is(before, high, low, port)) {
            return before;
        }
        Endpoint found = find(high, low, port);
        last = found;
        return found;
    }

    private Endpoint find(long high, long low, int port) {
        int home = slot(high, low, port);
        for (int i = 0; i < WINDOW; i++) {
            int index = home + i & SLOTS - 1;
            Endpoint known = table[index];
            if (known == null) {
                return put(index, high, low, port);
            }
            if (is(known, high, low, port)) {
                return known;
            }
        }
        return put(home, high, low, port);
    }

    private static boolean is(Endpoint endpoint, long high, long low, int port) {
        return endpoint.low() == low && endpoint.port() == port && endpoint.high() == high;
    }

    private Endpoint put(int index, long high, long low, int port) {
        Endpoint fresh = new Endpoint(high, low, port);
        table[index] = fresh;
        return fresh;
    }

    private static int slot(long high, long low, int port) {
        // Fibonacci hashing: addresses of one network differ in few low bits only.
        long mixed = (high * 31 + low ^ (long) port << 40) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 50);
    }
}
