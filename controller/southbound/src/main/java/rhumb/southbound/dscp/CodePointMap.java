package rhumb.southbound.dscp;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import rhumb.net.Dscp;

/**
 * What one direction of a link makes of each of the 64 code points, as far as it is known.
 * Immutable.
 *
 * <p>A code point is treated worse when its packets are lost, or late, beyond chance more than
 * those of the other code points of the link. One of which nothing ever arrives is lost worse and
 * its arrival is not known: unknown is not zero.
 */
public final class CodePointMap {
    /** How a code point arrives that was not seen to arrive. */
    public static final int UNKNOWN = -1;

    /** Nothing is known. */
    public static final CodePointMap EMPTY = new CodePointMap(unknown(), 0, 0);

    /** All 64 pass. */
    public static final CodePointMap IDENTITY = EMPTY.withAll(codePoint -> codePoint);

    private final byte[] arrivals;
    private final long lostMore;
    private final long delayedMore;

    private CodePointMap(byte[] arrivals, long lostMore, long delayedMore) {
        this.arrivals = arrivals;
        this.lostMore = lostMore;
        this.delayedMore = delayedMore;
    }

    /**
     * A map of figures that came from elsewhere.
     *
     * @param arrivals 64 of them: code point on arrival, {@link #UNKNOWN} when not known
     * @param lostMore bit n: code point n is lost more than the others
     * @param delayedMore bit n: code point n is delayed more than the others
     */
    public static CodePointMap of(byte[] arrivals, long lostMore, long delayedMore) {
        if (arrivals.length != Dscp.COUNT) {
            throw new IllegalArgumentException(
                    arrivals.length + " code points in a map: expected " + Dscp.COUNT);
        }
        for (byte arrival : arrivals) {
            if (arrival < UNKNOWN || arrival >= Dscp.COUNT) {
                throw new IllegalArgumentException(
                        "a code point arrives as " + arrival + ": expected -1 to 63");
            }
        }
        return new CodePointMap(arrivals.clone(), lostMore, delayedMore);
    }

    /** The code point as which {@code codePoint} arrives; {@link #UNKNOWN} when not known. */
    public int arrival(int codePoint) {
        return arrivals[codePoint];
    }

    /** All arrivals by code point. */
    public byte[] arrivals() {
        return arrivals.clone();
    }

    public boolean known(int codePoint) {
        return arrivals[codePoint] != UNKNOWN;
    }

    /** How many of the 64 are known. */
    public int knownCount() {
        int count = 0;
        for (byte arrival : arrivals) {
            count += arrival == UNKNOWN ? 0 : 1;
        }
        return count;
    }

    /** How many are known not to arrive as they were sent. */
    public int changedCount() {
        int count = 0;
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            count += known(codePoint) && !passes(codePoint) ? 1 : 0;
        }
        return count;
    }

    /** Whether it is known to arrive as it was sent. */
    public boolean passes(int codePoint) {
        return arrivals[codePoint] == codePoint;
    }

    public boolean lostMore(int codePoint) {
        return (lostMore & 1L << codePoint) != 0;
    }

    public boolean delayedMore(int codePoint) {
        return (delayedMore & 1L << codePoint) != 0;
    }

    /** Whether it fares worse than the link's other code points. */
    public boolean worse(int codePoint) {
        return lostMore(codePoint) || delayedMore(codePoint);
    }

    /** Whether it arrives as it was sent, and fares no worse than others. */
    public boolean survives(int codePoint) {
        return passes(codePoint) && !worse(codePoint);
    }

    /** Bit n: code point n is lost more than others. */
    public long lostMoreBits() {
        return lostMore;
    }

    /** Bit n: code point n is delayed more than others. */
    public long delayedMoreBits() {
        return delayedMore;
    }

    /** The same, but {@code codePoint} arrives like this. */
    public CodePointMap with(int codePoint, int arrival) {
        byte[] changed = arrivals.clone();
        changed[codePoint] = (byte) arrival;
        return of(changed, lostMore, delayedMore);
    }

    /** The same, but this is how code points arrive. */
    public CodePointMap withAll(IntUnaryOperator arrival) {
        byte[] changed = new byte[Dscp.COUNT];
        for (int codePoint = 0; codePoint < changed.length; codePoint++) {
            changed[codePoint] = (byte) arrival.applyAsInt(codePoint);
        }
        return of(changed, lostMore, delayedMore);
    }

    /** The same, but these code points fare worse than others. */
    public CodePointMap withWorse(long lostMoreBits, long delayedMoreBits) {
        return new CodePointMap(arrivals, lostMoreBits, delayedMoreBits);
    }

    /** What this map does not know, taken from another view of the same direction. */
    public CodePointMap orElse(CodePointMap other) {
        byte[] joined = arrivals.clone();
        long lost = lostMore;
        long delayed = delayedMore;
        for (int codePoint = 0; codePoint < joined.length; codePoint++) {
            if (joined[codePoint] == UNKNOWN && !worse(codePoint)) {
                long bit = 1L << codePoint;
                joined[codePoint] = other.arrivals[codePoint];
                lost |= other.lostMore & bit;
                delayed |= other.delayedMore & bit;
            }
        }
        return new CodePointMap(joined, lost, delayed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePointMap map
                && Arrays.equals(arrivals, map.arrivals)
                && lostMore == map.lostMore
                && delayedMore == map.delayedMore;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(arrivals) + Long.hashCode(lostMore))
                + Long.hashCode(delayedMore);
    }

    @Override
    public String toString() {
        return Behaviour.of(this) + " " + Arrays.toString(arrivals);
    }

    private static byte[] unknown() {
        byte[] arrivals = new byte[Dscp.COUNT];
        Arrays.fill(arrivals, (byte) UNKNOWN);
        return arrivals;
    }
}
