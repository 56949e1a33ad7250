package rhumb.bench.paths;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One kind of work on one mesh, over and over: {@link #prepare} says what changes next and is not
 * timed, {@link #run} is. Deterministic by its seed.
 */
final class PathsCase implements AutoCloseable {
    /** Pairs of each class whose backup is searched for again; a whole small mesh. */
    private static final int CHECKED_BACKUPS = 20_000;

    private final Mesh mesh;
    private final int maxLinks;
    private final Work work;
    private final Engine engine;
    private final SplittableRandom random;

    /** By class and link; changed in place. */
    private final int[][] costs;

    private int[] changed = new int[0];

    /** By class, what the changed links cost before. */
    private int[][] before = new int[0][];

    PathsCase(Mesh mesh, int classes, int maxLinks, int threads, Work work, long seed) {
        this.mesh = mesh;
        this.maxLinks = maxLinks;
        this.work = work;
        this.random = new SplittableRandom(seed);
        this.engine = new Engine(mesh, maxLinks, threads);
        this.costs = ClassCosts.of(mesh, classes, random);
        engine.compute(costs);
    }

    void prepare() {
        switch (work) {
            case COLD, BACKUPS -> {}
            case LINKS_10 -> change(10);
            case LINKS_100 -> change(100);
            case POP -> {
                comeBack();
                lose(linksOf(random.nextInt(mesh.pops())));
            }
        }
    }

    void run() {
        switch (work) {
            case COLD -> engine.compute(costs);
            case LINKS_10, LINKS_100, POP -> engine.update(costs, changed);
            case BACKUPS -> engine.protect();
        }
    }

    /** Whether what {@link #run} found last is what plain loops, or a plain search, find. */
    boolean identical() {
        int classes = costs.length;
        if (work == Work.BACKUPS) {
            for (int c = 0; c < classes; c++) {
                if (!sameBackups(c)) {
                    return false;
                }
            }
            return true;
        }
        boolean[] same = new boolean[classes];
        // One thread per class does all of it; the classes have nothing in common.
        IntStream.range(0, classes).parallel().forEach(c -> same[c] = samePaths(c));
        for (boolean one : same) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
    }

    private boolean samePaths(int c) {
        NaiveAllPairs naive = new NaiveAllPairs(mesh, costs[c], maxLinks);
        for (int from = 0; from < mesh.pops(); from++) {
            for (int to = 0; to < mesh.pops(); to++) {
                if (from != to
                        && (engine.cost(c, from, to) != naive.cost(from, to)
                                || engine.path(c, from, to) != naive.path(from, to))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean sameBackups(int c) {
        int pairs = mesh.pops() * mesh.pops();
        int[] checked =
                pairs <= 2 * CHECKED_BACKUPS
                        ? IntStream.range(0, pairs).toArray()
                        : random.ints(CHECKED_BACKUPS, 0, pairs).toArray();
        return engine.backupsShareLeast(c, checked);
    }

    /** Half of the links at random, half of those that the best paths of class 0 use. */
    private void change(int count) {
        TreeSet<Integer> links = new TreeSet<>();
        int most = Math.min(count, mesh.links());
        while (links.size() < most) {
            links.add(links.size() % 2 == 0 ? random.nextInt(mesh.links()) : usedLink());
        }
        changed = links.stream().mapToInt(Integer::intValue).toArray();
        for (int link : changed) {
            boolean lost = random.nextInt(10) == 0;
            double factor = random.nextDouble(0.5, 3);
            for (int[] row : costs) {
                // A lost link comes back at what its delay alone costs.
                double us =
                        row[link] >= Engine.INFINITE
                                ? mesh.ms(link) * 1_000
                                : row[link] * (double) ClassCosts.UNIT_US * factor;
                row[link] = lost ? Engine.INFINITE : ClassCosts.cost(us);
            }
        }
    }

    /** The first link of the best path of some pair. */
    private int usedLink() {
        int link = random.nextInt(mesh.links());
        long path = engine.path(0, mesh.from(link), mesh.to(link));
        int relay = path > 0 ? (int) (path & (1 << Engine.RELAY_BITS) - 1) - 1 : -1;
        // Where the best path is the link itself, or there is none, any link will do.
        return relay < 0 ? random.nextInt(mesh.links()) : mesh.link(mesh.from(link), relay);
    }

    private void lose(int[] links) {
        changed = links;
        before =
                Arrays.stream(costs)
                        .map(row -> Arrays.stream(links).map(link -> row[link]).toArray())
                        .toArray(int[][]::new);
        for (int[] row : costs) {
            for (int link : links) {
                row[link] = Engine.INFINITE;
            }
        }
    }

    /** What was lost comes back; nothing when nothing is lost. */
    private void comeBack() {
        for (int c = 0; c < before.length; c++) {
            for (int i = 0; i < changed.length; i++) {
                costs[c][changed[i]] = before[c][i];
            }
        }
        engine.update(costs, changed);
    }

    private int[] linksOf(int pop) {
        return IntStream.range(0, mesh.links())
                .filter(link -> mesh.from(link) == pop || mesh.to(link) == pop)
                .toArray();
    }
}
