package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import rhumb.path.CostMatrix;
import rhumb.path.Graph;
import rhumb.path.PathCode;

/**
 * The decisions of one class, by ordered pair of PoPs. Immutable; a table shares the rows that its
 * {@link Editor} did not write to with the one before.
 *
 * <p>A thousand PoPs are a million pairs, of which most are alike: they took their paths when all
 * of their row did, and nothing or only an equal waits. Of these only three paths are kept, an int
 * each, and a {@link Decision} is made when somebody asks. The others are kept as they are.
 */
final class Decisions {
    /** Stands where the decision is kept as it is. */
    private static final int ODD = -1;

    /** In the number of the third path: a better path is held back. */
    private static final int HELD = Integer.MIN_VALUE;

    private final int pops;
    private final @Nullable Graph graph;
    private final Row[] rows;
    private final long dueNs;

    private Decisions(int pops, @Nullable Graph graph, Row[] rows) {
        this.pops = pops;
        this.graph = graph;
        this.rows = rows;
        this.dueNs = Arrays.stream(rows).mapToLong(row -> row.dueNs).min().orElse(Long.MAX_VALUE);
    }

    /**
     * The decisions for one source. Paths are as {@link PathCode#shortened}; what stands in sparse
     * arrays is found by its target, ascending.
     */
    private static final class Row {
        final int[] primary;
        final int[] backup;
        final int[] third;

        /** When, and why, all that stand in these arrays took their primary. */
        final long sinceNs;

        final MoveCause.@Nullable Reason reason;

        int[] heldTo = new int[0];
        int[] heldPath = new int[0];
        long[] heldSinceNs = new long[0];
        boolean[] heldSpread = new boolean[0];
        int[] oddTo = new int[0];
        Decision[] odd = new Decision[0];

        /** When the first move that waits may be made. */
        long dueNs = Long.MAX_VALUE;

        Row(
                int[] primary,
                int[] backup,
                int[] third,
                long sinceNs,
                MoveCause.@Nullable Reason reason) {
            this.primary = primary;
            this.backup = backup;
            this.third = third;
            this.sinceNs = sinceNs;
            this.reason = reason;
        }
    }

    /** No decision. */
    static Decisions none(int pops) {
        int[] nothing = new int[pops];
        Row[] rows = new Row[pops];
        Arrays.fill(rows, new Row(nothing, nothing, nothing, 0, null));
        return new Decisions(pops, null, rows);
    }

    @Nullable Decision at(int from, int to) {
        Row row = rows[from];
        int primary = row.primary[to];
        if (primary == 0) {
            return null;
        }
        if (primary == ODD) {
            return row.odd[Arrays.binarySearch(row.oddTo, to)];
        }
        Held held = null;
        if ((row.third[to] & HELD) != 0) {
            int place = Arrays.binarySearch(row.heldTo, to);
            held =
                    new Held(
                            Objects.requireNonNull(path(from, to, row.heldPath[place])),
                            row.heldSpread[place] ? Held.Reason.SPREAD : Held.Reason.GAIN_TOO_SMALL,
                            row.heldSinceNs[place],
                            0);
        }
        return new Decision(
                Objects.requireNonNull(path(from, to, primary)),
                path(from, to, row.backup[to]),
                path(from, to, row.third[to] & ~HELD),
                row.sinceNs,
                null,
                new MoveCause(Objects.requireNonNull(row.reason), null, 0, 0),
                held);
    }

    /** Tells the links of all paths of a pair; some twice. */
    void eachLink(int from, int to, IntConsumer sink) {
        Row row = rows[from];
        if (row.primary[to] == ODD) {
            for (OverlayPath path : row.odd[Arrays.binarySearch(row.oddTo, to)].paths()) {
                for (int link : path.array()) {
                    sink.accept(link);
                }
            }
        } else if (row.primary[to] != 0) {
            eachLink(row.primary[to], from, to, sink);
            eachLink(row.backup[to], from, to, sink);
            eachLink(row.third[to] & ~HELD, from, to, sink);
        }
    }

    private void eachLink(int number, int from, int to, IntConsumer sink) {
        Graph known = Objects.requireNonNull(graph);
        for (int link : PathCode.links(known, PathCode.widened(number), from, to)) {
            sink.accept(link);
        }
    }

    /** All, by from * pops + to. */
    List<@Nullable Decision> all() {
        List<@Nullable Decision> all = new ArrayList<>(pops * pops);
        for (int pair = 0; pair < pops * pops; pair++) {
            all.add(at(pair / pops, pair % pops));
        }
        return all;
    }

    /** Whether both tables hold the very same row for a source. */
    @SuppressWarnings("ReferenceEquality") // rows are shared while nothing in them changes
    boolean sharesRow(Decisions other, int from) {
        return rows[from] == other.rows[from];
    }

    /**
     * Whether the pair has a backup, a third path, and none of its paths has a link that is neither
     * at its source nor at its target. False when that is not seen at once.
     */
    boolean near(int from, int to) {
        Row row = rows[from];
        return row.primary[to] > 0
                && isShort(row.primary[to])
                && isShort(row.backup[to])
                && isShort(row.third[to]);
    }

    /** Whether there is no decision. */
    boolean undecided(int from, int to) {
        return rows[from].primary[to] == 0;
    }

    /** Whether a better path is held back, as far as that is seen at once. */
    boolean held(int from, int to) {
        return (rows[from].third[to] & HELD) != 0;
    }

    /** Whether any of these links is on a path of a pair that is {@link #near}. */
    boolean usesAny(int from, int to, BitSet links) {
        Row row = rows[from];
        return usesAny(row.primary[to], from, to, links)
                || usesAny(row.backup[to], from, to, links)
                || usesAny(row.third[to] & ~HELD, from, to, links);
    }

    private boolean usesAny(int number, int from, int to, BitSet links) {
        Graph known = Objects.requireNonNull(graph);
        return PathCode.usesAny(known, PathCode.widened(number), from, to, links);
    }

    /**
     * Whether the pair has the same paths in another table over the same graph. False when that is
     * not seen at once.
     */
    boolean samePaths(Decisions other, int from, int to) {
        Row row = rows[from];
        Row is = other.rows[from];
        return row.primary[to] > 0
                && row.primary[to] == is.primary[to]
                && row.backup[to] == is.backup[to]
                && ((row.third[to] ^ is.third[to]) & ~HELD) == 0;
    }

    /** Whether the primary leads over any of these links; false where there is none. */
    boolean primaryUses(int from, int to, BitSet links) {
        Row row = rows[from];
        int primary = row.primary[to];
        if (primary == ODD) {
            OverlayPath path = row.odd[Arrays.binarySearch(row.oddTo, to)].primary();
            return Arrays.stream(path.array()).anyMatch(links::get);
        }
        return primary != 0 && usesAny(primary, from, to, links);
    }

    /** What the dearer one of the two fallbacks costs, of a pair that is {@link #near}. */
    long dearestFallback(int from, int to, CostMatrix matrix) {
        Row row = rows[from];
        return Math.max(
                cost(row.backup[to], from, to, matrix),
                cost(row.third[to] & ~HELD, from, to, matrix));
    }

    private long cost(int number, int from, int to, CostMatrix matrix) {
        long sum = 0;
        long code = PathCode.widened(number);
        for (int link : PathCode.links(matrix.graph(), code, from, to)) {
            sum += matrix.linkCost(link);
        }
        return sum;
    }

    private static boolean isShort(int number) {
        int links = number & 3;
        return links == 1 || links == 2;
    }

    /**
     * Whether traffic of the pair may fare otherwise by another table, over links of the same
     * numbers of which some are not as they were. True when that is not seen at once.
     */
    boolean mayDiffer(Decisions other, int from, int to, BitSet links) {
        Row row = rows[from];
        Row is = other.rows[from];
        int primary = row.primary[to];
        if (primary == 0 && is.primary[to] == 0) {
            return false;
        }
        if (primary <= 0 || primary != is.primary[to] || (row.third[to] | is.third[to]) < 0) {
            return true;
        }
        long code = PathCode.widened(primary);
        return PathCode.usesAny(Objects.requireNonNull(graph), code, from, to, links);
    }

    private @Nullable OverlayPath path(int from, int to, int number) {
        return number == 0
                ? null
                : new OverlayPath(
                        PathCode.links(
                                Objects.requireNonNull(graph), PathCode.widened(number), from, to));
    }

    /** When the first move that waits may be made; {@link Long#MAX_VALUE} when none does. */
    long dueNs() {
        return dueNs;
    }

    /** The same for one source. */
    long dueNs(int from) {
        return rows[from].dueNs;
    }

    /**
     * Starts the table that follows.
     *
     * @param ofPaths whose links the paths are of, with the numbers that they have in this table;
     *     null when that is not known
     */
    Editor edit(@Nullable Graph ofPaths) {
        if (graph != null && ofPaths != null && !graph.sameLinks(ofPaths)) {
            throw new IllegalArgumentException("decisions about other links");
        }
        return new Editor(this, ofPaths == null ? graph : ofPaths);
    }

    /** A table in the making. Owned by one thread. */
    static final class Editor {
        private final Decisions before;
        private final @Nullable Graph graph;
        private final @Nullable Draft[] drafts;

        private Editor(Decisions before, @Nullable Graph graph) {
            this.before = before;
            this.graph = graph;
            this.drafts = new @Nullable Draft[before.pops];
        }

        void set(int from, int to, @Nullable Decision decision) {
            draft(from).set(graph, to, decision);
        }

        /**
         * The same for a pair's first decision, by the code of its paths.
         *
         * @return false when it does not fit the table and nothing was set
         */
        boolean setFirst(int from, int to, PlainDecision decision, long nowNs) {
            return graph != null && decision.isShort() && draft(from).setFirst(to, decision, nowNs);
        }

        private Draft draft(int from) {
            Draft draft = drafts[from];
            if (draft == null) {
                draft = new Draft(from, before.rows[from]);
                drafts[from] = draft;
            }
            return draft;
        }

        /** The table. The editor is spent. */
        Decisions done() {
            Row[] rows = before.rows.clone();
            for (int from = 0; from < rows.length; from++) {
                Draft draft = drafts[from];
                rows[from] = draft == null ? rows[from] : draft.row();
                drafts[from] = null;
            }
            return new Decisions(before.pops, graph, rows);
        }
    }

    /** A row in the making: what is sparse in a row lies by target here. */
    private static final class Draft {
        private final int from;
        private final int[] primary;
        private final int[] backup;
        private final int[] third;
        private final int[] heldPath;
        private final long[] heldSinceNs;
        private final boolean[] heldSpread;
        private final @Nullable Decision[] odd;
        private long sinceNs;
        private MoveCause.@Nullable Reason reason;
        private int alike;

        Draft(int from, Row row) {
            this.from = from;
            int pops = row.primary.length;
            this.primary = row.primary.clone();
            this.backup = row.backup.clone();
            this.third = row.third.clone();
            this.heldPath = new int[pops];
            this.heldSinceNs = new long[pops];
            this.heldSpread = new boolean[pops];
            this.odd = new @Nullable Decision[pops];
            this.sinceNs = row.sinceNs;
            this.reason = row.reason;
            for (int i = 0; i < row.heldTo.length; i++) {
                heldPath[row.heldTo[i]] = row.heldPath[i];
                heldSinceNs[row.heldTo[i]] = row.heldSinceNs[i];
                heldSpread[row.heldTo[i]] = row.heldSpread[i];
            }
            for (int i = 0; i < row.oddTo.length; i++) {
                odd[row.oddTo[i]] = row.odd[i];
            }
            for (int number : primary) {
                alike += number > 0 ? 1 : 0;
            }
        }

        void set(@Nullable Graph graph, int to, @Nullable Decision decision) {
            alike -= primary[to] > 0 ? 1 : 0;
            primary[to] = 0;
            odd[to] = null;
            heldPath[to] = 0;
            if (decision == null) {
                return;
            }
            if (!fits(graph, to, decision)) {
                primary[to] = ODD;
                odd[to] = decision;
                return;
            }
            sinceNs = decision.sinceNs();
            reason = decision.cause().reason();
            alike++;
        }

        boolean setFirst(int to, PlainDecision d, long nowNs) {
            boolean fits =
                    primary[to] == 0
                            && (alike == 0 || sinceNs == nowNs && reason == MoveCause.Reason.FIRST);
            if (!fits) {
                return false;
            }
            int waiting = PathCode.shortened(d.held);
            primary[to] = PathCode.shortened(d.primary);
            backup[to] = PathCode.shortened(d.backup);
            third[to] = PathCode.shortened(d.third) | (waiting == 0 ? 0 : HELD);
            heldPath[to] = waiting;
            heldSinceNs[to] = nowNs;
            heldSpread[to] = d.heldAsEqual;
            sinceNs = nowNs;
            reason = MoveCause.Reason.FIRST;
            alike++;
            return true;
        }

        /** Puts the decision among those that are alike, if it is. */
        private boolean fits(@Nullable Graph graph, int to, Decision d) {
            MoveCause cause = d.cause();
            boolean plain =
                    graph != null
                            && d.previous() == null
                            && cause.culprit() == null
                            && cause.by() == null
                            && cause.oldCostUs() == 0
                            && cause.newCostUs() == 0
                            && (alike == 0 || sinceNs == d.sinceNs() && reason == cause.reason());
            if (graph == null || !plain) {
                return false;
            }
            Held held = d.held();
            boolean plainHeld =
                    held == null
                            || held.untilNs() == 0
                                    && held.by() == null
                                    && (held.reason() == Held.Reason.SPREAD
                                            || held.reason() == Held.Reason.GAIN_TOO_SMALL);
            int first = number(graph, to, d.primary());
            int second = number(graph, to, d.backup());
            int last = number(graph, to, d.third());
            int waiting = held == null ? 0 : number(graph, to, held.path());
            if (!plainHeld || first < 0 || second < 0 || last < 0 || waiting < 0) {
                return false;
            }
            primary[to] = first;
            backup[to] = second;
            third[to] = waiting == 0 ? last : last | HELD;
            if (held != null) {
                heldPath[to] = waiting;
                heldSinceNs[to] = held.sinceNs();
                heldSpread[to] = held.reason() == Held.Reason.SPREAD;
            }
            return true;
        }

        /** 0 for none, -1 for one that is not to be read from a number: it leads elsewhere. */
        private int number(Graph graph, int to, @Nullable OverlayPath path) {
            if (path == null) {
                return 0;
            }
            int at = from;
            for (int link : path.array()) {
                if (graph.from(link) != at) {
                    return -1;
                }
                at = graph.to(link);
            }
            return at == to ? PathCode.shortened(PathCode.of(graph, path.array())) : -1;
        }

        Row row() {
            Row row = new Row(primary, backup, third, sinceNs, reason);
            int helds = 0;
            int odds = 0;
            for (int to = 0; to < primary.length; to++) {
                helds += heldPath[to] == 0 ? 0 : 1;
                odds += odd[to] == null ? 0 : 1;
            }
            row.heldTo = new int[helds];
            row.heldPath = new int[helds];
            row.heldSinceNs = new long[helds];
            row.heldSpread = new boolean[helds];
            row.oddTo = new int[odds];
            row.odd = new Decision[odds];
            helds = 0;
            odds = 0;
            for (int to = 0; to < primary.length; to++) {
                if (heldPath[to] != 0) {
                    row.heldTo[helds] = to;
                    row.heldPath[helds] = heldPath[to];
                    row.heldSinceNs[helds] = heldSinceNs[to];
                    row.heldSpread[helds++] = heldSpread[to];
                }
                Decision decision = odd[to];
                if (decision != null) {
                    row.oddTo[odds] = to;
                    row.odd[odds++] = decision;
                    Held held = decision.held();
                    if (held != null && held.reason().timed()) {
                        row.dueNs = Math.min(row.dueNs, held.untilNs());
                    }
                }
            }
            return row;
        }
    }
}
