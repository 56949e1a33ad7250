package rhumb.probe;

import rhumb.probe.stamp.StampReject;

/**
 * What an agent did, for metrics. Every datagram received is a probe, an answer or a reject:
 * received = probes + replies + rejects. Owned by the agent's thread.
 */
public final class AgentCounters {
    long received;
    long probesSent;
    long probesReceived;
    long repliesReceived;
    long reflected;
    long passiveEntries;
    long passiveRefused;
    long stalls;
    long linksRefused;
    private final long[] rejects = new long[StampReject.ALL.size()];

    AgentCounters() {}

    public long received() {
        return received;
    }

    public long probesSent() {
        return probesSent;
    }

    public long probesReceived() {
        return probesReceived;
    }

    public long repliesReceived() {
        return repliesReceived;
    }

    public long reflected() {
        return reflected;
    }

    /** Intervals of media that were used. */
    public long passiveEntries() {
        return passiveEntries;
    }

    /** Intervals of media about links that are not in the plan, or with absurd figures. */
    public long passiveRefused() {
        return passiveRefused;
    }

    /** Times that the agent was run so late that silence proved nothing. */
    public long stalls() {
        return stalls;
    }

    /** Links of plans that are not this PoP's, or whose reflector another link has already. */
    public long linksRefused() {
        return linksRefused;
    }

    public long rejects(StampReject reason) {
        return rejects[reason.ordinal()];
    }

    void reject(StampReject reason) {
        rejects[reason.ordinal()]++;
    }
}
