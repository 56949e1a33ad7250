package rhumb.bench.detect;

import java.util.SplittableRandom;

/** What one direction of a link does to packets at this moment. */
final class Conditions {
    /** How transit times vary above {@link #delayNs}. */
    enum Jitter {
        /** Lognormal with median {@link #jitterNs} and sigma 0.5: a link with short queues. */
        LOGNORMAL,
        /**
         * Exponential with mean {@link #jitterNs}, nobody overtaken: a queue that comes and goes.
         */
        EXPONENTIAL,
        /**
         * Pareto with shape 1.5: with 0.1 ms, one in 1,000 beyond 10 ms, one in 30,000 beyond 100.
         */
        PARETO
    }

    private static final long LONGEST_JITTER_NS = 2_000_000_000L;

    double loss;
    double reorder;
    boolean dead;
    long delayNs = 40_000_000L;
    Jitter jitter = Jitter.LOGNORMAL;
    long jitterNs = 200_000L;

    Conditions copy() {
        Conditions copy = new Conditions();
        copy.become(this);
        return copy;
    }

    void become(Conditions other) {
        loss = other.loss;
        reorder = other.reorder;
        dead = other.dead;
        delayNs = other.delayNs;
        jitter = other.jitter;
        jitterNs = other.jitterNs;
    }

    private long lastArrivalNs;

    boolean loses(SplittableRandom random) {
        return dead || loss > 0 && random.nextDouble() < loss;
    }

    /**
     * When a packet that departs now arrives.
     *
     * @param spacingNs between packets of its stream: one that is reordered comes after the next
     */
    long arrivesNs(long departsNs, SplittableRandom random, long spacingNs) {
        boolean held = reorder > 0 && random.nextDouble() < reorder;
        long arrivesNs = departsNs + delayNs + variationNs(random);
        if (jitter == Jitter.EXPONENTIAL) {
            arrivesNs = Math.max(arrivesNs, lastArrivalNs);
            lastArrivalNs = arrivesNs;
        }
        return arrivesNs + (held ? spacingNs + spacingNs / 2 : 0);
    }

    private long variationNs(SplittableRandom random) {
        double factor =
                switch (jitter) {
                    case LOGNORMAL -> StrictMath.exp(random.nextGaussian() / 2);
                    case EXPONENTIAL -> -StrictMath.log(1 - random.nextDouble());
                    case PARETO -> StrictMath.pow(1 - random.nextDouble(), -1 / 1.5) - 1;
                };
        return Math.min((long) (factor * jitterNs), LONGEST_JITTER_NS);
    }
}
