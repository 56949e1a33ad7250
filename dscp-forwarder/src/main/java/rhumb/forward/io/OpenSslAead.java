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
 * AES-GCM of OpenSSL 3, in place and without an allocation per packet. Direct buffers are worked on
 * where they are; others go through a buffer of its own.
 */
final class OpenSslAead implements Aead {
    private static final int COPY_BYTES = 65_536;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** Addresses of buffers seen lately, so that finding one makes no object. */
    private static final int REMEMBERED = 1_024;

    private final MemorySegment nonce = Arena.ofAuto().allocate(16, 16);
    private final MemorySegment written = Arena.ofAuto().allocate(16, 16);
    private final ByteBuffer copy = ByteBuffer.allocateDirect(COPY_BYTES);
    private final @Nullable ByteBuffer[] seen = new ByteBuffer[REMEMBERED];
    private final long[] addresses = new long[REMEMBERED];

    @Override
    public String name() {
        return "openssl";
    }

    @Override
    public Key key(byte[] secret, boolean seals) {
        return new NativeKey(secret, seals);
    }

    @SuppressWarnings("ReferenceEquality") // equal bytes lie at other addresses
    private long address(ByteBuffer b) {
        int slot = System.identityHashCode(b) & REMEMBERED - 1;
        if (seen[slot] != b) {
            seen[slot] = b;
            addresses[slot] = MemorySegment.ofBuffer(b).address() - b.position();
        }
        return addresses[slot];
    }

    private final class NativeKey implements Key {
        private final boolean seals;
        private long context;

        NativeKey(byte[] secret, boolean seals) {
            this.seals = seals;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment key = arena.allocateFrom(ValueLayout.JAVA_BYTE, secret);
                context = (long) OpenSsl.CTX_NEW.invokeExact();
                long cipher =
                        secret.length == LONG_KEY_BYTES
                                ? (long) OpenSsl.AES_256_GCM.invokeExact()
                                : (long) OpenSsl.AES_128_GCM.invokeExact();
                int done =
                        (int)
                                OpenSsl.INIT.invokeExact(
                                        context, cipher, 0L, key.address(), 0L, seals ? 1 : 0);
                key.fill((byte) 0);
                if (context == 0 || done != 1) {
                    throw new IllegalStateException("OpenSSL takes no key");
                }
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot be called", e);
            }
        }

        @Override
        public void seal(int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            if (!work(life, seq, b, offset, clear, text)) {
                throw new IllegalStateException("OpenSSL does not seal");
            }
        }

        @Override
        public boolean open(int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            return work(life, seq, b, offset, clear, text);
        }

        private boolean work(int life, long seq, ByteBuffer b, int offset, int clear, int text) {
            int length = clear + text + TAG_BYTES;
            if (b.isDirect()) {
                try {
                    return work(life, seq, address(b) + offset, clear, text);
                } finally {
                    Reference.reachabilityFence(b);
                }
            }
            copy.put(0, b, offset, seals ? clear + text : length);
            boolean done = work(life, seq, address(copy), clear, text);
            b.put(offset + clear, copy, clear, seals ? text + TAG_BYTES : text);
            return done;
        }

        private boolean work(int life, long seq, long at, int clear, int text) {
            nonce.set(INT, 0, life);
            nonce.set(LONG, 4, seq);
            long tag = at + clear + text;
            long out = written.address();
            try {
                int fine =
                        (int)
                                OpenSsl.INIT.invokeExact(
                                        context, 0L, 0L, 0L, nonce.address(), seals ? 1 : 0);
                fine &= (int) OpenSsl.UPDATE.invokeExact(context, 0L, out, at, clear);
                if (text > 0) {
                    long from = at + clear;
                    fine &= (int) OpenSsl.UPDATE.invokeExact(context, from, out, from, text);
                }
                if (!seals) {
                    fine &=
                            (int)
                                    OpenSsl.CTX_CTRL.invokeExact(
                                            context, OpenSsl.SET_TAG, TAG_BYTES, tag);
                }
                fine &= (int) OpenSsl.FINAL.invokeExact(context, out, out);
                if (seals) {
                    fine &=
                            (int)
                                    OpenSsl.CTX_CTRL.invokeExact(
                                            context, OpenSsl.GET_TAG, TAG_BYTES, tag);
                }
                return fine == 1;
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot be called", e);
            }
        }

        @Override
        public void close() {
            long closing = context;
            context = 0;
            try {
                OpenSsl.CTX_FREE.invokeExact(closing);
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot be called", e);
            }
        }
    }
}
