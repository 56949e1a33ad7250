package rhumb.bench.paths.peer;

/**
 * Peers that are Java libraries and find paths from one source at a time: as many sources as the
 * time allows, then scaled to all.
 */
interface BySource {
    /** The sum of the shortest distances from one source to all others. */
    long sum(int source);

    /** Runs the sources in order for about so many seconds, after half as long to warm up. */
    static PeerRow run(Peer peer, Costs costs, double seconds, BySource library) {
        long start = System.nanoTime();
        for (int source = 0; source < costs.pops() && secondsSince(start) < seconds / 2; source++) {
            library.sum(source);
        }
        int sources = 0;
        long sum = 0;
        start = System.nanoTime();
        while (sources < costs.pops() && (sources == 0 || secondsSince(start) < seconds)) {
            sum += library.sum(sources++);
        }
        double ms = 1e3 * secondsSince(start) * costs.pops() / sources;
        boolean agrees = sum == costs.shortestSum(sources);
        return new PeerRow(peer.toString(), costs.pops(), ms, sources, agrees, "");
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
