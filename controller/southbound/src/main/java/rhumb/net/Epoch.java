package rhumb.net;

import java.util.Comparator;

/**
 * The number of a consistent set of rules. Ordered by counter, then by the controller that issued
 * it, so that two controllers never issue equal epochs. Forwarders refuse an epoch lower than the
 * highest they accepted.
 */
public record Epoch(long counter, int controller) implements Comparable<Epoch> {
    public static final Epoch NONE = new Epoch(0, 0);

    private static final Comparator<Epoch> ORDER =
            Comparator.comparingLong(Epoch::counter).thenComparingInt(Epoch::controller);

    public Epoch {
        if (counter < 0 || controller < 0) {
            throw new IllegalArgumentException(
                    "epoch " + counter + "." + controller + ": expected no negative part");
        }
    }

    /** The lowest epoch of {@code byController} above this one. */
    public Epoch next(int byController) {
        return new Epoch(counter + 1, byController);
    }

    public boolean isBefore(Epoch other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Epoch other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return counter + "." + controller;
    }
}
