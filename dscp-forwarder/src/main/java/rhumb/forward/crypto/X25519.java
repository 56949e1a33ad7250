package rhumb.forward.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/** Diffie-Hellman on Curve25519 (RFC 7748), on bytes as the RFC writes them. */
public final class X25519 {
    static final int BYTES = 32;

    private static final byte[] BASE_POINT = {
        9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private X25519() {}

    /** The public key of any 32 bytes as private key. */
    public static byte[] publicKey(byte[] privateKey) {
        byte[] made = agree(privateKey, BASE_POINT);
        if (made == null) {
            throw new IllegalStateException("the base point has no small order");
        }
        return made;
    }

    /**
     * The secret that both ends share; null for a public key of small order, with which anybody
     * would know it (RFC 7748 section 6.1).
     */
    public static byte @Nullable [] agree(byte[] privateKey, byte[] publicKey) {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            PrivateKey own =
                    keys.generatePrivate(
                            new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
            PublicKey other =
                    keys.generatePublic(
                            new XECPublicKeySpec(NamedParameterSpec.X25519, number(publicKey)));
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no X25519", e);
        }
    }

    /** Little-endian, without the highest bit (RFC 7748 section 5). */
    private static BigInteger number(byte[] littleEndian) {
        byte[] bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = littleEndian[BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return new BigInteger(1, bigEndian);
    }
}
