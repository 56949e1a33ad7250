package rhumb.forward.session;

import org.jspecify.annotations.Nullable;

/** Sessions in the order of their last packet, so that the next idle one is known at once. */
final class IdleList<S extends Session> {
    private @Nullable Session oldest;
    private @Nullable Session newest;

    void touch(long nowNs, S session) {
        session.lastNs = nowNs;
        if (newest != session) {
            remove(session);
            session.older = newest;
            if (newest != null) {
                newest.newer = session;
            }
            newest = session;
            oldest = oldest == null ? session : oldest;
        }
    }

    void remove(S session) {
        Session before = session.older;
        Session after = session.newer;
        if (before != null) {
            before.newer = after;
        }
        if (after != null) {
            after.older = before;
        }
        oldest = oldest == session ? after : oldest;
        newest = newest == session ? before : newest;
        session.older = null;
        session.newer = null;
    }

    @SuppressWarnings("unchecked")
    @Nullable S oldest() {
        return (S) oldest;
    }

    @SuppressWarnings("unchecked")
    @Nullable S newerThan(S session) {
        return (S) session.newer;
    }
}
