package rhumb.bench.plan;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import rhumb.controller.intent.Topology;

/**
 * Something goes wrong for a while: one link, or everything that leaves or enters a PoP.
 *
 * @param fromNs when it begins
 * @param untilNs when it ends
 * @param links which links
 * @param lossPpm loss that comes on top
 * @param delayNs delay that comes on top
 * @param down whether nothing comes through
 */
record Degradation(
        long fromNs, long untilNs, BitSet links, long lossPpm, long delayNs, boolean down) {
    private static final long SECOND = 1_000_000_000L;

    /** One of 1 to 30 minutes within the time, three in ten of a whole PoP. */
    static Degradation random(RandomGenerator random, Topology topology, long hours) {
        long lengthNs = (60 + random.nextLong(1_740)) * SECOND;
        long fromNs = random.nextLong(hours * 3_600 * SECOND - lengthNs);
        BitSet links = new BitSet();
        if (random.nextInt(10) < 3) {
            int pop = random.nextInt(topology.pops().size());
            boolean out = random.nextBoolean();
            topology.links().stream()
                    .filter(l -> (out ? l.from() : l.to()) == pop)
                    .forEach(l -> links.set(l.index()));
        } else {
            links.set(random.nextInt(topology.links().size()));
        }
        return switch (random.nextInt(3)) {
            case 0 ->
                    new Degradation(
                            fromNs,
                            fromNs + lengthNs,
                            links,
                            10_000 + random.nextLong(90_000),
                            0,
                            false);
            case 1 ->
                    new Degradation(
                            fromNs,
                            fromNs + lengthNs,
                            links,
                            0,
                            20_000_000 + random.nextLong(80_000_000),
                            false);
            default -> new Degradation(fromNs, fromNs + lengthNs, links, 0, 0, true);
        };
    }

    boolean holds(long nowNs) {
        return nowNs >= fromNs && nowNs < untilNs;
    }
}
