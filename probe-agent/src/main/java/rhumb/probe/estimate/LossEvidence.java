package rhumb.probe.estimate;

/** How strongly k losses of n packets speak against a loss rate, in nats. */
final class LossEvidence {
    private static final double MILLION = 1e6;

    private LossEvidence() {}

    /** n times KL(k/n || limit) when k/n is above the limit, else 0. */
    static double above(long n, long k, long limitPpm) {
        return k * MILLION > n * (double) limitPpm ? divergence(n, k, limitPpm) : 0;
    }

    /** n times KL(k/n || limit) when k/n is below the limit, else 0. */
    static double below(long n, long k, long limitPpm) {
        return k * MILLION < n * (double) limitPpm ? divergence(n, k, limitPpm) : 0;
    }

    /**
     * After how many consecutive losses a link that loses {@code lossPpm} by chance would be called
     * dead wrongly no more often than once in e^{@code nats}.
     */
    static long runLimit(long lossPpm, double nats, long least, long most) {
        if (lossPpm <= 0) {
            return least;
        }
        double perLoss = -StrictMath.log(Math.min(lossPpm / MILLION, 0.99));
        return Math.clamp((long) StrictMath.ceil(nats / perLoss), least, most);
    }

    private static double divergence(long n, long k, long limitPpm) {
        double limit = limitPpm / MILLION;
        double rate = (double) k / n;
        double lossTerm = k == 0 ? 0 : k * StrictMath.log(rate / limit);
        double passTerm = k == n ? 0 : (n - k) * StrictMath.log((1 - rate) / (1 - limit));
        return lossTerm + passTerm;
    }
}
