package rhumb.southbound.rule;

import java.nio.ByteBuffer;

/**
 * An X25519 public key (RFC 7748) of a forwarder.
 *
 * @param generation 0 to 255, one more for each new key of the forwarder; wraps
 * @param a the key's first 8 bytes, in network order; the others follow
 */
public record PublicKey(int generation, long a, long b, long c, long d) {
    public static final int BYTES = 32;

    public PublicKey {
        if (generation < 0 || generation > 255) {
            throw new IllegalArgumentException(
                    "key generation " + generation + ": expected 0 to 255");
        }
    }

    /**
     * @param key {@link #BYTES} bytes, little-endian as RFC 7748 writes them
     */
    public static PublicKey of(int generation, byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException(
                    "public key of " + key.length + " bytes: expected " + BYTES);
        }
        ByteBuffer b = ByteBuffer.wrap(key);
        return new PublicKey(generation, b.getLong(), b.getLong(), b.getLong(), b.getLong());
    }

    /** As RFC 7748 writes it. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    /** Whether this key was made after the other, of the same forwarder. */
    public boolean isNewerThan(PublicKey other) {
        return (byte) (generation - other.generation) > 0;
    }

    /** Enough of the key to compare by eye. */
    public String fingerprint() {
        return generation + ":" + String.format("%016x", a);
    }
}
