package rhumb.path;

/**
 * Cost and relay in one int, {@code cost << 10 | relay}: a minimum of such numbers is a minimum of
 * costs and an arg-min at once, sixteen to a vector register, and it breaks ties by itself.
 *
 * <p>Relay 0 means "as one link fewer has it", k + 1 means "first to node k".
 */
final class Packed {
    static final int RELAY_BITS = 10;
    static final int RELAY_MASK = (1 << RELAY_BITS) - 1;

    /** Cost of no path. Two of them, packed, with one relay, still fit an int. */
    static final int NONE_COST = (1 << 20) - 1;

    static final int NONE = NONE_COST << RELAY_BITS;

    /** Relays are numbered from 1. */
    static final int MAX_NODES = RELAY_MASK - 1;

    /** Rows are as long as a whole number of vectors of the widest kind. */
    private static final int LANES = 16;

    private Packed() {}

    /** The beginning of a path that goes to {@code relay} first, at this cost. */
    static int base(int cost, int relay) {
        return cost << RELAY_BITS | relay + 1;
    }

    static int cost(int packed) {
        return packed >>> RELAY_BITS;
    }

    /** The relay, or -1 for "as one link fewer has it". */
    static int relay(int packed) {
        return (packed & RELAY_MASK) - 1;
    }

    static int withoutRelay(int packed) {
        return packed & ~RELAY_MASK;
    }

    /** Length of a row for so many nodes; what is beyond them is {@link #NONE}. */
    static int rowLength(int nodes) {
        return (nodes + LANES - 1) / LANES * LANES;
    }
}
