package rhumb.bench.repair;

import java.util.Random;

/** Gilbert's model: nothing is lost in the good state, everything in the bad one. */
final class Losses {
    private final Random random;
    private final double share;
    private final double burst;
    private boolean bad;

    /**
     * @param burst mean packets lost in a row; 1 = each for itself
     */
    Losses(long seed, double share, double burst) {
        this.random = new Random(seed);
        this.share = share;
        this.burst = burst;
    }

    boolean next() {
        if (burst <= 1) {
            return random.nextDouble() < share;
        }
        double enter = share / (1 - share) / burst;
        bad = random.nextDouble() < (bad ? 1 - 1 / burst : enter);
        return bad;
    }
}
