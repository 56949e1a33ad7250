package rhumb.bench.paths;

import java.util.Arrays;

/**
 * The best paths of at most H links for one class, by three plain loops on one thread: slow,
 * plainly right, and nothing of the engine's in it. Ties as promised: fewer links, then smaller
 * relays.
 */
final class NaiveAllPairs {
    private final int pops;

    /** By level and from * pops + to. */
    private final int[][] cost;

    /** The first relay, or -1 for as one link fewer has it. */
    private final short[][] relay;

    NaiveAllPairs(Mesh mesh, int[] linkCosts, int maxLinks) {
        this.pops = mesh.pops();
        this.cost = new int[maxLinks][pops * pops];
        this.relay = new short[maxLinks][pops * pops];
        Arrays.fill(cost[0], Engine.INFINITE);
        Arrays.fill(relay[0], (short) -1);
        for (int link = 0; link < mesh.links(); link++) {
            cost[0][mesh.from(link) * pops + mesh.to(link)] = linkCosts[link];
        }
        for (int level = 1; level < maxLinks; level++) {
            oneMoreLink(level);
        }
    }

    int cost(int from, int to) {
        return cost[cost.length - 1][from * pops + to];
    }

    /** In the words of {@link Engine#path}. */
    long path(int from, int to) {
        if (from == to || cost(from, to) >= Engine.INFINITE) {
            return Engine.NO_PATH;
        }
        long path = 0;
        int shift = 0;
        int at = from;
        for (int level = cost.length - 1; level > 0; level--) {
            int next = relay[level][at * pops + to];
            if (next >= 0) {
                path |= (next + 1L) << shift;
                shift += Engine.RELAY_BITS;
                at = next;
            }
        }
        return path;
    }

    private void oneMoreLink(int level) {
        int[] first = cost[0];
        int[] shorter = cost[level - 1];
        int[] best = cost[level];
        short[] via = relay[level];
        System.arraycopy(shorter, 0, best, 0, best.length);
        Arrays.fill(via, (short) -1);
        for (int from = 0; from < pops; from++) {
            int row = from * pops;
            for (int k = 0; k < pops; k++) {
                int head = first[row + k];
                if (head >= Engine.INFINITE) {
                    continue;
                }
                int tail = k * pops;
                for (int to = 0; to < pops; to++) {
                    // The sum of two infinities is below 2^31.
                    int sum = head + shorter[tail + to];
                    if (sum < best[row + to]) {
                        best[row + to] = sum;
                        via[row + to] = (short) k;
                    }
                }
            }
            best[row + from] = Engine.INFINITE;
            via[row + from] = -1;
        }
    }
}
