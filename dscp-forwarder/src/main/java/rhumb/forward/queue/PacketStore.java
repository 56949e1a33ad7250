package rhumb.forward.queue;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.wire.OverlayHeader;

/** Packets that wait, each in a slot of one buffer that is made once. */
final class PacketStore {
    static final int SLOT_BYTES = OverlayHeader.MAX_DATAGRAM_BYTES;
    static final int NONE = -1;

    private final ByteBuffer bytes;
    private final int[] length;
    private final byte[] precedence;
    private final byte[] classCode;
    private final long[] sinceNs;
    private final @Nullable LinkSendState[] link;
    private final int[] free;
    private int freeCount;

    /** Order within a queue; kept here because a packet is in one queue at a time. */
    final int[] next;

    final int[] previous;

    /** Order among those of a queue with the same drop precedence. */
    final int[] newer;

    final int[] older;

    PacketStore(int slots) {
        bytes = ByteBuffer.allocateDirect(slots * SLOT_BYTES);
        length = new int[slots];
        precedence = new byte[slots];
        classCode = new byte[slots];
        sinceNs = new long[slots];
        link = new LinkSendState[slots];
        free = new int[slots];
        next = new int[slots];
        previous = new int[slots];
        newer = new int[slots];
        older = new int[slots];
        for (int i = 0; i < slots; i++) {
            free[freeCount++] = slots - 1 - i;
        }
    }

    boolean isFull() {
        return freeCount == 0;
    }

    int put(
            long nowNs,
            LinkSendState to,
            int code,
            int dropPrecedence,
            ByteBuffer source,
            int offset,
            int sizeBytes) {
        int slot = free[--freeCount];
        bytes.put(slot * SLOT_BYTES, source, offset, sizeBytes);
        length[slot] = sizeBytes;
        classCode[slot] = (byte) code;
        precedence[slot] = (byte) dropPrecedence;
        sinceNs[slot] = nowNs;
        link[slot] = to;
        return slot;
    }

    void free(int slot) {
        link[slot] = null;
        free[freeCount++] = slot;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    int offset(int slot) {
        return slot * SLOT_BYTES;
    }

    int length(int slot) {
        return length[slot];
    }

    int classCode(int slot) {
        return classCode[slot];
    }

    int precedence(int slot) {
        return precedence[slot];
    }

    long sinceNs(int slot) {
        return sinceNs[slot];
    }

    LinkSendState link(int slot) {
        LinkSendState waiting = link[slot];
        if (waiting == null) {
            throw new IllegalStateException("slot " + slot + " is free");
        }
        return waiting;
    }
}
