package rhumb.sim.impair;

import java.nio.ByteBuffer;

/**
 * Bytes of a stream, addressed by their position in it; holds any {@link #CAPACITY} in a row.
 * Bound: that capacity; who writes keeps to it.
 */
final class ByteRing {
    /** Send and receive buffer of one end, a common default of systems. */
    static final int CAPACITY = 256 * 1024;

    private static final int MASK = CAPACITY - 1;

    private final byte[] bytes = new byte[CAPACITY];

    void put(long position, ByteBuffer source, int length) {
        int at = (int) position & MASK;
        int first = Math.min(length, CAPACITY - at);
        source.get(bytes, at, first);
        source.get(bytes, 0, length - first);
    }

    void take(long position, ByteBuffer target, int length) {
        int at = (int) position & MASK;
        int first = Math.min(length, CAPACITY - at);
        target.put(bytes, at, first);
        target.put(bytes, 0, length - first);
    }

    /** Copies a stretch to the same positions of another ring. */
    void copyTo(ByteRing target, long position, int length) {
        int at = (int) position & MASK;
        int first = Math.min(length, CAPACITY - at);
        System.arraycopy(bytes, at, target.bytes, at, first);
        System.arraycopy(bytes, 0, target.bytes, 0, length - first);
    }
}
