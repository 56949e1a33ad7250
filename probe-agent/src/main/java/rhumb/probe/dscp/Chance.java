package rhumb.probe.dscp;

/** Whether a count of bad packets is more than chance explains. */
final class Chance {
    private Chance() {}

    /**
     * The natural logarithm of the probability of {@code bad} or more bad packets out of {@code
     * all} when each is bad with probability {@code p}: the upper tail of the binomial
     * distribution.
     *
     * @param p more than 0, less than 1
     */
    static double logTail(int bad, int all, double p) {
        if (bad <= 0) {
            return 0;
        }
        double odds = p / (1 - p);
        double logTerm = logTerm(bad, all, p);
        double sum = 1;
        double ratio = 1;
        for (int k = bad; k < all && ratio > 1e-12 * sum; k++) {
            ratio *= odds * (all - k) / (k + 1);
            sum += ratio;
        }
        return Math.min(0, logTerm + Math.log(sum));
    }

    private static double logTerm(int bad, int all, double p) {
        double log = bad * Math.log(p) + (all - bad) * Math.log1p(-p);
        for (int i = 1; i <= bad; i++) {
            log += Math.log((double) (all - bad + i) / i);
        }
        return log;
    }
}
