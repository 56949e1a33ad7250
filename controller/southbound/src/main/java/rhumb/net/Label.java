package rhumb.net;

/**
 * A link's number in the FIB of the PoP that uses it: 1 to 65535. Two PoPs may use one number for
 * two links; 0 is never a label.
 */
public record Label(int value) implements Comparable<Label> {
    public static final int MAX = 0xffff;

    public Label {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("label " + value + ": expected 1 to " + MAX);
        }
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
