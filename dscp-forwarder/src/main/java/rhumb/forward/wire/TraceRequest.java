package rhumb.forward.wire;

import java.nio.ByteBuffer;

/**
 * Payload of a trace request, {@link #BYTES} and then as many zeros as the packet shall be long.
 * Offsets are those of the payload's first byte unless they are called {@code header}.
 *
 * <p>Each PoP on the way writes by which link of its own the request would go back, so that the
 * answer crosses the same links.
 */
public final class TraceRequest {
    public static final int BYTES = 24;

    /** Ways back that fit: an answer has no more labels. */
    public static final int MAX_BACK = OverlayHeader.MAX_LABELS;

    /** Links after which a request is answered that goes to the target. */
    public static final int TO_TARGET = 0;

    private static final int BACK_AT = 16;

    private TraceRequest() {}

    /**
     * @param hops what the header's hops are when it leaves its source
     * @param links after how many links it is answered; {@link #TO_TARGET} when at the target
     * @param length of the payload in bytes, {@link #BYTES} at least
     */
    public static void write(
            ByteBuffer b, int offset, int trace, int seq, int hops, int links, int length) {
        for (int i = 0; i < length; i++) {
            b.put(offset + i, (byte) 0);
        }
        b.putInt(offset, trace);
        b.putInt(offset + 4, seq);
        b.put(offset + 8, (byte) hops);
        b.put(offset + 9, (byte) links);
    }

    /** Whether the payload is long enough, and says no more than it holds. */
    public static boolean fits(ByteBuffer b, int offset, int length) {
        return length >= BYTES && backCount(b, offset) <= MAX_BACK;
    }

    public static int trace(ByteBuffer b, int offset) {
        return b.getInt(offset);
    }

    public static int seq(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    /** Links it came over so far; more than it can have when its source lied, never less than 1. */
    public static int crossed(ByteBuffer b, int header) {
        int hops = b.get(header + OverlayHeader.bytes(b, header) + 8) & 0xff;
        return Math.max(1, hops - OverlayHeader.hops(b, header) + 1);
    }

    /** Whether the PoP it just came to is the one to answer, though it is not the target. */
    public static boolean endsHere(ByteBuffer b, int header) {
        int links = b.get(header + OverlayHeader.bytes(b, header) + 9) & 0xff;
        return links != TO_TARGET && crossed(b, header) >= links;
    }

    /** How many PoPs on its way wrote a way back. */
    public static int backCount(ByteBuffer b, int offset) {
        return b.get(offset + 10) & 0xff;
    }

    /** The label that the nth PoP on the way wrote, from 0. */
    public static int back(ByteBuffer b, int offset, int n) {
        return b.getShort(offset + BACK_AT + 2 * n) & 0xffff;
    }

    /** The PoP it came to writes by which own link it would go back, while there is room. */
    public static void addBack(ByteBuffer b, int header, int label) {
        int offset = header + OverlayHeader.bytes(b, header);
        int count = backCount(b, offset);
        if (count < MAX_BACK) {
            b.putShort(offset + BACK_AT + 2 * count, (short) label);
            b.put(offset + 10, (byte) (count + 1));
        }
    }

    /** Whether all PoPs before this one wrote a way back. */
    public static boolean knowsWayBack(ByteBuffer b, int header) {
        int offset = header + OverlayHeader.bytes(b, header);
        return backCount(b, offset) == crossed(b, header) - 1;
    }
}
