package rhumb.forward.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.table.LongMap;

/**
 * Sessions at the PoP beside the media server: (source PoP, service, flow) to the number of a
 * socket and back. Bound: {@link SessionLimits#atEgress}; policy when full: refuse the newcomer.
 */
public final class EgressTable {
    private static final long NEVER = Long.MAX_VALUE;

    /** Told when a session is forgotten, so that its socket can be closed. */
    @FunctionalInterface
    public interface Closed {
        void onClosed(int number);
    }

    private final SessionLimits limits;
    private final Closed closed;
    private final LongMap<EgressSession> byKey = new LongMap<>();
    private final @Nullable EgressSession[] byNumber;
    private final int[] free;
    private int freeCount;
    private final IdleList<EgressSession> idle = new IdleList<>();

    public EgressTable(SessionLimits limits, Closed closed) {
        this.limits = limits;
        this.closed = closed;
        byNumber = new EgressSession[limits.atEgress()];
        free = new int[limits.atEgress()];
        for (int i = 0; i < free.length; i++) {
            free[freeCount++] = free.length - 1 - i;
        }
    }

    public int size() {
        return byKey.size();
    }

    /** The session if there is one, or null; it is as idle as before. */
    public @Nullable EgressSession find(int sourcePop, int service, int flow) {
        return byKey.get(key(sourcePop, service, flow));
    }

    /** The session, a new one if need be; null when the table is full. */
    public @Nullable EgressSession enter(long nowNs, int sourcePop, int service, int flow) {
        long key = key(sourcePop, service, flow);
        EgressSession session = byKey.get(key);
        if (session == null) {
            if (freeCount == 0) {
                return null;
            }
            int number = free[--freeCount];
            session = new EgressSession(number, sourcePop, service, flow);
            byNumber[number] = session;
            byKey.put(key, session);
        }
        idle.touch(nowNs, session);
        return session;
    }

    /** The session with this socket, or null; it counts as alive. */
    public @Nullable EgressSession answer(long nowNs, int number) {
        EgressSession session = number >= 0 && number < byNumber.length ? byNumber[number] : null;
        if (session != null) {
            idle.touch(nowNs, session);
        }
        return session;
    }

    public void onDeadline(long nowNs) {
        EgressSession oldest = idle.oldest();
        while (oldest != null && nowNs - oldest.lastNs >= limits.idleNs()) {
            idle.remove(oldest);
            byKey.remove(key(oldest.sourcePop(), oldest.service(), oldest.flow()));
            byNumber[oldest.number()] = null;
            free[freeCount++] = oldest.number();
            closed.onClosed(oldest.number());
            oldest = idle.oldest();
        }
    }

    public long nextDeadlineNs() {
        EgressSession oldest = idle.oldest();
        return oldest == null ? NEVER : oldest.lastNs + limits.idleNs();
    }

    /** All sessions, the one that was silent longest first. */
    public void forEach(Consumer<EgressSession> action) {
        EgressSession session = idle.oldest();
        while (session != null) {
            action.accept(session);
            session = idle.newerThan(session);
        }
    }

    private static long key(int sourcePop, int service, int flow) {
        return (long) sourcePop << 48 | (long) service << 32 | flow & 0xffffffffL;
    }
}
