package rhumb.southbound.session;

import java.util.EnumMap;
import java.util.Map;
import rhumb.southbound.wire.Decoded;

/** What a session received, for metrics. Owned by the session's thread. */
public final class SessionCounters {
    private long messages;
    private long unknownKinds;
    private long unknownFields;
    private final Map<Decoded.Reason, Long> rejected = new EnumMap<>(Decoded.Reason.class);

    void count(Decoded decoded) {
        switch (decoded) {
            case Decoded.Accepted accepted -> {
                messages++;
                unknownFields += accepted.unknownFields();
            }
            case Decoded.UnknownKind unknown -> unknownKinds++;
            case Decoded.Rejected reason -> rejected.merge(reason.reason(), 1L, Long::sum);
        }
    }

    public long messages() {
        return messages;
    }

    public long unknownKinds() {
        return unknownKinds;
    }

    public long unknownFields() {
        return unknownFields;
    }

    public long rejected(Decoded.Reason reason) {
        return rejected.getOrDefault(reason, 0L);
    }
}
