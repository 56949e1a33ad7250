package rhumb.forward.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** AES-GCM of Intel's library for IPsec, made for packets: a call each. */
final class IpsecMbAead extends NativeAead {
    /** sizeof struct gcm_key_data is 1,008 in 1.3 and 1,264 in 2.0. */
    private static final int EXPANDED_BYTES = 1_280;

    /** sizeof struct gcm_context_data is 88. */
    private static final int WORKING_BYTES = 128;

    private static final int LINE_BYTES = 64;

    /** All of memory, for reading the tag that came with a packet. */
    @SuppressWarnings("restricted")
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final IpsecMb library;
    private final MemorySegment working = Arena.ofAuto().allocate(WORKING_BYTES, LINE_BYTES);
    private final MemorySegment right = Arena.ofAuto().allocate(TAG_BYTES, LINE_BYTES);

    IpsecMbAead(IpsecMb library) {
        this.library = library;
    }

    @Override
    public String name() {
        return "ipsec-mb";
    }

    @Override
    public Key key(byte[] secret, boolean seals) {
        IpsecMb.Cipher cipher =
                secret.length == LONG_KEY_BYTES ? library.aes256() : library.aes128();
        MemorySegment expanded = Arena.ofAuto().allocate(EXPANDED_BYTES, LINE_BYTES);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(ValueLayout.JAVA_BYTE, secret);
            cipher.prepare().invokeExact(key.address(), expanded.address());
            key.fill((byte) 0);
        } catch (Throwable e) {
            throw unusable(e);
        }
        return new IpsecMbKey(seals, seals ? cipher.seal() : cipher.open(), expanded);
    }

    private static IllegalStateException unusable(Throwable e) {
        return new IllegalStateException("libIPSec_MB cannot be called", e);
    }

    private final class IpsecMbKey extends NativeKey {
        private final boolean seals;
        private final MethodHandle work;
        private final MemorySegment expanded;

        IpsecMbKey(boolean seals, MethodHandle work, MemorySegment expanded) {
            super(seals);
            this.seals = seals;
            this.work = work;
            this.expanded = expanded;
        }

        @Override
        boolean work(long nonce, long at, int clear, int text) {
            long from = at + clear;
            long tag = from + text;
            try {
                work.invokeExact(
                        expanded.address(),
                        working.address(),
                        from,
                        from,
                        (long) text,
                        nonce,
                        at,
                        (long) clear,
                        seals ? tag : right.address(),
                        (long) TAG_BYTES);
            } catch (Throwable e) {
                throw unusable(e);
            }
            return seals || isRight(tag);
        }

        /** Both halves whatever the first says: how long it takes tells nothing. */
        private boolean isRight(long tag) {
            return (differs(tag, 0) | differs(tag, Long.BYTES)) == 0;
        }

        private long differs(long tag, int at) {
            return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, tag + at)
                    ^ right.get(ValueLayout.JAVA_LONG, at);
        }

        @Override
        public void close() {
            expanded.fill((byte) 0);
        }
    }
}
