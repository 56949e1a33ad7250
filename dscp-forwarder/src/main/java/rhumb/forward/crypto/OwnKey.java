package rhumb.forward.crypto;

import java.util.random.RandomGenerator;
import rhumb.southbound.rule.PublicKey;

/** A key pair of this forwarder. */
public final class OwnKey {
    private final byte[] secret;
    private final PublicKey publicKey;

    private OwnKey(int generation, byte[] secret) {
        this.secret = secret;
        this.publicKey = PublicKey.of(generation, X25519.publicKey(secret));
    }

    /**
     * @param secret {@link PublicKey#BYTES} random bytes, copied
     */
    public static OwnKey of(int generation, byte[] secret) {
        if (secret.length != X25519.BYTES) {
            throw new IllegalArgumentException(
                    "private key of " + secret.length + " bytes: expected " + X25519.BYTES);
        }
        return new OwnKey(generation, secret.clone());
    }

    public static OwnKey make(int generation, RandomGenerator random) {
        byte[] secret = new byte[X25519.BYTES];
        random.nextBytes(secret);
        return new OwnKey(generation, secret);
    }

    public int generation() {
        return publicKey.generation();
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** For the disk and the key agreement only; a copy. */
    public byte[] secret() {
        return secret.clone();
    }

    /** Names the public key only. */
    @Override
    public String toString() {
        return publicKey.fingerprint();
    }
}
