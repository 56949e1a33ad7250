package rhumb.bench.paths;

import java.lang.ref.Reference;
import java.util.Collection;
import java.util.SplittableRandom;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/**
 * Times work on a synthetic WAN in a JVM of its own by JMH, and checks the answers here.
 *
 * @param rounds runs of the cold work; quicker work gets more, slower less
 */
public record Measurement(int maxLinks, int rounds, double warmUpSeconds, long seed) {
    /** Changes that are made and compared with plain loops, one after the other. */
    private static final int CHECKED_ROUNDS = 3;

    /** One row. */
    public PathsRow row(int pops, int classes, int threads, Work work) {
        Timing timing = time(pops, classes, threads, work);
        boolean changes = work != Work.COLD && work != Work.BACKUPS;
        double beforeMb = usedMb();
        Mesh mesh = SyntheticWan.mesh(pops, new SplittableRandom(seed));
        try (PathsCase paths = new PathsCase(mesh, classes, maxLinks, threads, work, seed)) {
            for (int round = 0; round < (changes ? CHECKED_ROUNDS : 1); round++) {
                paths.prepare();
                paths.run();
            }
            double heldMb = work == Work.BACKUPS ? heldMb(paths) - beforeMb : Double.NaN;
            return new PathsRow(
                    pops,
                    classes,
                    maxLinks,
                    threads,
                    work,
                    timing,
                    paths.identical(),
                    work.targetMs(pops, classes, maxLinks),
                    heldMb);
        }
    }

    /** With a third candidate for each pair beside all that the work left. */
    private static double heldMb(PathsCase paths) {
        long[][][] thirds = paths.engine().thirds();
        try {
            return usedMb();
        } finally {
            Reference.reachabilityFence(thirds);
        }
    }

    private static double usedMb() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private Timing time(int pops, int classes, int threads, Work work) {
        int runs = work.rounds(rounds);
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("^" + PathsJmh.class.getName() + "\\.work$")
                        .param("pops", Integer.toString(pops))
                        .param("classes", Integer.toString(classes))
                        .param("maxLinks", Integer.toString(maxLinks))
                        .param("threads", Integer.toString(threads))
                        .param("work", work.name())
                        .param("seed", Long.toString(seed))
                        .param("warmUpSeconds", Double.toString(warmUpSeconds))
                        .forks(1)
                        .warmupIterations(1)
                        .measurementIterations(runs)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        // A heap that is there from the start and was touched, as it is after a
                        // controller's first plan: fresh pages are the machine's time, not ours.
                        // Two benchmarks at once disturb each other; the operator sees to that.
                        .jvmArgsAppend(
                                "-Xms3g",
                                "-Xmx3g",
                                "-XX:+AlwaysPreTouch",
                                "-XX:+UnlockExperimentalVMOptions",
                                "-XX:G1NewSizePercent=40",
                                "-Djmh.ignoreLock=true");
        try {
            System.setProperty("jmh.ignoreLock", "true");
            Collection<RunResult> results = new Runner(options.build()).run();
            Statistics statistics = results.iterator().next().getPrimaryResult().getStatistics();
            return new Timing(
                    (int) statistics.getN(),
                    statistics.getPercentile(50) / 1e6,
                    statistics.getPercentile(99) / 1e6);
        } catch (RunnerException e) {
            throw new CommandFailure(
                    ExitCode.SOFTWARE, work + " with " + pops + " PoPs failed: " + e.getMessage());
        }
    }
}
