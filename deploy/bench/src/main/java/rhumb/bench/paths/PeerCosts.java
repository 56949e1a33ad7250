package rhumb.bench.paths;

import java.util.Arrays;
import rhumb.bench.paths.peer.Costs;

/** A mesh and one class as peers get them. */
public final class PeerCosts {
    private PeerCosts() {}

    /** By the delay alone. */
    public static Costs of(Mesh mesh, int maxLinks) {
        int n = mesh.pops();
        int[] links = RelayGains.costs(mesh)[0];
        int[] costs = new int[n * n];
        Arrays.fill(costs, Costs.NONE);
        for (int link = 0; link < links.length; link++) {
            costs[mesh.from(link) * n + mesh.to(link)] = links[link];
        }
        NaiveAllPairs naive = new NaiveAllPairs(mesh, links, maxLinks);
        long sum = 0;
        for (int from = 0; from < n; from++) {
            for (int to = 0; to < n; to++) {
                int cost = from == to ? 0 : naive.cost(from, to);
                sum += cost < Engine.INFINITE ? cost : 0;
            }
        }
        return new Costs(n, costs, maxLinks, sum);
    }
}
