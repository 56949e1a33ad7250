package rhumb.probe.stamp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * HMAC-SHA-256 cut to its first 128 bits (RFC 8762 section 4.4): over the first 96 octets of an
 * authenticated packet, and over its sequence number and the TLVs before the HMAC TLV (RFC 8972
 * section 4.8). Owned by one thread.
 *
 * <p>Packets are copied into one scratch array and the provider is reused; what remains is the
 * provider's own garbage, a digest of 32 bytes for each HMAC.
 */
public final class PacketSeal {
    public static final int BYTES = 16;

    private static final int BASE_COVERED = 96;
    private static final int SEQUENCE_BYTES = 4;
    private static final int DIGEST_BYTES = 32;

    private final Mac mac;
    private final byte[] input = new byte[SEQUENCE_BYTES + 0x1_0000];
    private final byte[] digest = new byte[DIGEST_BYTES];
    private final ByteBuffer digestView = ByteBuffer.wrap(digest).order(ByteOrder.BIG_ENDIAN);

    public PacketSeal(StampKey key) {
        try {
            mac = Mac.getInstance(StampKey.ALGORITHM);
            mac.init(key.secret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without HmacSHA256", e);
        }
    }

    /** Writes the HMAC of the base of an authenticated packet. */
    void sealBase(ByteBuffer b, int at) {
        baseDigest(b, at);
        b.put(at + BASE_COVERED, digest, 0, BYTES);
    }

    /** Whether the base of an authenticated packet is as it left somebody with the key. */
    public boolean baseIsGenuine(ByteBuffer b, int at) {
        baseDigest(b, at);
        return matches(b, at + BASE_COVERED);
    }

    /**
     * Writes the value of an HMAC TLV.
     *
     * @param at where the packet begins
     * @param tlvs where its first TLV begins
     * @param hmac where its HMAC TLV begins
     */
    void sealTlvs(ByteBuffer b, int at, int tlvs, int hmac) {
        tlvDigest(b, at, tlvs, hmac);
        b.put(hmac + StampTlv.HEADER_BYTES, digest, 0, BYTES);
    }

    boolean tlvsAreGenuine(ByteBuffer b, int at, int tlvs, int hmac) {
        tlvDigest(b, at, tlvs, hmac);
        return matches(b, hmac + StampTlv.HEADER_BYTES);
    }

    private void baseDigest(ByteBuffer b, int at) {
        b.get(at, input, 0, BASE_COVERED);
        digest(BASE_COVERED);
    }

    private void tlvDigest(ByteBuffer b, int at, int tlvs, int hmac) {
        b.get(at, input, 0, SEQUENCE_BYTES);
        b.get(tlvs, input, SEQUENCE_BYTES, hmac - tlvs);
        digest(SEQUENCE_BYTES + hmac - tlvs);
    }

    private void digest(int length) {
        try {
            mac.update(input, 0, length);
            mac.doFinal(digest, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("32 bytes hold an HMAC-SHA-256", e);
        }
    }

    /** Takes the same time whatever differs. */
    private boolean matches(ByteBuffer b, int at) {
        long first = b.getLong(at) ^ digestView.getLong(0);
        long second = b.getLong(at + Long.BYTES) ^ digestView.getLong(Long.BYTES);
        return (first | second) == 0;
    }
}
