package rhumb.forward.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeySchedule;
import rhumb.forward.crypto.OwnKey;
import rhumb.forward.crypto.X25519;
import rhumb.forward.wire.Introduction;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.LinkId;
import rhumb.southbound.rule.PublicKey;

/** An own key and one of the neighbour's, and what follows from both for a pair of links. */
final class KeyPairing {
    private final @Nullable LinkSecrets lanes;
    private final OwnKey own;
    private final PublicKey theirs;
    private byte[] shared = new byte[0];
    private Aead.@Nullable Key opener;
    private Aead.@Nullable Key introductionOpener;
    private Aead.@Nullable Key sealer;
    private int sealerLife;

    // The same for lanes.
    private LinkSecrets.@Nullable Opening opening;
    private LinkSecrets.@Nullable Sealing sealing;
    private final long mostSealed;
    private long sealed;

    /**
     * @param mostSealed how many packets a key may seal
     */
    KeyPairing(OwnKey own, PublicKey theirs, long mostSealed) {
        this(own, theirs, mostSealed, null);
    }

    /**
     * @param lanes what lanes need of the link; null where one thread does everything
     */
    KeyPairing(OwnKey own, PublicKey theirs, long mostSealed, @Nullable LinkSecrets lanes) {
        this.lanes = lanes;
        this.own = own;
        this.theirs = theirs;
        this.mostSealed = mostSealed;
    }

    OwnKey own() {
        return own;
    }

    PublicKey theirs() {
        return theirs;
    }

    boolean joins(OwnKey key, PublicKey other) {
        return own.equals(key) && theirs.equals(other);
    }

    /**
     * Makes the keys for what comes in.
     *
     * @param life own
     * @return false for a key of the neighbour that shares no secret
     */
    boolean agree(Aead aead, LinkId outgoing, int life) {
        byte[] agreed = X25519.agree(own.secret(), theirs.bytes());
        if (agreed == null) {
            return false;
        }
        shared = agreed;
        LinkId incoming = outgoing.reverse();
        PublicKey ours = own.publicKey();
        byte[] secret = KeySchedule.packets(shared, incoming, theirs, ours, life);
        opener = aead.key(secret, false);
        if (lanes != null) {
            opening = new LinkSecrets.Opening(own.generation(), theirs.generation(), secret);
        }
        introductionOpener =
                aead.key(KeySchedule.introductions(shared, incoming, theirs, ours), false);
        return true;
    }

    /** Makes the key for what goes out to this life of the neighbour, unless there is one. */
    void sealFor(Aead aead, LinkId outgoing, int neighbourLife) {
        if (sealer != null && sealerLife == neighbourLife) {
            return;
        }
        if (sealer != null) {
            sealer.close();
        }
        byte[] secret =
                KeySchedule.packets(shared, outgoing, own.publicKey(), theirs, neighbourLife);
        sealer = aead.key(secret, true);
        sealing = lanes == null ? null : new LinkSecrets.Sealing(lanes, secret);
        sealerLife = neighbourLife;
        sealed = 0;
    }

    /** Counts one more; false when that would be too many. */
    boolean maySeal() {
        return sealer != null && ++sealed <= mostSealed;
    }

    Aead.Key sealer() {
        return made(sealer);
    }

    /** With what lanes seal; null where one thread does. */
    LinkSecrets.@Nullable Sealing sealing() {
        return sealing;
    }

    LinkSecrets.Opening opening() {
        LinkSecrets.Opening agreed = opening;
        if (agreed == null) {
            throw new IllegalStateException("keys that are not agreed");
        }
        return agreed;
    }

    Aead.Key opener() {
        return made(opener);
    }

    void introduce(Aead aead, LinkId outgoing, int life, long nonce, ByteBuffer b, int offset) {
        byte[] secret = KeySchedule.introductions(shared, outgoing, own.publicKey(), theirs);
        try (Aead.Key key = aead.key(secret, true)) {
            key.seal(life, nonce, b, offset, OverlayHeader.CLEAR_BYTES, Introduction.TEXT_BYTES);
        }
    }

    boolean openIntroduction(int life, long nonce, ByteBuffer b, int offset) {
        return made(introductionOpener)
                .open(life, nonce, b, offset, OverlayHeader.CLEAR_BYTES, Introduction.TEXT_BYTES);
    }

    void close() {
        for (Aead.Key key : new Aead.@Nullable Key[] {opener, introductionOpener, sealer}) {
            if (key != null) {
                key.close();
            }
        }
        Arrays.fill(shared, (byte) 0);
    }

    private static Aead.Key made(Aead.@Nullable Key key) {
        if (key == null) {
            throw new IllegalStateException("keys that are not agreed");
        }
        return key;
    }
}
