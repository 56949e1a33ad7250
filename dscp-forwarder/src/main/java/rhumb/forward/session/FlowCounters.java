package rhumb.forward.session;

import rhumb.net.TrafficClass;

/** What entered here of one flow. */
public final class FlowCounters {
    private TrafficClass trafficClass = TrafficClass.DEFAULT;
    private long packets;
    private long bytes;
    private long switches;
    private int pathTag = -1;
    private int lastSeq;

    /** Counts a packet; gives its flow sequence number. */
    public int next(TrafficClass c, int sizeBytes) {
        packets++;
        bytes += sizeBytes;
        if (c != trafficClass) {
            trafficClass = c;
            // Classes have paths of their own: that is no switch.
            pathTag = -1;
        }
        return ++lastSeq;
    }

    /** Notes the path the last packet took. */
    public void took(int tag) {
        switches += pathTag >= 0 && pathTag != tag ? 1 : 0;
        pathTag = tag;
    }

    /** Class of the last packet. */
    public TrafficClass trafficClass() {
        return trafficClass;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
    }

    /** How often the path changed between packets of one class. */
    public long switches() {
        return switches;
    }
}
