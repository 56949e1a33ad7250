package rhumb.forward.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.table.LongMap;
import rhumb.forward.wire.DropReason;
import rhumb.net.Endpoint;

/**
 * Clients at their ingress: (service, address) to flow number and back. Bound: {@link
 * SessionLimits}; policy when full: refuse the newcomer.
 */
public final class SessionTable {
    private static final long NEVER = Long.MAX_VALUE;

    private static final class Count {
        int sessions;
    }

    private final SessionLimits limits;
    private final LongMap<Map<Endpoint, ClientSession>> byService = new LongMap<>();
    private final LongMap<ClientSession> byFlow = new LongMap<>();
    private final LongMap<Count> bySource = new LongMap<>();
    private final IdleList<ClientSession> idle = new IdleList<>();
    private int lastFlow;
    private @Nullable DropReason refusal;

    /**
     * @param random where flow numbers begin, so that those of a former life are not met again
     */
    public SessionTable(SessionLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.lastFlow = random.nextInt();
    }

    public int size() {
        return byFlow.size();
    }

    /** The session of this client, without counting it as alive; null when there is none. */
    public @Nullable ClientSession find(int service, Endpoint client) {
        Map<Endpoint, ClientSession> clients = byService.get(service);
        return clients == null ? null : clients.get(client);
    }

    /** The client's session, a new one if need be; null when refused, see {@link #refusal}. */
    public @Nullable ClientSession enter(long nowNs, int service, Endpoint client) {
        Map<Endpoint, ClientSession> clients = byService.get(service);
        ClientSession known = clients == null ? null : clients.get(client);
        if (known != null) {
            idle.touch(nowNs, known);
            return known;
        }
        if (clients == null) {
            clients = new HashMap<>();
            byService.put(service, clients);
        }
        if (clients.size() >= limits.perService()) {
            refusal = DropReason.SESSION_LIMIT;
            return null;
        }
        Count count = bySource.get(sourceKey(client));
        if (count != null && count.sessions >= limits.perSource()) {
            refusal = DropReason.SOURCE_LIMIT;
            return null;
        }
        ClientSession made = new ClientSession(service, freeFlow(), client);
        clients.put(client, made);
        byFlow.put(made.flow(), made);
        if (count == null) {
            count = new Count();
            bySource.put(sourceKey(client), count);
        }
        count.sessions++;
        idle.touch(nowNs, made);
        return made;
    }

    /** Why the last {@link #enter} gave null. */
    public DropReason refusal() {
        return refusal == null ? DropReason.UNJUDGED : refusal;
    }

    /** The session with this flow number, of this service, or null; it counts as alive. */
    public @Nullable ClientSession answer(long nowNs, int service, int flow) {
        ClientSession session = byFlow.get(flow);
        if (session == null || session.service() != service) {
            return null;
        }
        idle.touch(nowNs, session);
        return session;
    }

    public void onDeadline(long nowNs) {
        ClientSession oldest = idle.oldest();
        while (oldest != null && nowNs - oldest.lastNs >= limits.idleNs()) {
            forget(oldest);
            oldest = idle.oldest();
        }
    }

    public long nextDeadlineNs() {
        ClientSession oldest = idle.oldest();
        return oldest == null ? NEVER : oldest.lastNs + limits.idleNs();
    }

    /** All sessions, the one that was silent longest first. */
    public void forEach(Consumer<ClientSession> action) {
        ClientSession session = idle.oldest();
        while (session != null) {
            action.accept(session);
            session = idle.newerThan(session);
        }
    }

    private void forget(ClientSession session) {
        idle.remove(session);
        byFlow.remove(session.flow());
        Map<Endpoint, ClientSession> clients = byService.get(session.service());
        if (clients != null) {
            clients.remove(session.client());
        }
        long key = sourceKey(session.client());
        Count count = bySource.get(key);
        if (count != null && --count.sessions == 0) {
            bySource.remove(key);
        }
    }

    private int freeFlow() {
        do {
            lastFlow++;
        } while (byFlow.contains(lastFlow));
        return lastFlow;
    }

    /** One customer's worth of addresses: an IPv4 address, or the /64 of an IPv6 one. */
    private static long sourceKey(Endpoint client) {
        return client.isIpv4() ? client.low() : client.high();
    }
}
