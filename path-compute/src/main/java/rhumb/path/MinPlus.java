package rhumb.path;

/**
 * The min-plus product with arg-min of {@link Packed} numbers, the loop that all planning waits
 * for: {@code best(j, i) = min(tail(j, i), min over k of tail(j, k) + into(k, i))}, where row j is
 * for paths to node j, and column i for paths from node i.
 *
 * <p>Two ways with equal results bit for bit: plain loops that the JIT turns into vector code, and
 * the Vector API where the virtual machine has it and registers of 512 bits.
 */
interface MinPlus {
    /** The faster of the two ways here. */
    MinPlus FASTEST = VectorDoor.open() ? new VectorMinPlus() : new PlainMinPlus();

    /**
     * The links in the order in which {@link #lower} wants to read them.
     *
     * @param into by node and predecessor: cost of the link, packed without relay
     */
    int[] panel(int[][] into);

    /**
     * Makes the rows {@code begin} to {@code end - 1} of {@code best}, which hold the tails, their
     * relays removed, at first.
     *
     * @param tails by to, from: paths of one link fewer, relays ignored
     * @param panel what {@link #panel} gave
     */
    void lower(int[][] best, int[][] tails, int[][] into, int[] panel, int begin, int end);
}
