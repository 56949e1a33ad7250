package rhumb.forward.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One handshake of {@code Noise_KK_25519_AESGCM_SHA256} (The Noise Protocol Framework, revision 34,
 * sections 5 and 7.5): both ends know the other's public key, and prove their own. Two messages:
 *
 * <pre>
 * -> e, es, ss
 * <- e, ee, se
 * </pre>
 *
 * Whoever steals the long-term keys later cannot open what was sealed: the ephemeral keys are gone.
 * Each message is read or written once, in order; after a message that is not genuine the handshake
 * is over.
 */
public final class NoiseKk {
    /** A message without payload: ephemeral key and tag. */
    public static final int MESSAGE_BYTES = X25519.BYTES + Aead.TAG_BYTES;

    private static final byte[] NAME =
            "Noise_KK_25519_AESGCM_SHA256".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_BYTES = 32;

    /** The keys that follow from a handshake, each of {@link Aead#LONG_KEY_BYTES}. */
    public static final class Keys {
        private final byte[] sending;
        private final byte[] receiving;

        private Keys(byte[] sending, byte[] receiving) {
            this.sending = sending;
            this.receiving = receiving;
        }

        public byte[] sending() {
            return sending.clone();
        }

        public byte[] receiving() {
            return receiving.clone();
        }
    }

    private final Aead aead;
    private final boolean initiator;
    private final byte[] staticSecret;
    private final byte[] theirStatic;
    private final byte[] staticShared;
    private final byte[] ephemeral;
    private byte[] theirEphemeral = new byte[0];
    private byte[] hash = Arrays.copyOf(NAME, HASH_BYTES);
    private byte[] chaining = hash;
    private byte[] key = new byte[0];

    /**
     * @param theirStatic public key of the other end
     * @param staticShared what {@link X25519#agree} makes of both static keys
     * @param ephemeral random private key, used for nothing else
     * @param prologue what both ends must see alike
     */
    public NoiseKk(
            Aead aead,
            boolean initiator,
            OwnKey own,
            byte[] theirStatic,
            byte[] staticShared,
            byte[] ephemeral,
            byte[] prologue) {
        this.aead = aead;
        this.initiator = initiator;
        this.staticSecret = own.secret();
        this.theirStatic = theirStatic.clone();
        this.staticShared = staticShared.clone();
        this.ephemeral = ephemeral.clone();
        byte[] ownStatic = own.publicKey().bytes();
        mixHash(prologue);
        mixHash(initiator ? ownStatic : theirStatic);
        mixHash(initiator ? theirStatic : ownStatic);
    }

    /** The initiator's message; null for a key of the other end that shares no secret. */
    public byte @Nullable [] writeFirst(byte[] payload) {
        byte[] open = writeEphemeral();
        if (!mixAgreed(ephemeral, theirStatic)) {
            return null;
        }
        mixKey(staticShared);
        return joined(open, seal(payload));
    }

    /** The payload of the initiator's message; null when it is not genuine. */
    public byte @Nullable [] readFirst(byte[] message) {
        if (message.length < MESSAGE_BYTES) {
            return null;
        }
        readEphemeral(message);
        if (!mixAgreed(staticSecret, theirEphemeral)) {
            return null;
        }
        mixKey(staticShared);
        return open(message);
    }

    /** The responder's message; null for an ephemeral key that shares no secret. */
    public byte @Nullable [] writeSecond(byte[] payload) {
        byte[] open = writeEphemeral();
        if (!mixAgreed(ephemeral, theirEphemeral) || !mixAgreed(ephemeral, theirStatic)) {
            return null;
        }
        return joined(open, seal(payload));
    }

    /** The payload of the responder's message; null when it is not genuine. */
    public byte @Nullable [] readSecond(byte[] message) {
        if (message.length < MESSAGE_BYTES) {
            return null;
        }
        readEphemeral(message);
        if (!mixAgreed(ephemeral, theirEphemeral) || !mixAgreed(staticSecret, theirEphemeral)) {
            return null;
        }
        return open(message);
    }

    /** Keys for what follows, once both messages went; forgets the secrets. */
    public Keys split() {
        byte[][] both = expand(new byte[0]);
        Arrays.fill(staticSecret, (byte) 0);
        Arrays.fill(ephemeral, (byte) 0);
        return initiator ? new Keys(both[0], both[1]) : new Keys(both[1], both[0]);
    }

    /** Stands for this handshake and no other. */
    public byte[] handshakeHash() {
        return hash.clone();
    }

    private byte[] writeEphemeral() {
        byte[] open = X25519.publicKey(ephemeral);
        mixHash(open);
        return open;
    }

    private void readEphemeral(byte[] message) {
        theirEphemeral = Arrays.copyOf(message, X25519.BYTES);
        mixHash(theirEphemeral);
    }

    private boolean mixAgreed(byte[] secret, byte[] open) {
        byte[] agreed = X25519.agree(secret, open);
        if (agreed == null) {
            return false;
        }
        mixKey(agreed);
        return true;
    }

    /** The hash so far is authenticated with the payload; each key seals once, as number 0. */
    private byte[] seal(byte[] payload) {
        ByteBuffer b = ByteBuffer.allocate(HASH_BYTES + payload.length + Aead.TAG_BYTES);
        b.put(hash).put(payload);
        try (Aead.Key sealer = aead.key(key, true)) {
            sealer.seal(0, 0, b, 0, HASH_BYTES, payload.length);
        }
        byte[] sealed = Arrays.copyOfRange(b.array(), HASH_BYTES, b.capacity());
        mixHash(sealed);
        return sealed;
    }

    private byte @Nullable [] open(byte[] message) {
        byte[] sealed = Arrays.copyOfRange(message, X25519.BYTES, message.length);
        ByteBuffer b = ByteBuffer.allocate(HASH_BYTES + sealed.length);
        b.put(hash).put(sealed);
        int text = sealed.length - Aead.TAG_BYTES;
        try (Aead.Key opener = aead.key(key, false)) {
            if (!opener.open(0, 0, b, 0, HASH_BYTES, text)) {
                return null;
            }
        }
        mixHash(sealed);
        return Arrays.copyOfRange(b.array(), HASH_BYTES, HASH_BYTES + text);
    }

    private void mixHash(byte[] data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hash);
            hash = digest.digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private void mixKey(byte[] secret) {
        byte[][] both = expand(secret);
        chaining = both[0];
        key = both[1];
    }

    /** HKDF of section 4.3, two outputs. */
    private byte[][] expand(byte[] secret) {
        byte[] extracted = hmac(chaining, secret);
        byte[] first = hmac(extracted, new byte[] {1});
        byte[] second = hmac(extracted, joined(first, new byte[] {2}));
        return new byte[][] {first, second};
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
