package rhumb.forward.session;

import org.jspecify.annotations.Nullable;

/** What both kinds of sessions have: counters, the duplicate filter, a place in the idle list. */
public abstract sealed class Session permits ClientSession, EgressSession {
    private final int service;
    private final int flow;
    private final FlowCounters entered = new FlowCounters();
    private final DuplicateFilter arrivals = new DuplicateFilter();

    long lastNs;
    @Nullable Session older;
    @Nullable Session newer;

    Session(int service, int flow) {
        this.service = service;
        this.flow = flow;
    }

    public int service() {
        return service;
    }

    /** The ingress's number, the same at both ends. */
    public int flow() {
        return flow;
    }

    /** Counters of the packets that enter the overlay here. */
    public FlowCounters entered() {
        return entered;
    }

    /** Whether a packet from the other end is the first with its flow sequence number. */
    public boolean isFirst(int flowSeq, int ingressUs) {
        return arrivals.isFirst(flowSeq, ingressUs);
    }

    /** Whether the last packet that was a first came after one with a higher number. */
    public boolean cameLate() {
        return arrivals.cameLate();
    }

    /** Packets from the other end that came after one with a higher number (RFC 4737). */
    public long reordered() {
        return arrivals.reordered();
    }

    /** Packets from the other end that came once more, and were not given out again. */
    public long duplicates() {
        return arrivals.duplicates();
    }
}
