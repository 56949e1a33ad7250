package rhumb.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import rhumb.bench.input.DelayMatrix;
import rhumb.bench.paths.Asymmetry;
import rhumb.bench.paths.MatrixStudy;
import rhumb.bench.paths.PathsRow;
import rhumb.bench.paths.RelayGains;
import rhumb.bench.paths.Work;
import rhumb.bench.paths.peer.Peer;
import rhumb.bench.paths.peer.PeerRow;

/** What {@link PathsBench} shows, with the targets beside the figures. */
final class PathsTable {
    private static final int SMALL_POPS = 200;
    private static final double SMALL_TARGET_MS = 20;

    private final PrintStream out;

    PathsTable(PrintStream out) {
        this.out = out;
    }

    void heading() {
        out.printf(
                "%5s %7s %8s %7s %-10s %10s %10s %10s %6s  %s%n",
                "PoPs",
                "classes",
                "maxlinks",
                "threads",
                "work",
                "median ms",
                "p99 ms",
                "target ms",
                "runs",
                "identical");
    }

    /** What the mesh of the next rows is like. */
    void synthetic(long seed, int pops, RelayGains gains) {
        out.printf(
                Locale.ROOT,
                "%5d synthetic, seed %d: relays improve %.0f %% of the pairs, by %.0f %% (median),"
                        + " %.0f %% (p90)%n",
                pops,
                seed,
                gains.improvedPercent(),
                gains.medianPercent(),
                gains.p90Percent());
    }

    void row(PathsRow row) {
        out.printf(
                "%5d %7d %8d %7d %-10s %10s %10s %10s %6d  %s%n",
                row.pops(),
                row.classes(),
                row.maxLinks(),
                row.threads(),
                row.work(),
                figure(row.timing().medianMs()),
                figure(row.timing().p99Ms()),
                Double.isNaN(row.targetMs()) ? "-" : figure(row.targetMs()),
                row.timing().runs(),
                row.identical() ? "yes" : "NO");
    }

    /** Targets that are about more than one row. */
    void targets(List<PathsRow> rows) {
        double sum = 0;
        int found = 0;
        out.println();
        for (PathsRow row : rows) {
            if (!Double.isNaN(row.heldMb())) {
                out.printf(
                        "%d PoPs, %d classes: mesh and three candidates each hold %s MB (target for"
                                + " 1000 PoPs, 8 classes: 400)%n",
                        row.pops(), row.classes(), figure(row.heldMb()));
            }
        }
        for (PathsRow row : rows) {
            boolean both = row.work() == Work.COLD || row.work() == Work.BACKUPS;
            if (row.pops() == SMALL_POPS && row.classes() == 8 && both) {
                sum += row.timing().medianMs();
                found++;
            }
        }
        if (found == 2) {
            out.printf(
                    "%d PoPs, paths and backups of all classes, cold: %s ms (target %s)%n",
                    SMALL_POPS, figure(sum), figure(SMALL_TARGET_MS));
        }
    }

    void peersHeading(int pops, int maxLinks, double oursMs) {
        out.printf(
                "%nPeers with %d PoPs, one class, one thread; Rhumb, at most %d links: %s ms%n",
                pops, maxLinks, figure(oursMs));
    }

    void peer(Peer peer, PeerRow row, double oursMs) {
        if (!row.ran()) {
            out.printf("%-22s skipped: %s%n", peer.title(), row.skipped());
            return;
        }
        String scaled =
                row.sources() == row.pops() ? "" : "  (scaled from " + row.sources() + " sources)";
        out.printf(
                "%-22s %12s ms  %s%s%s%n",
                peer.title(),
                figure(row.medianMs()),
                ratio(peer, row.medianMs() / oursMs),
                scaled,
                row.agrees() ? "" : "  ITS COSTS ARE OTHERS");
    }

    private static String ratio(Peer peer, double theirsByOurs) {
        String target =
                Double.isNaN(peer.target())
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (target %s %.1f)",
                                peer.isLimit() ? "<=" : ">=",
                                peer.target());
        return peer.isLimit()
                ? String.format(
                        Locale.ROOT, "Rhumb takes %.2f times as long%s", 1 / theirsByOurs, target)
                : String.format(Locale.ROOT, "Rhumb is %.1f times as fast%s", theirsByOurs, target);
    }

    void study(String name, DelayMatrix matrix, MatrixStudy study) {
        boolean roundTrip = matrix.quantity() == DelayMatrix.Quantity.ROUND_TRIP;
        out.printf(
                Locale.ROOT,
                "%s: %d places, %d ordered pairs known (%.1f %%), %s in ms%n",
                name,
                matrix.size(),
                matrix.known(),
                100.0 * matrix.known() / ((long) matrix.size() * (matrix.size() - 1)),
                roundTrip ? "round trips" : "one-way delays");
        matrix.notes().forEach(note -> out.printf("  %s%n", note));
        Asymmetry asymmetry = study.asymmetry();
        out.printf(
                Locale.ROOT,
                "asymmetry: the two ways of %d pairs differ by %.1f %% (median), %.1f %% (p90)%n%n",
                asymmetry.pairs(),
                asymmetry.medianPercent(),
                asymmetry.p90Percent());
        out.printf(
                "%8s %10s %10s %10s %10s %12s %10s %10s %10s  %s%n",
                "maxlinks",
                "all pairs",
                "improved",
                "reached",
                "gain ms",
                "gain ms p90",
                "gain %",
                "gain % p90",
                "p99",
                "identical");
        for (MatrixStudy.Bound bound : study.bounds()) {
            RelayGains gains = bound.gains();
            out.printf(
                    Locale.ROOT,
                    "%8d %7s ms %8.1f %% %10d %10s %12s %10s %10s %7s ms  %s%n",
                    gains.maxLinks(),
                    figure(bound.timing().medianMs()),
                    gains.improvedPercent(),
                    gains.reached(),
                    figure(gains.medianMs()),
                    figure(gains.p90Ms()),
                    figure(gains.medianPercent()),
                    figure(gains.p90Percent()),
                    figure(bound.timing().p99Ms()),
                    bound.identical() ? "yes" : "NO");
        }
    }

    private static String figure(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f" : value < 1_000 ? "%.1f" : "%,.0f", value);
    }
}
