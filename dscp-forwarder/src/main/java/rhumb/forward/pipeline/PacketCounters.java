package rhumb.forward.pipeline;

import rhumb.forward.wire.DropReason;
import rhumb.net.TrafficClass;

/**
 * Packets since the start. At each moment: {@code in = out + queued + drops}, where probes, reports
 * and copies made here come in as originated, and those for this forwarder go out as consumed.
 */
public final class PacketCounters {
    public long fromClients;
    public long fromOverlay;
    public long fromTargets;
    public long fromTun;
    public long originated;

    /** Computed from repair packets, as if they had come. */
    public long recovered;

    /** Of those originated, copies of media for a second path. */
    public long copies;

    public long toOverlay;
    public long toClients;
    public long toTargets;
    public long toTun;
    public long consumed;
    private final long[] reordered = new long[TrafficClass.COUNT];
    private final long[] duplicates = new long[TrafficClass.COUNT];
    private final long[] drops = new long[DropReason.values().length];

    public void drop(DropReason reason) {
        drops[reason.ordinal()]++;
    }

    /** Datagrams came and were lost before they were judged, by where from. */
    public void lostInLanes(int ofOverlay, int ofClients, int ofTargets) {
        fromOverlay += ofOverlay;
        fromClients += ofClients;
        fromTargets += ofTargets;
        drops[DropReason.LANE_FULL.ordinal()] += ofOverlay + ofClients + ofTargets;
    }

    public long drops(DropReason reason) {
        return drops[reason.ordinal()];
    }

    /** A packet that leaves the overlay here came after a later one of its flow. */
    public void reordered(int classCode) {
        reordered[classCode]++;
    }

    /** A packet that would leave the overlay here did so before. */
    public void duplicate(int classCode) {
        duplicates[classCode]++;
    }

    public long reordered(TrafficClass c) {
        return reordered[c.code()];
    }

    public long duplicates(TrafficClass c) {
        return duplicates[c.code()];
    }

    public long dropped() {
        long sum = 0;
        for (long count : drops) {
            sum += count;
        }
        return sum;
    }

    public long in() {
        return fromClients + fromOverlay + fromTargets + fromTun + originated + recovered;
    }

    /** Without what is dropped or waits. */
    public long out() {
        return toOverlay + toClients + toTargets + toTun + consumed;
    }
}
