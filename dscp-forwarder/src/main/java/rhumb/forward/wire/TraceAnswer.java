package rhumb.forward.wire;

import java.nio.ByteBuffer;

/**
 * Payload of the answer to a trace request. Offsets are those of the payload's first byte.
 *
 * <p>Shorter than a request by at least the labels it may have more, so that no answer is longer
 * than what it answers.
 */
public final class TraceAnswer {
    public static final int BYTES = 16;

    private static final int BYPASSED = 1;
    private static final int TARGET = 2;
    private static final int OTHER_WAY = 4;

    private TraceAnswer() {}

    /**
     * Writes the answer to the request whose header lies at {@code header} of {@code request}.
     *
     * @param target whether it was answered by its target
     * @param otherWay whether the answer goes back by another way
     * @param length of the request's payload in bytes
     */
    public static void write(
            ByteBuffer b,
            int offset,
            ByteBuffer request,
            int header,
            boolean target,
            boolean otherWay,
            int length) {
        int at = header + OverlayHeader.bytes(request, header);
        boolean bypassed =
                (OverlayHeader.flags(request, header) & OverlayHeader.FLAG_BYPASSED) != 0;
        b.putInt(offset, TraceRequest.trace(request, at));
        b.putInt(offset + 4, TraceRequest.seq(request, at));
        b.put(offset + 8, (byte) TraceRequest.crossed(request, header));
        b.put(
                offset + 9,
                (byte)
                        ((bypassed ? BYPASSED : 0)
                                | (target ? TARGET : 0)
                                | (otherWay ? OTHER_WAY : 0)));
        b.putShort(offset + 10, (short) length);
        b.putInt(offset + 12, 0);
    }

    public static int trace(ByteBuffer b, int offset) {
        return b.getInt(offset);
    }

    public static int seq(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    /** Links the request came over. */
    public static int crossed(ByteBuffer b, int offset) {
        return b.get(offset + 8) & 0xff;
    }

    /** Whether the request went round a link of its path. */
    public static boolean bypassed(ByteBuffer b, int offset) {
        return (b.get(offset + 9) & BYPASSED) != 0;
    }

    /** Whether the request came to its target. */
    public static boolean ofTarget(ByteBuffer b, int offset) {
        return (b.get(offset + 9) & TARGET) != 0;
    }

    public static boolean otherWay(ByteBuffer b, int offset) {
        return (b.get(offset + 9) & OTHER_WAY) != 0;
    }

    /** Length of the payload that came, in bytes. */
    public static int payloadBytes(ByteBuffer b, int offset) {
        return b.getShort(offset + 10) & 0xffff;
    }
}
