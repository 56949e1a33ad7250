package rhumb.bench.input;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The delay from each place to each other one, in ms, where it is known. Immutable; directed, so
 * the two ways may differ.
 */
public final class DelayMatrix {
    /** The largest that is read. */
    public static final int MAX_NODES = 4_096;

    /** What a value is. */
    public enum Quantity {
        ROUND_TRIP,
        ONE_WAY
    }

    /**
     * A place.
     *
     * @param latitude degrees, NaN when not known
     * @param longitude degrees, NaN when not known
     */
    public record Node(String name, double latitude, double longitude) {
        static Node named(String name) {
            return new Node(name, Double.NaN, Double.NaN);
        }

        public boolean hasPosition() {
            return !Double.isNaN(latitude) && !Double.isNaN(longitude);
        }
    }

    private final Quantity quantity;
    private final List<Node> nodes;
    private final double[] ms;
    private final List<String> notes;

    private DelayMatrix(Quantity quantity, List<Node> nodes, double[] ms, List<String> notes) {
        this.quantity = quantity;
        this.nodes = nodes;
        this.ms = ms;
        this.notes = notes;
    }

    public Quantity quantity() {
        return quantity;
    }

    public List<Node> nodes() {
        return nodes;
    }

    public int size() {
        return nodes.size();
    }

    /** {@link Double#NaN} when not known, and on the diagonal. */
    public double ms(int from, int to) {
        return ms[from * nodes.size() + to];
    }

    /** What was assumed or left out while reading, for people. */
    public List<String> notes() {
        return notes;
    }

    /** Ordered pairs of different places whose delay is known. */
    public int known() {
        int count = 0;
        for (double value : ms) {
            count += Double.isNaN(value) ? 0 : 1;
        }
        return count;
    }

    /** Collects delays; of several for one pair the least counts. */
    static final class Builder {
        private final Source source;
        private final Quantity quantity;
        private final List<Node> nodes;
        private final double[] ms;

        Builder(Source source, Quantity quantity, List<Node> nodes) {
            this.source = source;
            this.quantity = quantity;
            this.nodes = List.copyOf(nodes);
            int n = nodes.size();
            if (n < 2 || n > MAX_NODES) {
                throw source.fail(0, n + " places", "2 to " + MAX_NODES);
            }
            Set<String> names = new HashSet<>();
            for (Node node : nodes) {
                if (!names.add(node.name())) {
                    throw source.fail(0, "two places named " + Source.shown(node.name()), "one");
                }
            }
            this.ms = new double[n * n];
            Arrays.fill(ms, Double.NaN);
        }

        /** Values that are not above zero, and those of a place to itself, say nothing. */
        void offer(int from, int to, double value) {
            int pair = from * nodes.size() + to;
            if (from != to && value > 0 && !(ms[pair] <= value)) {
                ms[pair] = value;
            }
        }

        DelayMatrix build(List<String> notes) {
            DelayMatrix matrix = new DelayMatrix(quantity, nodes, ms, List.copyOf(notes));
            if (matrix.known() == 0) {
                throw source.fail(0, "no delay between two places", "at least one");
            }
            return matrix;
        }
    }
}
