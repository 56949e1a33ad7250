package rhumb.net;

/**
 * A link's number in the FIB of the PoP that uses it: 1 to 65535. Two PoPs may use one number for
 * two links; 0 is never a label.
 *
 * <p>Its lower {@value #POP_BITS} bits are the number of the PoP to which the link leads, so that
 * whoever reads a list of labels knows the PoPs on the way; the bits above tell apart the links
 * between the same two PoPs.
 */
public record Label(int value) implements Comparable<Label> {
    public static final int MAX = 0xffff;
    public static final int POP_BITS = 10;

    public Label {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("label " + value + ": expected 1 to " + MAX);
        }
    }

    /** Number of the PoP at the link's far end. */
    public int pop() {
        return pop(value);
    }

    /** The same of a label on the wire. */
    public static int pop(int label) {
        return label & (1 << POP_BITS) - 1;
    }

    @Override
    public int compareTo(Label other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
