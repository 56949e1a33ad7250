package rhumb.bench.detect;

import java.util.Arrays;
import rhumb.probe.AgentOptions;

/**
 * One row: many runs of one fault. Times are after the fault plus one round trip of the healthy
 * link, until the agent at the start of the link tells its forwarder.
 *
 * @param packetsPerSecond of media; 0 on an idle link
 * @param missed runs in which the fault was not seen within the limit
 * @param meanMs over the runs in which it was seen; NaN when in none
 * @param floorMs NaN when theory has none for this fault
 */
public record DetectRow(
        String impairment,
        int packetsPerSecond,
        long intervalMs,
        boolean fastSigns,
        int runs,
        int missed,
        double meanMs,
        double floorMs,
        double p99Ms) {
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000 * MS;
    private static final long RTT_NS = 80 * MS;
    private static final long WARM_UP_NS = 10 * SECOND_NS;
    private static final long LIMIT_IDLE_NS = 300 * SECOND_NS;
    private static final long LIMIT_IN_USE_NS = 60 * SECOND_NS;

    /** As in the JSON. */
    public String link() {
        return packetsPerSecond > 0 ? "in-use" : "idle";
    }

    static DetectRow of(
            Impairment impairment,
            int packetsPerSecond,
            long intervalMs,
            boolean fast,
            int runs,
            long seed) {
        double[] ms = new double[runs];
        int seen = 0;
        for (int run = 0; run < runs; run++) {
            long ns = run(impairment, packetsPerSecond, intervalMs * MS, fast, seed + run);
            if (ns != Long.MAX_VALUE) {
                ms[seen++] = ns / (double) MS;
            }
        }
        double[] sorted = Arrays.copyOf(ms, seen);
        Arrays.sort(sorted);
        int missed = runs - seen;
        // The slowest hundredth of all runs; when more were missed there is no such figure.
        int at = (int) Math.ceil(runs * 0.99) - 1;
        double rate = packetsPerSecond > 0 ? packetsPerSecond : 1_000.0 / intervalMs;
        return new DetectRow(
                impairment.name(),
                packetsPerSecond,
                intervalMs,
                fast,
                runs,
                missed,
                Arrays.stream(sorted).average().orElse(Double.NaN),
                Floor.ms(impairment.lossPpm(), rate),
                at < seen ? sorted[at] : Double.NaN);
    }

    private static long run(
            Impairment impairment, int packetsPerSecond, long intervalNs, boolean fast, long seed) {
        AgentOptions options = AgentOptions.STANDARD.withFastSigns(fast);
        VirtualLink link =
                new VirtualLink(seed, options, intervalNs, packetsPerSecond, impairment.targets());
        impairment.before().accept(link.outward);
        impairment.before().accept(link.inward);
        link.run(link.nowNs() + WARM_UP_NS + link.random().nextLong(SECOND_NS), false);
        link.near.listen();
        long struckNs = link.nowNs();
        boolean inUse = packetsPerSecond > 0;
        long limitNs = struckNs + (inUse ? LIMIT_IN_USE_NS : LIMIT_IDLE_NS);
        Conditions healthy = link.outward.copy();
        impairment.fault().accept(link.outward);
        if (impairment.lastsNs() < limitNs - struckNs) {
            link.run(struckNs + impairment.lastsNs(), true);
            link.outward.become(healthy);
        }
        link.run(limitNs, true);
        // Never negative: an early sign is not better than one just after the round trip.
        return link.near.hasLeft()
                ? Math.max(0, link.near.leftNs() - struckNs - RTT_NS)
                : Long.MAX_VALUE;
    }
}
