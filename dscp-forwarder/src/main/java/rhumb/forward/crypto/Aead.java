package rhumb.forward.crypto;

import java.nio.ByteBuffer;

/**
 * Authenticated encryption in place with AES-GCM (NIST SP 800-38D). An object and its keys belong
 * to one thread.
 */
public interface Aead {
    /** Of AES-128, for packets. */
    int KEY_BYTES = 16;

    /** Of AES-256, for chains. */
    int LONG_KEY_BYTES = 32;

    int NONCE_BYTES = 12;
    int TAG_BYTES = 16;

    /** What does the work, in a word. */
    String name();

    /**
     * Makes a key ready for one direction.
     *
     * @param secret {@link #KEY_BYTES} or {@link #LONG_KEY_BYTES} bytes, copied
     */
    Key key(byte[] secret, boolean seals);

    /**
     * A key that seals, or one that opens. The packet at {@code offset} is {@code clear} bytes that
     * are only authenticated, {@code text} bytes that are encrypted too, and behind them the tag.
     * The nonce is the life (32 bits) and the sequence (64 bits); no nonce may be sealed with
     * twice.
     */
    interface Key extends AutoCloseable {
        /** Encrypts the text and writes the tag. */
        void seal(int life, long seq, ByteBuffer b, int offset, int clear, int text);

        /**
         * Decrypts the text.
         *
         * @return whether the packet is genuine; if not, its text is good for nothing
         */
        boolean open(int life, long seq, ByteBuffer b, int offset, int clear, int text);

        @Override
        void close();
    }
}
