package rhumb.bench.paths.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The costs of one class between all PoPs, and what the right answers sum to. */
public final class Costs {
    /** No link. */
    public static final int NONE = 1 << 30;

    private final int pops;

    /** By from * pops + to. */
    private final int[] links;

    private final int maxLinks;
    private final long boundedSum;

    /** By source: the sum of the shortest distances to all others. */
    private final long[] shortest;

    /**
     * @param links by from * pops + to, {@link #NONE} for none
     * @param maxLinks the hop bound of those that know one
     * @param boundedSum of the best costs of all pairs within the hop bound
     */
    public Costs(int pops, int[] links, int maxLinks, long boundedSum) {
        this.pops = pops;
        this.links = links;
        this.maxLinks = maxLinks;
        this.boundedSum = boundedSum;
        this.shortest = shortest(pops, links);
    }

    int pops() {
        return pops;
    }

    int link(int from, int to) {
        return links[from * pops + to];
    }

    int maxLinks() {
        return maxLinks;
    }

    long boundedSum() {
        return boundedSum;
    }

    /** Of shortest distances from the first so many sources, whatever the number of links. */
    long shortestSum(int sources) {
        return Arrays.stream(shortest, 0, sources).sum();
    }

    /** As the programs read them. */
    void write(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * links.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(pops);
        for (int cost : links) {
            bytes.putInt(cost);
        }
        Files.write(file, bytes.array());
    }

    /** Floyd and Warshall's three loops. */
    private static long[] shortest(int n, int[] links) {
        int[][] distance = new int[n][];
        for (int i = 0; i < n; i++) {
            distance[i] = Arrays.copyOfRange(links, i * n, (i + 1) * n);
            distance[i][i] = 0;
        }
        for (int k = 0; k < n; k++) {
            int[] middle = distance[k];
            for (int[] row : distance) {
                int head = row[k];
                for (int j = 0; head < NONE && j < n; j++) {
                    row[j] = Math.min(row[j], head + middle[j]);
                }
            }
        }
        return Arrays.stream(distance)
                .mapToLong(row -> Arrays.stream(row).filter(d -> d < NONE).asLongStream().sum())
                .toArray();
    }
}
