package rhumb.bench.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * REPETITA's .graph files (Gay, Schaus, Vissicchio 2017): {@code NODES n}, a heading, {@code label
 * x y} with x and y the longitude and latitude; {@code EDGES m}, a heading, {@code label src dest
 * weight bw delay} with one-way delays, in microseconds in most of the collection and in ms in the
 * networks that came from Rocketfuel.
 */
final class Repetita {
    private static final double MICROSECOND_MS = 0.001;

    /** A network whose longest link took less would fit a campus: then the numbers are ms. */
    private static final double LEAST_LONGEST_US = 100;

    private record Edge(int from, int to, double delay) {}

    private final Source source;
    private int at;

    private Repetita(Source source) {
        this.source = source;
    }

    static DelayMatrix read(Source source) {
        Repetita reader = new Repetita(source);
        List<DelayMatrix.Node> nodes = reader.nodes();
        DelayMatrix.Builder matrix =
                new DelayMatrix.Builder(source, DelayMatrix.Quantity.ONE_WAY, nodes);
        String unit = reader.edges(matrix, nodes.size());
        return matrix.build(List.of(unit));
    }

    private List<DelayMatrix.Node> nodes() {
        int count = heading("NODES", "label x y");
        List<DelayMatrix.Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String[] words = next(3, "label x y");
            double x = source.number(at, words[1], "x");
            double y = source.number(at, words[2], "y");
            // Generated topologies have no places: all at 0, 0, or anywhere on a plane.
            boolean place = Math.abs(x) <= 180 && Math.abs(y) <= 90 && (x != 0 || y != 0);
            nodes.add(
                    place
                            ? new DelayMatrix.Node(words[0], y, x)
                            : DelayMatrix.Node.named(words[0]));
        }
        return nodes;
    }

    /** The unit used, for people. */
    private String edges(DelayMatrix.Builder matrix, int nodes) {
        int count = heading("EDGES", "label src dest weight bw delay");
        List<Edge> edges = new ArrayList<>();
        double most = 0;
        for (int i = 0; i < count; i++) {
            String[] words = next(6, "label src dest weight bw delay");
            int from = source.index(at, words[1], nodes, "src");
            int to = source.index(at, words[2], nodes, "dest");
            double delay = source.delayMs(at, words[5], MICROSECOND_MS) / MICROSECOND_MS;
            edges.add(new Edge(from, to, delay));
            most = Math.max(most, delay);
        }
        boolean inMs = most < LEAST_LONGEST_US;
        for (Edge edge : edges) {
            matrix.offer(edge.from, edge.to, inMs ? edge.delay : edge.delay * MICROSECOND_MS);
        }
        return "delays are taken for " + (inMs ? "ms" : "microseconds") + ", one way";
    }

    private int heading(String section, String columns) {
        String[] words = next(2, section + " and how many");
        if (!words[0].equals(section)) {
            throw source.fail(at, Source.shown(words[0]), section + " and how many");
        }
        int count = source.index(at, words[1], Integer.MAX_VALUE, section);
        String[] names = next(columns.split(" ", -1).length, columns);
        if (!Arrays.equals(names, columns.split(" ", -1))) {
            throw source.fail(at, Source.shown(String.join(" ", names)), columns);
        }
        return count;
    }

    /** The words of the next line that is not blank. */
    private String[] next(int count, String expected) {
        while (at < source.lines().size()) {
            String line = source.lines().get(at++).strip();
            if (!line.isEmpty()) {
                String[] words = line.split("\\s+", -1);
                if (words.length != count) {
                    throw source.fail(at, Source.shown(line), expected);
                }
                return words;
            }
        }
        throw source.fail(at, "the end of the file", expected);
    }
}
