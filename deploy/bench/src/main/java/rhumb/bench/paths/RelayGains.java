package rhumb.bench.paths;

import java.util.Arrays;

/**
 * What relays are worth in a mesh, for one hop bound, by delay alone.
 *
 * @param pairs ordered pairs with a link of their own
 * @param improved those that a way over relays is faster for
 * @param reached pairs without a link of their own that relays connect
 * @param medianMs gain of the improved ones
 * @param medianPercent of the delay of the link
 */
public record RelayGains(
        int maxLinks,
        int pairs,
        int improved,
        int reached,
        double medianMs,
        double p90Ms,
        double medianPercent,
        double p90Percent) {
    /** Of a mesh, computed now. */
    public static RelayGains of(Mesh mesh, int maxLinks) {
        try (Engine engine = new Engine(mesh, maxLinks, 1)) {
            engine.compute(costs(mesh));
            return of(mesh, engine, maxLinks);
        }
    }

    /** Of answers that the engine found for class 0, costs being delays. */
    static RelayGains of(Mesh mesh, Engine engine, int maxLinks) {
        double[] ms = new double[mesh.links()];
        double[] percent = new double[mesh.links()];
        int improved = 0;
        int reached = 0;
        for (int from = 0; from < mesh.pops(); from++) {
            for (int to = 0; to < mesh.pops(); to++) {
                long path = engine.path(0, from, to);
                int link = mesh.link(from, to);
                if (path <= 0) {
                    continue; // none, or the link itself
                }
                if (link < 0) {
                    reached++;
                    continue;
                }
                double gain = mesh.ms(link) - ms(mesh, from, to, path);
                // Costs are whole units: a gain of less than one may be none.
                if (gain > 0) {
                    ms[improved] = gain;
                    percent[improved++] = 100 * gain / mesh.ms(link);
                }
            }
        }
        double[] gains = Arrays.copyOf(ms, improved);
        double[] shares = Arrays.copyOf(percent, improved);
        Arrays.sort(gains);
        Arrays.sort(shares);
        return new RelayGains(
                maxLinks,
                mesh.links(),
                improved,
                reached,
                quantile(gains, 0.5),
                quantile(gains, 0.9),
                quantile(shares, 0.5),
                quantile(shares, 0.9));
    }

    /** Delays as costs of one class. */
    static int[][] costs(Mesh mesh) {
        int[] costs = new int[mesh.links()];
        for (int link = 0; link < costs.length; link++) {
            costs[link] = ClassCosts.cost(mesh.ms(link) * 1_000);
        }
        return new int[][] {costs};
    }

    public double improvedPercent() {
        return 100.0 * improved / Math.max(1, pairs);
    }

    private static double ms(Mesh mesh, int from, int to, long path) {
        double sum = 0;
        int at = from;
        for (long rest = path; rest > 0; rest >>>= Engine.RELAY_BITS) {
            int relay = (int) (rest & (1 << Engine.RELAY_BITS) - 1) - 1;
            sum += mesh.ms(mesh.link(at, relay));
            at = relay;
        }
        return sum + mesh.ms(mesh.link(at, to));
    }

    private static double quantile(double[] sorted, double q) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (q * (sorted.length - 1))];
    }
}
