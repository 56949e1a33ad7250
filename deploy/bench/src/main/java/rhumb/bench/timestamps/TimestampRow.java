package rhumb.bench.timestamps;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code rhumb bench timestamps}.
 *
 * @param load {@code none} or {@code busy}
 * @param stamps {@code process} or {@code kernel}: who says when a datagram arrived
 * @param rtt round trips without the reflector's residence
 * @param variation of the way there, above the fastest
 * @param collections of the garbage collector meanwhile, and how long they took together
 */
public record TimestampRow(
        String load,
        String stamps,
        Quantiles rtt,
        Quantiles variation,
        long collections,
        long collectionMs) {
    private static final long SETTLE_MS = 200;

    /** The rows, and whether the platform gave receive times. */
    public record Result(List<TimestampRow> rows, boolean kernelTells) {
        public Result {
            rows = List.copyOf(rows);
        }
    }

    /** Asks for so long without load and again with {@code busy} threads of it. */
    public static Result measure(long seconds, long intervalNs, int busy)
            throws IOException, InterruptedException {
        List<TimestampRow> rows = new ArrayList<>();
        // The first one only warms the code up.
        run(rows, "warm-up", Math.min(seconds, 2), intervalNs, 0);
        rows.clear();
        boolean tells = run(rows, "none", seconds, intervalNs, 0);
        tells &= run(rows, "busy", seconds, intervalNs, busy);
        return new Result(rows, tells);
    }

    private static boolean run(
            List<TimestampRow> rows, String load, long seconds, long intervalNs, int busy)
            throws IOException, InterruptedException {
        int most = Math.toIntExact(seconds * 1_000_000_000L / intervalNs);
        Load.Collections before = Load.Collections.now();
        AskLoop asks;
        try (Load _ = new Load(busy);
                EchoLoop echo = new EchoLoop();
                AskLoop asking = new AskLoop(echo.address(), intervalNs, most)) {
            asks = asking;
            Thread.sleep(seconds * 1_000 + SETTLE_MS);
        }
        Load.Collections gc = Load.Collections.now().since(before);
        rows.add(row(load, "process", asks.process(), gc));
        rows.add(row(load, "kernel", asks.kernel(), gc));
        return asks.kernelTells();
    }

    private static TimestampRow row(
            String load, String stamps, AskLoop.Times times, Load.Collections gc) {
        return new TimestampRow(load, stamps, times.rtt(), times.variation(), gc.count(), gc.ms());
    }
}
