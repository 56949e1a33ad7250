package rhumb.bench.paths;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * {@link PathsCase} under JMH: each iteration is one run, so that percentiles are those of runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields in
public class PathsJmh {
    /** Size of the mesh. */
    @Param("200")
    public int pops;

    /** How many classes at once. */
    @Param("8")
    public int classes;

    /** The hop bound. */
    @Param("3")
    public int maxLinks;

    /** How many threads at most. */
    @Param("2")
    public int threads;

    /** What is done. */
    @Param("COLD")
    public Work work;

    /** Of the WAN and its changes. */
    @Param("1")
    public long seed;

    /** How long it is done before it is timed: until the JIT has seen all of it. */
    @Param("3")
    public double warmUpSeconds;

    private PathsCase paths;

    /** Makes the mesh and warms up; by time, because work takes from 10 us to 10 s. */
    @Setup(Level.Trial)
    public void warmUp() {
        Mesh mesh = SyntheticWan.mesh(pops, new SplittableRandom(seed));
        paths = new PathsCase(mesh, classes, maxLinks, threads, work, seed);
        long start = System.nanoTime();
        do {
            paths.prepare();
            paths.run();
        } while (System.nanoTime() - start < warmUpSeconds * 1e9);
    }

    /** Says what changes. */
    @Setup(Level.Invocation)
    public void prepare() {
        paths.prepare();
    }

    /** What is timed. */
    @Benchmark
    public Object work() {
        paths.run();
        return paths;
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void close() {
        paths.close();
    }
}
