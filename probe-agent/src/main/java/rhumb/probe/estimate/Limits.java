package rhumb.probe.estimate;

import java.util.List;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;

/** What the classes bear, by class code, in arrays: they are looked at with every packet. */
final class Limits {
    /** Beyond this a class bears much, and a few events are no reason for it to leave. */
    private static final long LENIENT_PPM = 20_000;

    private static final double LENIENT_NATS = 6;

    final long[] lossPpm = new long[TrafficClass.COUNT];
    final long[] reorderPpm = new long[TrafficClass.COUNT];
    final long[] delayNs = new long[TrafficClass.COUNT];
    final long[] riseNs = new long[TrafficClass.COUNT];
    final long[] jitterNs = new long[TrafficClass.COUNT];

    void set(List<ClassTarget> targets) {
        for (int c = 0; c < TrafficClass.COUNT; c++) {
            ClassTarget target = targets.get(c);
            lossPpm[c] = target.maxLossPpm();
            reorderPpm[c] = target.maxReorderPpm();
            delayNs[c] = target.maxDelayNs();
            riseNs[c] = target.maxDelayRiseNs();
            jitterNs[c] = target.maxJitterNs();
        }
    }

    /** The classes that a delay breaks. */
    int brokenByDelay(long rise, long delay) {
        int broken = 0;
        for (int c = 0; c < TrafficClass.COUNT; c++) {
            broken |= rise > riseNs[c] || delay > delayNs[c] ? 1 << c : 0;
        }
        return broken;
    }

    /** The classes that a figure above a limit breaks. */
    static int above(long figure, long[] limits) {
        int broken = 0;
        for (int c = 0; c < limits.length; c++) {
            broken |= figure > limits[c] ? 1 << c : 0;
        }
        return broken;
    }

    /**
     * The classes that so many events of so many packets speak against.
     *
     * @param nats how strongly; a class that bears much is asked for {@value #LENIENT_NATS} at
     *     least
     */
    static int brokenByEvents(long packets, long events, long[] limitPpm, double nats) {
        int broken = 0;
        for (int c = 0; c < limitPpm.length; c++) {
            double least = limitPpm[c] > LENIENT_PPM ? LENIENT_NATS : 0;
            broken |=
                    LossEvidence.above(packets, events, limitPpm[c]) >= Math.max(nats, least)
                            ? 1 << c
                            : 0;
        }
        return broken;
    }
}
