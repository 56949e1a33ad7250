package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import rhumb.forward.crypto.NoiseKk;

/**
 * First bytes of a secured chain, in clear ({@code docs/protocol/stream.md}): who speaks to whom
 * with which keys, the first message of the handshake, and a code that only costs the receiver a
 * hash to check, so that strangers do not make it agree on keys.
 */
final class ChainHello {
    // Specification constants.
    static final int MAGIC = 0x52684368;
    static final int VERSION = 1;
    static final int HEAD_BYTES = 12;
    static final int CODE_BYTES = 16;
    static final int OPEN_BYTES = HEAD_BYTES + NoiseKk.MESSAGE_BYTES;
    static final int BYTES = OPEN_BYTES + CODE_BYTES;
    private static final byte[] CODE_LABEL = ascii("rhumb chain 1 hello");
    private static final byte[] PROLOGUE = ascii("rhumb chain 1");

    private final byte[] bytes;

    private ChainHello(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The first bytes, to which the handshake is bound.
     *
     * @param self number of the PoP that begins the chain
     */
    static byte[] head(ChainKeys.Pair pair, int self) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .putInt(MAGIC)
                .put((byte) VERSION)
                .put((byte) pair.own().generation())
                .put((byte) pair.theirs().generation())
                .put((byte) 0)
                .putShort((short) self)
                .putShort((short) pair.pop())
                .array();
    }

    /**
     * What both ends of a handshake must see alike.
     *
     * @param before hash of the handshake that this one replaces; empty for the first
     */
    static byte[] prologue(byte[] head, byte[] before) {
        return ByteBuffer.allocate(PROLOGUE.length + head.length + before.length)
                .put(PROLOGUE)
                .put(head)
                .put(before)
                .array();
    }

    static byte[] write(byte[] head, byte[] message, byte[] shared) {
        byte[] all = ByteBuffer.allocate(BYTES).put(head).put(message).array();
        System.arraycopy(code(shared, all), 0, all, OPEN_BYTES, CODE_BYTES);
        return all;
    }

    /** Whether the bytes from here on, as many as there are, may be a hello of this version. */
    static boolean mayBegin(ByteBuffer b) {
        int at = b.position();
        for (int i = 0; i < Math.min(4, b.remaining()); i++) {
            if (b.get(at + i) != (byte) (MAGIC >>> 24 - 8 * i)) {
                return false;
            }
        }
        return b.remaining() < 5 || b.get(at + 4) == VERSION;
    }

    /** The hello at the front of at least {@link #BYTES} bytes that {@link #mayBegin}. */
    static ChainHello read(ByteBuffer b) {
        byte[] bytes = new byte[BYTES];
        b.get(b.position(), bytes);
        return new ChainHello(bytes);
    }

    int senderGeneration() {
        return bytes[5] & 0xff;
    }

    int receiverGeneration() {
        return bytes[6] & 0xff;
    }

    int senderPop() {
        return ByteBuffer.wrap(bytes).getShort(8) & 0xffff;
    }

    int receiverPop() {
        return ByteBuffer.wrap(bytes).getShort(10) & 0xffff;
    }

    byte[] head() {
        return Arrays.copyOf(bytes, HEAD_BYTES);
    }

    /** First message of the handshake. */
    byte[] message() {
        return Arrays.copyOfRange(bytes, HEAD_BYTES, OPEN_BYTES);
    }

    /** Tells it from all others of the same two keys. */
    long code() {
        return ByteBuffer.wrap(bytes).getLong(OPEN_BYTES);
    }

    /** Whether it was written by one of the two who share this secret. */
    boolean isGenuine(byte[] shared) {
        byte[] code = Arrays.copyOfRange(bytes, OPEN_BYTES, BYTES);
        return MessageDigest.isEqual(code, code(shared, bytes));
    }

    private static byte[] code(byte[] shared, byte[] all) {
        byte[] key = hmac(shared, CODE_LABEL, CODE_LABEL.length);
        return Arrays.copyOf(hmac(key, all, OPEN_BYTES), CODE_BYTES);
    }

    private static byte[] hmac(byte[] key, byte[] data, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(data, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
