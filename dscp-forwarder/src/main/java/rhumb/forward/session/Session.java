package rhumb.forward.session;

import org.jspecify.annotations.Nullable;
import rhumb.forward.table.SequenceWindow;

/** What both kinds of sessions have: counters, the duplicate filter, a place in the idle list. */
public abstract sealed class Session permits ClientSession, EgressSession {
    /** Numbers of one flow told apart: a second of 1,000 packets/s between two paths, and room. */
    private static final int WINDOW = 2_048;

    private final int service;
    private final int flow;
    private final FlowCounters entered = new FlowCounters();
    private final SequenceWindow seen = new SequenceWindow(WINDOW);
    private int newestUs;

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

    /**
     * Whether a packet from the other end is the first with its flow sequence number. Numbers and
     * times of one sender rise together; a lower number with a later time comes from one that has
     * begun anew, and its numbers count from there.
     *
     * @param ingressUs when it entered the overlay, by the other end's clock
     */
    public boolean isFirst(int flowSeq, int ingressUs) {
        boolean behind = seen.started() && flowSeq - seen.top() <= 0;
        if (behind && ingressUs - newestUs > 0) {
            seen.reset();
        }
        SequenceWindow.Arrival arrival = seen.offer(flowSeq);
        if (arrival == SequenceWindow.Arrival.NEWEST) {
            newestUs = ingressUs;
        }
        return arrival == SequenceWindow.Arrival.NEWEST || arrival == SequenceWindow.Arrival.LATE;
    }
}
