package rhumb.bench.paths;

import java.util.random.RandomGenerator;

/**
 * What links cost each class: delay, jitter, loss and price, weighed as classes weigh them. Class 0
 * knows delay alone. In units of 64 us, the controller's.
 */
final class ClassCosts {
    static final int UNIT_US = 64;

    /**
     * By class, modulo their number: weights of jitter, of loss per 1,000 ppm in us, of price in
     * us.
     */
    private static final double[][] WEIGHTS = {
        {0, 0, 0},
        {2, 1_000, 0},
        {4, 3_000, 0},
        {1, 5_000, 500},
        {0.5, 2_000, 2_000},
        {0, 500, 8_000},
        {3, 200, 4_000},
        {0, 0, 20_000},
    };

    private ClassCosts() {}

    /** Costs by class and link. */
    static int[][] of(Mesh mesh, int classes, RandomGenerator random) {
        int[][] costs = new int[classes][mesh.links()];
        for (int link = 0; link < mesh.links(); link++) {
            double jitterUs = 50 + 1_500 * Math.pow(random.nextDouble(), 3);
            double lossKppm = 20 * Math.pow(random.nextDouble(), 12);
            double price = random.nextDouble(0.2, 1);
            for (int c = 0; c < classes; c++) {
                double[] weights = WEIGHTS[c % WEIGHTS.length];
                double us =
                        mesh.ms(link) * 1_000
                                + weights[0] * jitterUs
                                + weights[1] * lossKppm
                                + weights[2] * price;
                costs[c][link] = cost(us);
            }
        }
        return costs;
    }

    /** A cost that a usable link may have. */
    static int cost(double us) {
        return (int) Math.max(1, Math.min(Engine.MAX_COST, Math.round(us / UNIT_US)));
    }
}
