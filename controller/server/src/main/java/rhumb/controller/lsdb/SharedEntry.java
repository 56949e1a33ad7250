package rhumb.controller.lsdb;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of what controllers of a cluster share beside what they agree on: it may be old, or lost,
 * and nothing but time is lost with it.
 *
 * @param key what it is about
 * @param term in which its writer led
 * @param version grows with everything that writer wrote
 * @param body what it says
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SharedEntry(String key, long term, long version, byte[] body) {
    /** Of term and version before the body, big endian. */
    public static final int HEADER_BYTES = 16;

    private static final int DIGEST_BITS = 48;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L; // odd, bits of the golden ratio

    /** As it is stored under its key. */
    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + body.length)
                .putLong(term)
                .putLong(version)
                .put(body)
                .array();
    }

    /** Reads {@link #bytes}; null when that is not what they are. */
    public static @Nullable SharedEntry of(String key, byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long term = in.getLong();
        long version = in.getLong();
        byte[] body = new byte[in.remaining()];
        in.get(body);
        return new SharedEntry(key, term, version, body);
    }

    /**
     * Whether one stored value is newer than another: a later term, or later in the same one. No
     * clock has a say.
     */
    public static boolean isNewer(byte[] one, byte[] other) {
        return compare(one, other) > 0;
    }

    /**
     * A number for a stored value: of its key, term and version, which no other value has, and not
     * of its body. The exclusive or over all keys tells whether two controllers hold the same. Of
     * {@value #DIGEST_BITS} bits, which a metric carries whole.
     */
    public static long digest(String key, byte[] bytes) {
        long hash = key.hashCode();
        for (int i = 0; i < Math.min(bytes.length, HEADER_BYTES); i++) {
            hash = (hash ^ bytes[i]) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        return hash >>> (Long.SIZE - DIGEST_BITS);
    }

    private static int compare(byte[] one, byte[] other) {
        boolean whole = one.length >= HEADER_BYTES && other.length >= HEADER_BYTES;
        return whole
                ? java.util.Arrays.compareUnsigned(one, 0, HEADER_BYTES, other, 0, HEADER_BYTES)
                : Integer.compare(one.length, other.length);
    }
}
