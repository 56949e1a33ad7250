package rhumb.forward.stream;

import java.util.EnumMap;
import java.util.Map;

/**
 * What happened to streams since the start. Owned by the streams' thread; the shell copies it for
 * metrics.
 */
public final class StreamCounters {
    private final Map<StreamReject, Long> rejects = new EnumMap<>(StreamReject.class);
    long viewers;
    long chains;
    long reroutes;
    long deliveredBytes;
    long originBytes;
    long relayedBytes;

    void reject(StreamReject reason) {
        rejects.merge(reason, 1L, Long::sum);
    }

    public long rejects(StreamReject reason) {
        return rejects.getOrDefault(reason, 0L);
    }

    /** Viewers' connections taken. */
    public long viewers() {
        return viewers;
    }

    /** Chains opened by the viewer side. */
    public long chains() {
        return chains;
    }

    /** Chains opened to replace another one. */
    public long reroutes() {
        return reroutes;
    }

    /** Bytes handed to viewers. */
    public long deliveredBytes() {
        return deliveredBytes;
    }

    /** Bytes read from media servers. */
    public long originBytes() {
        return originBytes;
    }

    /** Bytes passed on between two neighbours, both directions. */
    public long relayedBytes() {
        return relayedBytes;
    }
}
