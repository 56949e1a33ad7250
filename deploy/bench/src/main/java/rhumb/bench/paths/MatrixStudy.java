package rhumb.bench.paths;

import java.util.ArrayList;
import java.util.List;

/**
 * A measured mesh, one class whose cost is the delay: per hop bound how long all pairs take and
 * what relays gain.
 */
public record MatrixStudy(Asymmetry asymmetry, List<Bound> bounds) {
    /** Longer than any path so that code is warm; then the rounds. */
    private static final int WARM_UP_NS = 300_000_000;

    /** One hop bound. */
    public record Bound(Timing timing, boolean identical, RelayGains gains) {}

    public MatrixStudy {
        bounds = List.copyOf(bounds);
    }

    /** With so many timed rounds for each bound. */
    public static MatrixStudy of(Mesh mesh, int threads, int rounds) {
        int[][] costs = RelayGains.costs(mesh);
        List<Bound> bounds = new ArrayList<>();
        for (int maxLinks = 1; maxLinks <= Engine.MAX_LINKS; maxLinks++) {
            try (Engine engine = new Engine(mesh, maxLinks, threads)) {
                Timing timing = time(engine, costs, rounds);
                bounds.add(
                        new Bound(
                                timing,
                                identical(mesh, engine, costs[0], maxLinks),
                                RelayGains.of(mesh, engine, maxLinks)));
            }
        }
        return new MatrixStudy(Asymmetry.of(mesh), bounds);
    }

    private static Timing time(Engine engine, int[][] costs, int rounds) {
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP_NS; ) {
            engine.compute(costs);
        }
        double[] ns = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            engine.compute(costs);
            ns[round] = System.nanoTime() - start;
        }
        return Timing.of(ns);
    }

    private static boolean identical(Mesh mesh, Engine engine, int[] costs, int maxLinks) {
        NaiveAllPairs naive = new NaiveAllPairs(mesh, costs, maxLinks);
        for (int from = 0; from < mesh.pops(); from++) {
            for (int to = 0; to < mesh.pops(); to++) {
                if (engine.path(0, from, to) != naive.path(from, to)) {
                    return false;
                }
            }
        }
        return true;
    }
}
