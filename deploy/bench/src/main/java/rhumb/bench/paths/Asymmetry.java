package rhumb.bench.paths;

import java.util.Arrays;

/**
 * How far the two ways between PoPs differ, over the unordered pairs known both ways.
 *
 * @param pairs how many such pairs there are
 * @param medianPercent difference by the larger of the two, median
 * @param p90Percent the same, 90th percentile
 */
public record Asymmetry(int pairs, double medianPercent, double p90Percent) {
    static Asymmetry of(Mesh mesh) {
        double[] percent = new double[mesh.links()];
        int count = 0;
        for (int link = 0; link < mesh.links(); link++) {
            int back = mesh.link(mesh.to(link), mesh.from(link));
            if (back > link) {
                double larger = Math.max(mesh.ms(link), mesh.ms(back));
                percent[count++] = 100 * Math.abs(mesh.ms(link) - mesh.ms(back)) / larger;
            }
        }
        double[] sorted = Arrays.copyOf(percent, count);
        Arrays.sort(sorted);
        return new Asymmetry(count, at(sorted, 0.5), at(sorted, 0.9));
    }

    private static double at(double[] sorted, double q) {
        return sorted.length == 0 ? 0 : sorted[(int) (q * (sorted.length - 1))];
    }
}
