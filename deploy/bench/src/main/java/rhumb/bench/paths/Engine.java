package rhumb.bench.paths;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.io.PoolWorkers;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.Costs;
import rhumb.path.Fallbacks;
import rhumb.path.Graph;
import rhumb.path.GraphBuilder;
import rhumb.path.PathCode;
import rhumb.path.ProtectionSearch;

/**
 * The best paths of all pairs and classes, and their backups: everything of the benchmark that
 * calls path-compute. Each PoP has one uplink, of one of a few providers.
 *
 * <p>A path is told by its relays, {@link #NO_PATH} when there is none: 10 bits each, the first in
 * the lowest ones, counted from 1.
 */
final class Engine implements AutoCloseable {
    /** Of a link that may not be used. */
    static final int INFINITE = Costs.INFINITE;

    /** The dearest link. */
    static final int MAX_COST = Costs.MAX_USABLE;

    /** The largest mesh. */
    static final int MAX_POPS = GraphBuilder.MAX_NODES;

    static final int MAX_LINKS = Costs.MAX_LINKS;
    static final long NO_PATH = -1;
    static final int RELAY_BITS = 10;

    private static final int PROVIDERS = 6;

    private final Mesh mesh;
    private final Graph graph;
    private final int maxLinks;
    private final PoolWorkers workers;

    private AllPairs[] best = new AllPairs[0];

    /** By class, to, from, as {@link PathCode}. */
    private long[][][] backups = new long[0][][];

    Engine(Mesh mesh, int maxLinks, int threads) {
        this.mesh = mesh;
        this.maxLinks = maxLinks;
        this.workers = new PoolWorkers(threads);
        GraphBuilder builder = new GraphBuilder(mesh.pops());
        for (int pop = 0; pop < mesh.pops(); pop++) {
            builder.uplink(pop, pop % PROVIDERS);
        }
        for (int link = 0; link < mesh.links(); link++) {
            builder.link(mesh.from(link), mesh.to(link));
        }
        this.graph = builder.build();
    }

    /**
     * From the costs to the best paths.
     *
     * @param linkCosts by class and link; 1 to {@link #MAX_COST}, or {@link #INFINITE}
     */
    void compute(int[][] linkCosts) {
        CostMatrix[] matrices = new CostMatrix[linkCosts.length];
        workers.run(matrices.length, c -> matrices[c] = CostMatrix.of(graph, linkCosts[c]));
        best = AllPairs.compute(matrices, maxLinks, workers);
    }

    /**
     * From the last best paths to those of these costs.
     *
     * @param linkCosts as they are now; may be the arrays of last time, changed in place
     * @param changedLinks the links whose costs are others, ascending
     */
    void update(int[][] linkCosts, int[] changedLinks) {
        workers.run(
                best.length,
                c -> {
                    int[] costs = new int[changedLinks.length];
                    for (int i = 0; i < costs.length; i++) {
                        costs[i] = linkCosts[c][changedLinks[i]];
                    }
                    best[c].update(changedLinks, costs);
                });
    }

    /** From the last best paths to a backup for each. */
    void protect() {
        backups = fallbacks(null);
    }

    /** A third candidate for each pair and class, beside the best path and the backup. */
    long[][][] thirds() {
        return fallbacks(backups);
    }

    /**
     * @param first by class, to, from, what is to be gone round besides the best path; null for
     *     nothing
     */
    private long[][][] fallbacks(long @Nullable [][][] first) {
        int n = mesh.pops();
        long[][][] result = new long[best.length][n][];
        int shares = Math.max(1, 2 * workers.parallelism() / best.length);
        workers.run(
                best.length * shares,
                piece -> {
                    int c = piece / shares;
                    Fallbacks fallbacks = new Fallbacks(best[c], INFINITE);
                    int end = (piece % shares + 1) * n / shares;
                    for (int to = piece % shares * n / shares; to < end; to++) {
                        long[] row = new long[n];
                        for (int from = 0; from < n; from++) {
                            long primary = best[c].code(from, to);
                            if (primary != PathCode.NONE) {
                                long other = first == null ? PathCode.NONE : first[c][to][from];
                                row[from] = fallbacks.find(from, to, primary, other);
                            }
                        }
                        result[c][to] = row;
                    }
                });
        return result;
    }

    int cost(int c, int from, int to) {
        return best[c].cost(from, to);
    }

    long path(int c, int from, int to) {
        return relays(best[c].path(from, to));
    }

    /**
     * Whether the backups of these pairs (from * pops + to) have no more in common with the best
     * paths than the one found by the search that considers every candidate.
     */
    boolean backupsShareLeast(int c, int[] pairs) {
        ProtectionSearch search = new ProtectionSearch(best[c], INFINITE);
        for (int pair : pairs) {
            int from = pair / mesh.pops();
            int to = pair % mesh.pops();
            int[] primary = best[c].path(from, to);
            if (primary.length > 0) {
                int[] wanted = search.find(from, to, List.of(primary));
                long backup = backups[c][to][from];
                boolean same =
                        wanted == null
                                ? backup == PathCode.NONE
                                : backup != PathCode.NONE
                                        && search.rank(wanted)[0]
                                                == search.rank(links(backup, from, to))[0];
                if (!same) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        workers.close();
    }

    private int[] links(long code, int from, int to) {
        return PathCode.links(graph, code, from, to);
    }

    private long relays(int[] links) {
        if (links.length == 0) {
            return NO_PATH;
        }
        long relays = 0;
        for (int i = links.length - 1; i > 0; i--) {
            relays = relays << RELAY_BITS | mesh.from(links[i]) + 1;
        }
        return relays;
    }
}
