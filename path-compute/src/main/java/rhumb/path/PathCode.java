package rhumb.path;

import java.util.BitSet;

/**
 * A path of at most {@value Costs#MAX_LINKS} links in one long, for tables of millions: its relays,
 * and which of the parallel links it takes at each step. Its two ends are known from where it
 * stands; 0 is no path.
 *
 * <pre>
 * bits  0-2   number of links, 1 to 5
 * then        10 bits a relay, in order
 * then        6 bits a link: its place among the parallel ones (4 bits where there are 5 links)
 * </pre>
 */
public final class PathCode {
    public static final long NONE = 0;

    private static final int LENGTH_BITS = 3;
    private static final long LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    private static final int NODE_BITS = Packed.RELAY_BITS;
    private static final long NODE_MASK = (1 << NODE_BITS) - 1;

    private static final int SHORT_LINKS = 3;
    private static final int SHORT_LENGTH_BITS = 2;
    private static final int SHORT_PLACE_BITS = 3;
    private static final int SHORT_PLACES = SHORT_LENGTH_BITS + (SHORT_LINKS - 1) * NODE_BITS;

    private PathCode() {}

    /** Most parallel links that paths of this length can tell apart. */
    public static int maxParallel(int links) {
        return 1 << placeBits(links);
    }

    public static int links(long code) {
        return (int) (code & LENGTH_MASK);
    }

    /** The node before link {@code i} + 1 and after link {@code i}, from 0. */
    public static int relay(long code, int i) {
        return (int) (code >>> LENGTH_BITS + i * NODE_BITS & NODE_MASK);
    }

    /** Where link {@code i} stands among the parallel ones of its two nodes. */
    static int place(long code, int i) {
        int links = links(code);
        int bits = placeBits(links);
        int shift = LENGTH_BITS + (links - 1) * NODE_BITS + i * bits;
        return (int) (code >>> shift) & (1 << bits) - 1;
    }

    /** The beginning of a code: relays and links are added to it. */
    static long ofLinks(int links) {
        return links;
    }

    static long withRelay(long code, int i, int node) {
        return code | (long) node << LENGTH_BITS + i * NODE_BITS;
    }

    static long withPlace(long code, int i, int place) {
        int links = links(code);
        int bits = placeBits(links);
        return code | (long) place << LENGTH_BITS + (links - 1) * NODE_BITS + i * bits;
    }

    /** The code of links in order. */
    public static long of(Graph graph, int[] links) {
        long code = ofLinks(links.length);
        for (int i = 0; i < links.length; i++) {
            int from = graph.from(links[i]);
            int to = graph.to(links[i]);
            code = i > 0 ? withRelay(code, i - 1, from) : code;
            code = withPlace(code, i, graph.placeAmongParallel(from, to, links[i]));
        }
        return code;
    }

    /** The links in order, from one node to another. */
    public static int[] links(Graph graph, long code, int from, int to) {
        int[] links = new int[links(code)];
        int at = from;
        for (int i = 0; i < links.length; i++) {
            int next = i + 1 < links.length ? relay(code, i) : to;
            links[i] = graph.parallelLink(at, next, place(code, i));
            at = next;
        }
        return links;
    }

    /**
     * What the path costs.
     *
     * @param costs by link
     * @param least what a link costs at the least
     */
    public static long cost(Graph graph, long code, int from, int to, int[] costs, int least) {
        int links = links(code);
        long sum = 0;
        int at = from;
        for (int i = 0; i < links; i++) {
            int next = i + 1 < links ? relay(code, i) : to;
            sum += Math.max(least, costs[graph.parallelLink(at, next, place(code, i))]);
            at = next;
        }
        return sum;
    }

    /**
     * The code in 31 bits, for tables of which most paths are short: links, two relays, and three
     * bits for the place of each link; 0 for no path.
     *
     * @return -1 when the path has more than three links, or takes a ninth parallel one
     */
    public static int shortened(long code) {
        int links = links(code);
        if (links > SHORT_LINKS) {
            return -1;
        }
        int result = links;
        for (int i = 0; i + 1 < links; i++) {
            result |= relay(code, i) << SHORT_LENGTH_BITS + i * NODE_BITS;
        }
        for (int i = 0; i < links; i++) {
            int place = place(code, i);
            if (place >>> SHORT_PLACE_BITS != 0) {
                return -1;
            }
            result |= place << SHORT_PLACES + i * SHORT_PLACE_BITS;
        }
        return result;
    }

    /** The code of which this is {@link #shortened}. */
    public static long widened(int shortened) {
        int links = shortened & (1 << SHORT_LENGTH_BITS) - 1;
        long code = ofLinks(links);
        for (int i = 0; i + 1 < links; i++) {
            int relay = shortened >>> SHORT_LENGTH_BITS + i * NODE_BITS & (int) NODE_MASK;
            code = withRelay(code, i, relay);
        }
        for (int i = 0; i < links; i++) {
            int place =
                    shortened >>> SHORT_PLACES + i * SHORT_PLACE_BITS & (1 << SHORT_PLACE_BITS) - 1;
            code = withPlace(code, i, place);
        }
        return code;
    }

    /** Whether the path goes from {@code a} straight to {@code b} at some step. */
    public static boolean uses(long code, int from, int to, int a, int b) {
        int links = links(code);
        int at = from;
        for (int i = 0; i < links; i++) {
            int next = i + 1 < links ? relay(code, i) : to;
            if (at == a && next == b) {
                return true;
            }
            at = next;
        }
        return false;
    }

    /** Whether any link of the path is one of these. */
    public static boolean usesAny(Graph graph, long code, int from, int to, BitSet those) {
        int links = links(code);
        int at = from;
        for (int i = 0; i < links; i++) {
            int next = i + 1 < links ? relay(code, i) : to;
            if (those.get(graph.parallelLink(at, next, place(code, i)))) {
                return true;
            }
            at = next;
        }
        return false;
    }

    private static int placeBits(int links) {
        return links <= 4 ? 6 : 4;
    }
}
