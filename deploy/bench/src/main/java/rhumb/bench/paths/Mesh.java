package rhumb.bench.paths;

import java.util.Arrays;
import rhumb.bench.input.DelayMatrix;

/**
 * PoPs and the directed links between them, at most one per ordered pair, numbered by from and then
 * to. Immutable.
 */
public final class Mesh {
    private final int pops;
    private final int[] from;
    private final int[] to;
    private final double[] ms;

    /** By from * pops + to; -1 for none. */
    private final int[] linkOf;

    private Mesh(int pops, double[] delays) {
        this.pops = pops;
        this.linkOf = new int[pops * pops];
        int[] pairs = new int[pops * pops];
        int count = 0;
        for (int pair = 0; pair < delays.length; pair++) {
            boolean known = pair / pops != pair % pops && delays[pair] > 0;
            linkOf[pair] = known ? count : -1;
            pairs[count] = pair;
            count += known ? 1 : 0;
        }
        int[] known = Arrays.copyOf(pairs, count);
        this.from = Arrays.stream(known).map(pair -> pair / pops).toArray();
        this.to = Arrays.stream(known).map(pair -> pair % pops).toArray();
        this.ms = Arrays.stream(known).mapToDouble(pair -> delays[pair]).toArray();
    }

    /** A link for each pair whose delay is known. */
    public static Mesh of(DelayMatrix matrix) {
        int n = matrix.size();
        double[] delays = new double[n * n];
        for (int pair = 0; pair < delays.length; pair++) {
            delays[pair] = matrix.ms(pair / n, pair % n);
        }
        return new Mesh(n, delays);
    }

    /**
     * A link for each pair with a delay.
     *
     * @param delays ms by from * pops + to; NaN for no link
     */
    static Mesh of(int pops, double[] delays) {
        return new Mesh(pops, delays);
    }

    public int pops() {
        return pops;
    }

    public int links() {
        return from.length;
    }

    public int from(int link) {
        return from[link];
    }

    public int to(int link) {
        return to[link];
    }

    public double ms(int link) {
        return ms[link];
    }

    /** The link between two PoPs, or -1. */
    public int link(int fromPop, int toPop) {
        return linkOf[fromPop * pops + toPop];
    }
}
