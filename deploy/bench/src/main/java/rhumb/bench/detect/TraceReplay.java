package rhumb.bench.detect;

import java.util.List;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;
import rhumb.probe.AgentOptions;

/**
 * A recorded trace as the outward delay of a link that is probed once a sample: which of the
 * labelled rises that break a target does the near agent leave for, and what else does it leave
 * for?
 *
 * @param rises labelled changes after which the median of {@value #AROUND} samples lies by at least
 *     the strictest class's limit above the one before
 * @param seen of these, those at which the link was bad within {@value #WITHIN} samples
 * @param accusations how often the link turned from good to bad
 * @param explained of these, those within {@value #WITHIN} samples of a labelled change or of
 *     samples without an answer
 */
public record TraceReplay(String trace, int rises, int seen, int accusations, int explained) {
    private static final int AROUND = 10;
    private static final int WITHIN = 20;
    private static final long SAMPLE_NS = 100_000_000L;
    private static final double NS_PER_MS = 1e6;

    /** Replays the whole trace. */
    public static TraceReplay of(RttTrace trace) {
        List<ClassTarget> targets = TrafficClass.ALL.stream().map(ClassTarget::standard).toList();
        double limitMs =
                targets.stream().mapToLong(ClassTarget::maxDelayRiseNs).min().orElseThrow()
                        / NS_PER_MS;
        VirtualLink link = new VirtualLink(1, AgentOptions.STANDARD, SAMPLE_NS, 0, targets);
        link.inward.delayNs = (long) (trace.lowestMs() / 2 * NS_PER_MS);
        link.inward.jitterNs = 1;
        link.outward.jitterNs = 1;
        boolean[] bad = new boolean[trace.samples()];
        int accusations = 0;
        int explained = 0;
        int lastSign = Integer.MIN_VALUE / 2;
        long before = 0;
        for (int i = 0; i < trace.samples(); i++) {
            double ms = trace.rttMs(i);
            link.outward.dead = Double.isNaN(ms);
            if (ms > 0) {
                link.outward.delayNs = (long) (ms * NS_PER_MS) - link.inward.delayNs;
            }
            lastSign = trace.changed(i) || Double.isNaN(ms) ? i : lastSign;
            link.run(link.nowNs() + SAMPLE_NS, false);
            bad[i] = link.near.outgoingIsBad();
            long now = link.near.accusationsOutgoing();
            if (now > before) {
                accusations++;
                explained += i - lastSign <= WITHIN ? 1 : 0;
            }
            before = now;
        }
        int rises = 0;
        int seen = 0;
        for (int i = 0; i < trace.samples(); i++) {
            boolean rise =
                    trace.changed(i)
                            && trace.medianMs(i, i + AROUND) - trace.medianMs(i - AROUND, i)
                                    >= limitMs;
            rises += rise ? 1 : 0;
            seen += rise && anyBad(bad, i) ? 1 : 0;
        }
        return new TraceReplay(trace.name(), rises, seen, accusations, explained);
    }

    private static boolean anyBad(boolean[] bad, int from) {
        for (int i = from; i < Math.min(bad.length, from + WITHIN); i++) {
            if (bad[i]) {
                return true;
            }
        }
        return false;
    }
}
