package rhumb.forward.queue;

import rhumb.forward.wire.DropReason;

/** What became of the packets of one class or one tenant at one uplink, since the start. */
public final class QueueCounters {
    private long packets;
    private long bytes;
    private long marked;
    private final long[] drops = new long[DropReason.values().length];
    private long dropped;
    private int queued;
    private final DelayHistogram delays = new DelayHistogram();

    /** Counts anew but for what waits. */
    QueueCounters reset() {
        QueueCounters fresh = new QueueCounters();
        fresh.queued = queued;
        return fresh;
    }

    void entered() {
        queued++;
    }

    void left() {
        queued--;
    }

    void sent(long nowNs, int wireBytes, long waitedNs) {
        packets++;
        bytes += wireBytes;
        delays.add(nowNs, waitedNs);
    }

    void dropped(DropReason reason) {
        drops[reason.ordinal()]++;
        dropped++;
    }

    void marked() {
        marked++;
    }

    /** Packets sent. */
    public long packets() {
        return packets;
    }

    /** Bytes sent, with IP and UDP headers. */
    public long bytes() {
        return bytes;
    }

    /** Packets marked CE instead of dropped. */
    public long ceMarked() {
        return marked;
    }

    public long drops(DropReason reason) {
        return drops[reason.ordinal()];
    }

    public long dropped() {
        return dropped;
    }

    /** Packets that wait now. */
    public int queued() {
        return queued;
    }

    /** How long the packets sent of late waited. */
    public DelayHistogram delays() {
        return delays;
    }
}
