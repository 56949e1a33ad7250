package rhumb.forward.pipeline;

import rhumb.forward.wire.DropReason;

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
    public long toOverlay;
    public long toClients;
    public long toTargets;
    public long toTun;
    public long consumed;
    private final long[] drops = new long[DropReason.values().length];

    public void drop(DropReason reason) {
        drops[reason.ordinal()]++;
    }

    public long drops(DropReason reason) {
        return drops[reason.ordinal()];
    }

    public long dropped() {
        long sum = 0;
        for (long count : drops) {
            sum += count;
        }
        return sum;
    }

    public long in() {
        return fromClients + fromOverlay + fromTargets + fromTun + originated;
    }

    /** Without what is dropped or waits. */
    public long out() {
        return toOverlay + toClients + toTargets + toTun + consumed;
    }
}
