package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The bytes of a stream from the first one not acknowledged, addressed by their offset in the
 * stream. Bound: the owner stops reading when {@link #isFull()}.
 */
final class ReplayBuffer {
    private final int capacityBytes;
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private long start;
    private long end;

    ReplayBuffer(int capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Offset of the first byte held. */
    long start() {
        return start;
    }

    /** Offset behind the last byte held. */
    long end() {
        return end;
    }

    boolean isFull() {
        return end - start >= capacityBytes;
    }

    void append(ByteBuffer bytes) {
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        if (chunk.length > 0) {
            chunks.addLast(chunk);
            end += chunk.length;
        }
    }

    /** Lets whole chunks before {@code offset} go. */
    void release(long offset) {
        while (!chunks.isEmpty() && start + chunks.getFirst().length <= offset) {
            start += chunks.removeFirst().length;
        }
    }

    /** At most {@code limit} bytes from {@code offset} on, which must be held; empty at the end. */
    ByteBuffer read(long offset, int limit) {
        long chunkStart = start;
        for (Iterator<byte[]> all = chunks.iterator(); all.hasNext(); ) {
            byte[] chunk = all.next();
            if (offset < chunkStart + chunk.length) {
                int from = (int) (offset - chunkStart);
                return ByteBuffer.wrap(chunk, from, Math.min(limit, chunk.length - from));
            }
            chunkStart += chunk.length;
        }
        return ByteBuffer.allocate(0);
    }
}
