package rhumb.bench.paths.peer;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The libraries that Rhumb is put beside. */
public enum Peer {
    /** Plain loops, gcc -O3 -march=native; the same work: at most H links, with relays. */
    C_MINPLUS("C min-plus, -O3", 1.3, true),
    SCIPY_FLOYD("SciPy Floyd-Warshall", 10, false),
    SCIPY_DIJKSTRA("SciPy Dijkstra", Double.NaN, false),
    BOOST_DIJKSTRA("Boost Dijkstra", Double.NaN, false),
    JGRAPHT("JGraphT Dijkstra", 100, false),
    ONOS("ONOS graph Dijkstra", 100, false);

    private final String title;
    private final double target;
    private final boolean limit;

    Peer(String title, double target, boolean limit) {
        this.title = title;
        this.target = target;
        this.limit = limit;
    }

    /** As on the command line and in the JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /**
     * The promised ratio: how far Rhumb is behind at most for a {@link #isLimit}, ahead at least
     * for others; NaN when none is promised.
     */
    public double target() {
        return target;
    }

    /** Whether Rhumb is measured against it as a limit, rather than as something to surpass. */
    public boolean isLimit() {
        return limit;
    }

    /**
     * The peers that a comma list names; {@code all} and {@code none} too.
     *
     * @throws IllegalArgumentException when a name is not one
     */
    public static Set<Peer> parse(String list) {
        EnumSet<Peer> peers = EnumSet.noneOf(Peer.class);
        for (String word : list.split(",", -1)) {
            String name = word.strip().toLowerCase(Locale.ROOT);
            if (name.equals("all")) {
                peers.addAll(EnumSet.allOf(Peer.class));
            } else if (!name.equals("none") && !name.isEmpty()) {
                peers.add(named(name));
            }
        }
        return peers;
    }

    private static Peer named(String name) {
        return Arrays.stream(values())
                .filter(peer -> peer.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "\""
                                        + name
                                        + "\"; expected all, none or some of "
                                        + List.of(values())));
    }

    /** Runs it for about so many seconds. */
    public PeerRow run(Costs costs, double seconds) throws IOException {
        return switch (this) {
            case C_MINPLUS -> Program.minPlus(this, costs, seconds);
            case SCIPY_FLOYD -> Program.scipy(this, "floyd", costs, seconds);
            case SCIPY_DIJKSTRA -> Program.scipy(this, "dijkstra", costs, seconds);
            case BOOST_DIJKSTRA -> Program.boost(this, costs, seconds);
            case JGRAPHT -> BySource.run(this, costs, seconds, new JGraphT(costs));
            case ONOS -> BySource.run(this, costs, seconds, new OnosGraph(costs));
        };
    }
}
