package rhumb.path;

import java.util.ArrayList;
import java.util.List;

/**
 * The path to fall back to, for all pairs of a class fast: as disjoint as possible from one or two
 * given paths, and then the cheapest. Reused for many pairs; owned by one thread.
 *
 * <p>What may be shared is given up in the order in which it counts, least first: shared-risk
 * groups, providers, uplinks of the two ends. At each step the cheapest direct link or way over one
 * relay that shares no more is found by one walk over two rows. Where no longer path could share
 * less, it is taken: longer ones could only be cheaper, and a fallback is better short. Otherwise
 * {@link ProtectionSearch} looks at everything. So a fallback always has the least in common.
 */
public final class Fallbacks {
    private static final int MOST_BITS = 64;
    private static final int MOST_USES = 4;

    private final Graph graph;
    private final int impairedFrom;
    private final EscapeRows out;
    private final EscapeRows into;
    private final ProtectionSearch search;
    private final boolean narrow;

    private AllPairs best;
    private CostMatrix matrix;

    /** A copy of a row into a node, from which the transit nodes of a search are taken out. */
    private int[] blocked = new int[0];

    private int[] blockedOf = new int[0];

    private final NodeMarks marks;

    // The search under way: the pair, and what the paths to avoid use.
    private int from;
    private int to;
    private long first;
    private long second;
    private int fromUplinks;
    private int toUplinks;
    private long providers;
    private long risks;
    private final int[] transits = new int[2 * Costs.MAX_LINKS];
    private int transitCount;

    /** How many uses of shared providers the two ends alone make. */
    private int leastOut;

    private int leastInto;

    /** Whether both sides have links that share no more, but no relay joins them. */
    private boolean apart;

    /**
     * Fallbacks over the links of one class.
     *
     * @param best the best paths of the same costs
     * @param impairedFrom a link of at least this cost is used only where no other is left
     */
    public Fallbacks(AllPairs best, int impairedFrom) {
        int bound = Math.min(impairedFrom, Packed.NONE_COST);
        this.graph = best.direct().graph();
        this.best = best;
        this.matrix = best.direct();
        this.impairedFrom = bound;
        this.out = new EscapeRows(matrix, true, bound);
        this.into = new EscapeRows(matrix, false, bound);
        this.search = new ProtectionSearch(best, impairedFrom);
        this.marks = new NodeMarks(graph);
        this.narrow = graph.providers() <= MOST_BITS && graph.riskGroups() <= MOST_BITS;
    }

    /**
     * Takes over the costs that the paths were updated to.
     *
     * @param links those whose cost changed
     */
    public void update(AllPairs changed, int[] links) {
        best = changed;
        matrix = changed.direct();
        out.update(matrix, links);
        into.update(matrix, links);
        search.update(best);
        blockedOf = new int[0];
    }

    /**
     * The fallback, as {@link PathCode}.
     *
     * @param firstPath a path to avoid
     * @param secondPath another one, or {@link PathCode#NONE}
     * @return {@link PathCode#NONE} when there is no other path
     */
    public long find(int fromNode, int toNode, long firstPath, long secondPath) {
        from = fromNode;
        to = toNode;
        first = firstPath;
        second = secondPath;
        note();
        if (best.maxLinks() > 1 && best.cost(from, to) >= Costs.MIN_LAST_RESORT) {
            return lastResort();
        }
        if (narrow && best.maxLinks() > 1) {
            long code = graph.oneUplink() ? overNodes() : shortest();
            if (code != PathCode.NONE) {
                return code;
            }
        }
        int[] links = search.find(from, to, avoided());
        return links == null ? PathCode.NONE : PathCode.of(graph, links);
    }

    /**
     * The way round one link, for a PoP that others send through: it leads from the link's start to
     * its end and shares with the link as little as can be.
     *
     * @return {@link PathCode#NONE} when there is none
     */
    public long bypass(int link) {
        int start = graph.from(link);
        int end = graph.to(link);
        long straight = PathCode.of(graph, new int[] {link});
        return find(start, end, straight, PathCode.NONE);
    }

    /**
     * Whether a path has no more in common with the paths avoided in the last {@link #find} than
     * another one.
     */
    public boolean asDisjoint(long path, long other) {
        search.avoid(avoided());
        return search.rank(PathCode.links(graph, path, from, to))[0]
                <= search.rank(PathCode.links(graph, other, from, to))[0];
    }

    private List<int[]> avoided() {
        List<int[]> avoid = new ArrayList<>(2);
        avoid.add(PathCode.links(graph, first, from, to));
        if (second != PathCode.NONE) {
            avoid.add(PathCode.links(graph, second, from, to));
        }
        return avoid;
    }

    /** Where no usable links lead there: the cheapest direct link or relay of last resort. */
    private long lastResort() {
        long least = Costs.INFINITE;
        long code = PathCode.NONE;
        for (int i = 0; i < graph.parallel(from, to); i++) {
            int cost = matrix.linkCost(graph.parallelLink(from, to, i));
            if (cost < least && !straight(first, i) && !straight(second, i)) {
                least = cost;
                code = PathCode.withPlace(PathCode.ofLinks(1), 0, i);
            }
        }
        for (int relay = 0; relay < graph.nodes(); relay++) {
            long cost = (long) matrix.cost(from, relay) + matrix.cost(relay, to);
            if (cost < least && !transit(relay)) {
                least = cost;
                code = matrix.over(from, relay, to);
            }
        }
        return code;
    }

    private boolean transit(int node) {
        for (int i = 0; i < transitCount; i++) {
            if (transits[i] == node) {
                return true;
            }
        }
        return node == from || node == to;
    }

    private void note() {
        fromUplinks = 0;
        toUplinks = 0;
        providers = 0;
        risks = 0;
        transitCount = 0;
        note(first);
        if (second != PathCode.NONE) {
            note(second);
        }
    }

    private void note(long path) {
        int links = PathCode.links(path);
        for (int i = 0; i + 1 < links; i++) {
            transits[transitCount++] = PathCode.relay(path, i);
        }
        if (graph.oneUplink()) {
            noteNodes();
            return;
        }
        int at = from;
        for (int i = 0; i < links; i++) {
            int next = i + 1 < links ? PathCode.relay(path, i) : to;
            int link = graph.parallelLink(at, next, PathCode.place(path, i));
            int near = graph.fromUplink(link);
            int far = graph.toUplink(link);
            fromUplinks |= i == 0 ? 1 << graph.orderAtNode(near) : 0;
            toUplinks |= i + 1 == links ? 1 << graph.orderAtNode(far) : 0;
            providers |= graph.providerBit(near) | graph.providerBit(far);
            risks |= graph.riskBits(near) | graph.riskBits(far);
            at = next;
        }
    }

    private void noteNodes() {
        providers = graph.nodeProvider(from) | graph.nodeProvider(to);
        risks = graph.nodeRisks(from) | graph.nodeRisks(to);
        for (int i = 0; i < transitCount; i++) {
            providers |= graph.nodeProvider(transits[i]);
            risks |= graph.nodeRisks(transits[i]);
        }
    }

    /**
     * Where every node has one uplink: what a relay shares does not depend on the way to it, so one
     * of the two rows without the relays to avoid is enough.
     */
    private long overNodes() {
        int[] outRow = matrix.out()[from];
        int direct =
                straight(first, 0) || second != PathCode.NONE && straight(second, 0)
                        ? Packed.NONE_COST
                        : Packed.cost(matrix.into()[to][from]);
        boolean bothRisky =
                (graph.nodeRisks(from) & risks) != 0 && (graph.nodeRisks(to) & risks) != 0;
        if (direct < impairedFrom && bothRisky) {
            return PathCode.ofLinks(1);
        }
        for (int given = 0; given < 4; given++) {
            long providersOf = (given & 2) == 0 ? providers : 0;
            long risksOf = (given & 1) == 0 ? risks : 0;
            if ((given & 2) != 0 && providers == 0 || (given & 1) != 0 && risks == 0) {
                continue;
            }
            int[] intoRow = matrix.into()[to];
            int packed = least(outRow, intoRow, providersOf, risksOf);
            int relay = Packed.relay(packed);
            if (direct < impairedFrom && direct <= Packed.cost(packed)) {
                return PathCode.ofLinks(1);
            }
            boolean clean =
                    packed < Packed.NONE
                            && Packed.cost(outRow[relay]) < impairedFrom
                            && Packed.cost(intoRow[relay]) < impairedFrom;
            if (clean) {
                return PathCode.withRelay(PathCode.ofLinks(2), 0, relay);
            }
            if (packed < Packed.NONE || bothSides(outRow, intoRow, providersOf, risksOf)) {
                return PathCode.NONE;
            }
        }
        return PathCode.NONE;
    }

    /**
     * Whether relays to keep to can be reached, and reach the far end, though no one of them both.
     */
    private boolean bothSides(int[] outRow, int[] intoRow, long providersOf, long risksOf) {
        boolean reached = false;
        boolean reaches = false;
        for (int relay = 0; relay < graph.nodes(); relay++) {
            boolean clear =
                    (graph.nodeProvider(relay) & providersOf) == 0
                            && (graph.nodeRisks(relay) & risksOf) == 0;
            reached |= clear && Packed.cost(outRow[relay]) < impairedFrom;
            reaches |= clear && Packed.cost(intoRow[relay]) < impairedFrom;
        }
        return reached && reaches;
    }

    /** NONE when there is none, or when one of three links might share less. */
    private long shortest() {
        int near = withoutUsed(from, fromUplinks, out);
        int far = withoutUsed(to, toUplinks, into);
        leastOut = leastUses(from, near);
        leastInto = leastUses(to, far);
        for (int uses = leastOut + leastInto; uses <= (providers == 0 ? 0 : MOST_USES); uses++) {
            for (int risky = 0; risky <= (risks == 0 ? 0 : 2); risky++) {
                apart = false;
                long code = sharing(near, far, uses, risky);
                if (code != PathCode.NONE || apart) {
                    return code;
                }
            }
        }
        return PathCode.NONE;
    }

    /** The cheapest path with at most so many uses of shared providers and so many risky links. */
    private long sharing(int near, int far, int uses, int risky) {
        long bestCode = direct(near, far, uses, risky);
        int bestCost =
                bestCode == PathCode.NONE
                        ? Packed.NONE_COST
                        : matrix.linkCost(
                                graph.parallelLink(from, to, PathCode.place(bestCode, 0)));
        int fewest = Math.max(leastOut, uses - 2);
        int most = providers == 0 ? 0 : Math.min(2, uses - leastInto);
        for (int outUses = fewest; outUses <= most; outUses++) {
            for (int outRisky = Math.max(0, risky - 1);
                    outRisky <= Math.min(1, risky);
                    outRisky++) {
                EscapeRows.Clear head =
                        new EscapeRows.Clear(near, providers, outUses, outRisky > 0 ? 0 : risks);
                int[] outRow = out.row(from, head);
                if (outRow == null) {
                    continue;
                }
                long tailRisks = risky > outRisky ? 0 : risks;
                EscapeRows.Clear tail =
                        new EscapeRows.Clear(far, providers, uses - outUses, tailRisks);
                int[] intoRow = into.row(to, tail);
                if (intoRow == null) {
                    continue;
                }
                int packed = least(outRow, intoRow);
                apart |= packed >= Packed.NONE;
                if (packed < Packed.NONE && Packed.cost(packed) < bestCost) {
                    bestCost = Packed.cost(packed);
                    bestCode = over(Packed.relay(packed), head, tail);
                }
            }
        }
        return bestCode;
    }

    private long over(int relay, EscapeRows.Clear head, EscapeRows.Clear tail) {
        long code = PathCode.withRelay(PathCode.ofLinks(2), 0, relay);
        if (graph.mostParallel() == 1) {
            return code;
        }
        code = PathCode.withPlace(code, 0, out.place(from, relay, head));
        return PathCode.withPlace(code, 1, into.place(to, relay, tail));
    }

    /** The least of all relays but the transit nodes of the paths to avoid. */
    private int least(int[] outRow, int[] intoRow) {
        return least(outRow, intoRow, 0, 0);
    }

    /** The same without the relays that use these providers or risks. */
    private int least(int[] outRow, int[] intoRow, long providersOf, long risksOf) {
        blockTransits(intoRow);
        int least = marks.least(outRow, blocked, providersOf, risksOf);
        unblockTransits(intoRow);
        return least;
    }

    private void blockTransits(int[] intoRow) {
        block(intoRow);
        for (int i = 0; i < transitCount; i++) {
            blocked[transits[i]] = Packed.NONE;
        }
    }

    private void unblockTransits(int[] intoRow) {
        for (int i = 0; i < transitCount; i++) {
            blocked[transits[i]] = intoRow[transits[i]];
        }
    }

    @SuppressWarnings("ReferenceEquality") // rows do not change, so the same row is the same
    private void block(int[] row) {
        if (blockedOf != row) {
            blocked = blocked.length == row.length ? blocked : new int[row.length];
            System.arraycopy(row, 0, blocked, 0, row.length);
            blockedOf = row;
        }
    }

    /** The cheapest unimpaired direct link that no path to avoid takes. */
    private long direct(int near, int far, int uses, int risky) {
        int best = -1;
        int least = impairedFrom;
        for (int i = 0; i < graph.parallel(from, to); i++) {
            int link = graph.parallelLink(from, to, i);
            int nearUplink = graph.fromUplink(link);
            int farUplink = graph.toUplink(link);
            int providerUses =
                    ((graph.providerBit(nearUplink) & providers) != 0 ? 1 : 0)
                            + ((graph.providerBit(farUplink) & providers) != 0 ? 1 : 0);
            boolean atRisk =
                    ((graph.riskBits(nearUplink) | graph.riskBits(farUplink)) & risks) != 0;
            if (matrix.linkCost(link) < least
                    && !straight(first, i)
                    && !straight(second, i)
                    && (near >>> graph.orderAtNode(nearUplink) & 1) != 0
                    && (far >>> graph.orderAtNode(farUplink) & 1) != 0
                    && providerUses <= uses
                    && (!atRisk || risky > 0)) {
                best = i;
                least = matrix.linkCost(link);
            }
        }
        return best < 0 ? PathCode.NONE : PathCode.withPlace(PathCode.ofLinks(1), 0, best);
    }

    private static boolean straight(long path, int place) {
        return PathCode.links(path) == 1 && PathCode.place(path, 0) == place;
    }

    private int leastUses(int node, int allowed) {
        int least = 1;
        for (int uplink : graph.uplinksOf(node)) {
            boolean shared = (graph.providerBit(uplink) & providers) != 0;
            boolean usable = (allowed >>> graph.orderAtNode(uplink) & 1) != 0;
            least = usable && !shared ? 0 : least;
        }
        return providers == 0 ? 0 : least;
    }

    /** The uplinks of a node that are not used, a bit each; all where none of these has a link. */
    private int withoutUsed(int node, int used, EscapeRows rows) {
        boolean others = graph.uplinksOf(node).length > Integer.bitCount(used);
        return others && rows.row(node, new EscapeRows.Clear(~used, 0, 0, 0)) != null ? ~used : -1;
    }
}
