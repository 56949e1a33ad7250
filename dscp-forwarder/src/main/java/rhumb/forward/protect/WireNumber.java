package rhumb.forward.protect;

/**
 * Protection sequence numbers on the wire: 1 to 65535, then 1 again, because 0 says that a packet
 * is not protected.
 */
final class WireNumber {
    private static final int COUNT = 65_535;

    private WireNumber() {}

    static int next(int wire) {
        return wire == COUNT ? 1 : wire + 1;
    }

    /** The number {@code steps} after this one; steps may be negative. */
    static int plus(int wire, int steps) {
        return Math.floorMod(wire - 1 + steps, COUNT) + 1;
    }

    /** How many numbers lie between, the shorter way round. */
    static int difference(int wire, int earlier) {
        int ahead = Math.floorMod(wire - earlier, COUNT);
        return ahead > COUNT / 2 ? ahead - COUNT : ahead;
    }
}
