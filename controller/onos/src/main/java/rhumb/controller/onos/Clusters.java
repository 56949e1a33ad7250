package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import rhumb.controller.intent.Topology;

/**
 * Which PoPs reach each other over active links, in both directions.
 *
 * @param all the PoPs of each cluster, by the smallest number in it
 */
record Clusters(List<BitSet> all, int activeLinks) {
    static Clusters of(OverlaySnapshot snapshot) {
        int pops = snapshot.devices().size();
        BitSet[] out = empty(pops);
        BitSet[] in = empty(pops);
        int active = 0;
        for (Topology.Link link : snapshot.topology().links()) {
            if (snapshot.active(link.index())) {
                out[link.from()].set(link.to());
                in[link.to()].set(link.from());
                active++;
            }
        }
        List<BitSet> all = new ArrayList<>();
        BitSet left = new BitSet();
        left.set(0, pops);
        while (!left.isEmpty()) {
            int first = left.nextSetBit(0);
            BitSet cluster = reached(out, first);
            cluster.and(reached(in, first));
            all.add(cluster);
            left.andNot(cluster);
        }
        return new Clusters(all, active);
    }

    private static BitSet reached(BitSet[] next, int from) {
        BitSet reached = new BitSet();
        reached.set(from);
        BitSet todo = (BitSet) reached.clone();
        while (!todo.isEmpty()) {
            int at = todo.nextSetBit(0);
            todo.clear(at);
            BitSet found = (BitSet) next[at].clone();
            found.andNot(reached);
            reached.or(found);
            todo.or(found);
        }
        return reached;
    }

    private static BitSet[] empty(int count) {
        BitSet[] sets = new BitSet[count];
        Arrays.setAll(sets, i -> new BitSet());
        return sets;
    }
}
