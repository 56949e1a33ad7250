package rhumb.bench.paths.peer;

/**
 * What a peer took.
 *
 * @param medianMs for all pairs; scaled up where not all sources were run; NaN when skipped
 * @param sources how many sources were run, all of them unless time ran out
 * @param agrees whether its costs sum to the right number
 * @param skipped why it was not run; empty when it was
 */
public record PeerRow(
        String name, int pops, double medianMs, int sources, boolean agrees, String skipped) {
    static PeerRow skipped(String name, int pops, String why) {
        return new PeerRow(name, pops, Double.NaN, 0, false, why);
    }

    public boolean ran() {
        return skipped.isEmpty();
    }
}
