package rhumb.forward.wire;

import java.nio.ByteBuffer;
import rhumb.net.TrafficClass;

/**
 * Payload of a NACK: which packets of a class are missing, in the form of RFC 4585 section 6.2.1,
 * and what the receiver counted so far. Offsets are those of the payload's first byte. Counters run
 * on and wrap: take differences, so that a lost NACK loses no count.
 */
public final class LinkNack {
    public static final int FIXED_BYTES = 20;
    public static final int ENTRY_BYTES = 4;
    public static final int MAX_ENTRIES = 32;
    public static final int MAX_BYTES = FIXED_BYTES + MAX_ENTRIES * ENTRY_BYTES;

    /** Packets that an entry can name: the first, and a bit for each of the next. */
    public static final int ENTRY_SPAN = 17;

    private LinkNack() {}

    /** Writes a NACK without entries and with all counters zero. */
    public static void begin(ByteBuffer b, int offset, TrafficClass c) {
        b.putInt(offset, c.code() << 24);
        counts(b, offset, 0, 0, 0, 0);
    }

    public static void counts(
            ByteBuffer b, int offset, int expected, int lost, int bursts, int unrecovered) {
        b.putInt(offset + 4, expected);
        b.putInt(offset + 8, lost);
        b.putInt(offset + 12, bursts);
        b.putInt(offset + 16, unrecovered);
    }

    /**
     * Adds an entry.
     *
     * @param following bit i: the packet i + 1 after the first is missing too
     */
    public static void add(ByteBuffer b, int offset, int first, int following) {
        int count = entries(b, offset);
        b.put(offset + 1, (byte) (count + 1));
        b.putInt(offset + FIXED_BYTES + count * ENTRY_BYTES, first << 16 | following);
    }

    /** Whether the length is that of its entries and the class exists. */
    static boolean fits(ByteBuffer b, int offset, int length) {
        return length >= FIXED_BYTES
                && entries(b, offset) <= MAX_ENTRIES
                && length == bytes(b, offset)
                && (b.get(offset) & 0xff) < TrafficClass.COUNT;
    }

    public static int bytes(ByteBuffer b, int offset) {
        return FIXED_BYTES + entries(b, offset) * ENTRY_BYTES;
    }

    /** Code of the class; checked to exist. */
    public static int classCode(ByteBuffer b, int offset) {
        return b.get(offset) & 0xff;
    }

    public static int entries(ByteBuffer b, int offset) {
        return b.get(offset + 1) & 0xff;
    }

    /** Protected packets that should have come. */
    public static int expected(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    /** Of these, those that did not come by themselves. */
    public static int lost(ByteBuffer b, int offset) {
        return b.getInt(offset + 8);
    }

    /** Runs of lost packets. */
    public static int bursts(ByteBuffer b, int offset) {
        return b.getInt(offset + 12);
    }

    /** Of the lost, those that did not come in time by any means. */
    public static int unrecovered(ByteBuffer b, int offset) {
        return b.getInt(offset + 16);
    }

    public static int first(ByteBuffer b, int offset, int entry) {
        return b.getShort(offset + FIXED_BYTES + entry * ENTRY_BYTES) & 0xffff;
    }

    public static int following(ByteBuffer b, int offset, int entry) {
        return b.getShort(offset + FIXED_BYTES + entry * ENTRY_BYTES + 2) & 0xffff;
    }
}
