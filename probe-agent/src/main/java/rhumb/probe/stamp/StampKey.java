package rhumb.probe.stamp;

import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of the authenticated mode, shared by the PoPs of an overlay. Never printed. */
public final class StampKey {
    /** As long as what HMAC-SHA-256 is cut to (RFC 2104 section 3 asks for no less). */
    public static final int MIN_BYTES = 16;

    static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    private StampKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Reads a key as hexadecimal digits, white space around them ignored.
     *
     * @throws IllegalArgumentException says what was expected, never what was read
     */
    public static StampKey parse(String hex) {
        byte[] secret;
        try {
            secret = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key: expected hexadecimal digits");
        }
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "key of "
                            + secret.length
                            + " bytes: expected at least "
                            + MIN_BYTES
                            + "; make one with: openssl rand -hex 32");
        }
        return new StampKey(secret);
    }

    SecretKey secret() {
        return key;
    }

    @Override
    public String toString() {
        return "StampKey";
    }
}
