package rhumb.path;

/**
 * Which of the about equally good relays a pair takes, by rendezvous hashing (Thaler and
 * Ravishankar 1998): of the relays by which two links cost at most so much, the one that hashes
 * lowest together with the pair. A relay more or less moves only the pairs that take it.
 *
 * <p>One pass over two rows without a branch, so that it is done in vectors: a thousand pairs of a
 * thousand nodes ask a million times. The hash is 21 bits of MurmurHash3's finaliser (Appleby,
 * public domain); the node's place breaks ties.
 */
public final class Rendezvous {
    private static final int FIRST_FACTOR = 0x85ebca6b;
    private static final int SECOND_FACTOR = 0xc2b2ae35;

    private final CostMatrix matrix;
    private final int[] hashes;
    private final int[] places;

    /**
     * Relays over the links of one class.
     *
     * @param names by node: a number that stays the node's when others come and go
     */
    public Rendezvous(CostMatrix matrix, int[] names) {
        int length = Packed.rowLength(matrix.nodes());
        this.matrix = matrix;
        this.hashes = new int[length];
        this.places = new int[length];
        for (int node = 0; node < length; node++) {
            hashes[node] = node < names.length ? mixed(names[node] + 1) : 0;
            places[node] = node + 1;
        }
    }

    /**
     * The relay of a pair.
     *
     * @param seed says which pair it is
     * @param most what the two links may cost together; only links that are no last resort count
     * @return -1 when no relay is as cheap
     */
    public int relay(int from, int to, int seed, int most) {
        int[] out = matrix.out()[from];
        int[] into = matrix.into()[to];
        int bound = (Math.min(most, Packed.NONE_COST - 1) + 1 << Packed.RELAY_BITS) - 1;
        int least = least(out, into, hashes, places, mixed(seed), bound);
        int place = least & Packed.RELAY_MASK;
        return place == Packed.RELAY_MASK ? -1 : place - 1;
    }

    private static int least(
            int[] out, int[] into, int[] hashes, int[] places, int seed, int bound) {
        int least = Integer.MAX_VALUE;
        for (int node = 0; node < out.length; node++) {
            int hash = hashes[node] ^ seed;
            hash = (hash ^ hash >>> 16) * FIRST_FACTOR;
            hash = (hash ^ hash >>> 13) * SECOND_FACTOR;
            // All ones where the two links cost more.
            int over = bound - (out[node] + into[node]) >> 31;
            int key = hash >>> 1 & -(1 << Packed.RELAY_BITS) | places[node];
            least = Math.min(least, (key | over) & Integer.MAX_VALUE);
        }
        return least;
    }

    private static int mixed(int number) {
        int mixed = number;
        mixed = (mixed ^ mixed >>> 16) * FIRST_FACTOR;
        mixed = (mixed ^ mixed >>> 13) * SECOND_FACTOR;
        return mixed ^ mixed >>> 16;
    }
}
