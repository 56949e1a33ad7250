package rhumb.forward.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;

/**
 * AES-GCM of a native library, in place and without an allocation per packet. Direct buffers are
 * worked on where they are; others go through a buffer of its own.
 */
abstract class NativeAead implements Aead {
    private static final int COPY_BYTES = 65_536;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** Addresses of buffers seen lately, so that finding one makes no object. */
    private static final int REMEMBERED = 1_024;

    private final MemorySegment nonce = Arena.ofAuto().allocate(16, 16);
    private final ByteBuffer copy = ByteBuffer.allocateDirect(COPY_BYTES);
    private final @Nullable ByteBuffer[] seen = new ByteBuffer[REMEMBERED];
    private final long[] addresses = new long[REMEMBERED];

    @SuppressWarnings("ReferenceEquality") // equal bytes lie at other addresses
    private long address(ByteBuffer b) {
        int slot = System.identityHashCode(b) & REMEMBERED - 1;
        if (seen[slot] != b) {
            seen[slot] = b;
            addresses[slot] = MemorySegment.ofBuffer(b).address() - b.position();
        }
        return addresses[slot];
    }

    /** A key of the library. */
    abstract class NativeKey implements Key {
        private final boolean seals;

        NativeKey(boolean seals) {
            this.seals = seals;
        }

        /**
         * Seals or opens the packet that lies at an address.
         *
         * @param nonce address of {@link Aead#NONCE_BYTES}
         * @return whether it was done, and what was opened is genuine
         */
        abstract boolean work(long nonce, long at, int clear, int text);

        @Override
        public final void seal(int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            if (!work(life, seq, b, offset, clear, text)) {
                throw new IllegalStateException(name() + " does not seal");
            }
        }

        @Override
        public final boolean open(
                int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            return work(life, seq, b, offset, clear, text);
        }

        private boolean work(int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            nonce.set(INT, 0, life);
            nonce.set(LONG, 4, seq);
            try {
                if (b.isDirect()) {
                    return work(nonce.address(), address(b) + offset, clear, text);
                }
                int length = clear + text + TAG_BYTES;
                copy.put(0, b, offset, seals ? clear + text : length);
                boolean done = work(nonce.address(), address(copy), clear, text);
                b.put(offset + clear, copy, clear, seals ? text + TAG_BYTES : text);
                return done;
            } finally {
                Reference.reachabilityFence(b);
                Reference.reachabilityFence(this);
            }
        }
    }
}
