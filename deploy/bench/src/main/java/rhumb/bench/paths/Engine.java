package rhumb.bench.paths;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.Costs;
import rhumb.path.Graph;
import rhumb.path.GraphBuilder;
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
    private final int threads;
    private final ExecutorService pool;

    private int[][] costs = new int[0][];
    private CostMatrix[] matrices = new CostMatrix[0];
    private AllPairs[] best = new AllPairs[0];
    private int[][] backups = new int[0][];

    Engine(Mesh mesh, int maxLinks, int threads) {
        this.mesh = mesh;
        this.maxLinks = maxLinks;
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads);
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
        perClass(linkCosts, (c, matrix) -> AllPairs.compute(matrix, maxLinks));
    }

    /**
     * From the last best paths to those of these costs.
     *
     * @param linkCosts as they are now; may be the arrays of last time, changed in place
     * @param changedLinks the links whose costs are others, ascending
     */
    @SuppressWarnings("unused") // today's update finds the changed links by itself
    void update(int[][] linkCosts, int[] changedLinks) {
        AllPairs[] before = best;
        perClass(linkCosts, (c, matrix) -> before[c].update(matrix));
    }

    /** From the last best paths to a backup for each. */
    void protect() {
        int n = mesh.pops();
        int[][] result = new int[best.length][n * n];
        List<Callable<Void>> tasks = new ArrayList<>();
        int shares = Math.max(1, 2 * threads / best.length);
        for (int c = 0; c < best.length; c++) {
            for (int share = 0; share < shares; share++) {
                int index = c;
                int first = share * n / shares;
                int end = (share + 1) * n / shares;
                tasks.add(() -> {
                    ProtectionSearch search = search(index);
                    for (int from = first; from < end; from++) {
                        for (int to = 0; to < n; to++) {
                            result[index][from * n + to] = backup(search, index, from, to);
                        }
                    }
                    return null;
                });
            }
        }
        all(tasks);
        backups = result;
    }

    int cost(int c, int from, int to) {
        return best[c].cost(from, to);
    }

    long path(int c, int from, int to) {
        return relays(best[c].path(from, to));
    }

    long backup(int c, int from, int to) {
        return backups[c][from * mesh.pops() + to];
    }

    /**
     * Backups of these pairs (from * pops + to), found one by one on this thread by the search that
     * considers every candidate.
     */
    long[] searchedBackups(int c, int[] pairs) {
        ProtectionSearch search = search(c);
        return Arrays.stream(pairs)
                .mapToLong(pair -> backup(search, c, pair / mesh.pops(), pair % mesh.pops()))
                .toArray();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private ProtectionSearch search(int c) {
        return new ProtectionSearch(graph, matrices[c], best[c], costs[c], INFINITE);
    }

    private int backup(ProtectionSearch search, int c, int from, int to) {
        if (from == to || best[c].cost(from, to) >= INFINITE) {
            return (int) NO_PATH;
        }
        int[] found = search.find(from, to, List.of(best[c].path(from, to)));
        return (int) relays(found);
    }

    private long relays(int @Nullable [] links) {
        if (links == null || links.length == 0) {
            return NO_PATH;
        }
        long relays = 0;
        for (int i = links.length - 1; i > 0; i--) {
            relays = relays << RELAY_BITS | mesh.from(links[i]) + 1;
        }
        return relays;
    }

    private interface Step {
        AllPairs of(int c, CostMatrix matrix);
    }

    private void perClass(int[][] linkCosts, Step step) {
        CostMatrix[] newMatrices = new CostMatrix[linkCosts.length];
        AllPairs[] newBest = new AllPairs[linkCosts.length];
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int c = 0; c < linkCosts.length; c++) {
            int index = c;
            tasks.add(() -> {
                newMatrices[index] = CostMatrix.of(graph, linkCosts[index]);
                newBest[index] = step.of(index, newMatrices[index]);
                return null;
            });
        }
        all(tasks);
        costs = linkCosts;
        matrices = newMatrices;
        best = newBest;
    }

    private void all(List<Callable<Void>> tasks) {
        try {
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
