package rhumb.bench.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * NetLatency-Data (Zhu et al., ToN 25(2), 2017): a square of round trips, separated by blanks, row
 * = from. Not above zero off the diagonal: not measured. PlanetLab's are in ms, Seattle's in
 * seconds.
 */
final class NetLatency {
    /** A WAN whose median round trip were less than this many ms would be none. */
    private static final double LEAST_MEDIAN_MS = 5;

    private NetLatency() {}

    static boolean isRow(String line) {
        return Arrays.stream(words(line)).allMatch(NetLatency::isValue);
    }

    /** Whether the numbers are too small to be ms. */
    static boolean looksLikeSeconds(Source source) {
        double[] values =
                source.lines().stream()
                        .flatMapToDouble(line ->
                                Arrays.stream(words(line))
                                        .filter(Source::isNumber)
                                        .mapToDouble(Double::parseDouble))
                        .filter(value -> value > 0)
                        .sorted()
                        .toArray();
        return values.length > 0 && values[values.length / 2] < LEAST_MEDIAN_MS;
    }

    static DelayMatrix read(Source source, double unitMs) {
        List<String[]> rows = new ArrayList<>();
        List<Integer> lineOf = new ArrayList<>();
        for (int i = 0; i < source.lines().size(); i++) {
            if (!source.lines().get(i).isBlank()) {
                rows.add(words(source.lines().get(i)));
                lineOf.add(i + 1);
            }
        }
        List<DelayMatrix.Node> nodes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            nodes.add(DelayMatrix.Node.named(Integer.toString(i)));
        }
        DelayMatrix.Builder matrix =
                new DelayMatrix.Builder(source, DelayMatrix.Quantity.ROUND_TRIP, nodes);
        for (int from = 0; from < rows.size(); from++) {
            String[] row = rows.get(from);
            if (row.length != rows.size()) {
                throw source.fail(
                        lineOf.get(from),
                        row.length + " numbers",
                        rows.size() + ", as many as there are lines");
            }
            for (int to = 0; to < row.length; to++) {
                double ms =
                        row[to].equalsIgnoreCase("nan")
                                ? Double.NaN
                                : source.delayMs(lineOf.get(from), row[to], unitMs);
                matrix.offer(from, to, ms);
            }
        }
        return matrix.build(List.of("numbers are taken for " + (unitMs == 1 ? "ms" : "seconds")));
    }

    private static boolean isValue(String word) {
        return word.equalsIgnoreCase("nan") || Source.isNumber(word);
    }

    private static String[] words(String line) {
        return line.strip().split("\\s+", -1);
    }
}
