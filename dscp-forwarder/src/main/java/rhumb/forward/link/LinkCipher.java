package rhumb.forward.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.crypto.OwnKey;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.Introduction;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.LinkId;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.PublicKey;

/**
 * Seals what goes over a link and opens what comes over the opposite one.
 *
 * <p>There is a {@link KeyPairing} for each own key and each key of the neighbour, so that either
 * side may change its key at any time. Packets are sealed to the neighbour's newest key, which the
 * rules told, with the newest own key that the neighbour has sealed something to: the neighbour
 * must know it then, as a key update of QUIC is confirmed (RFC 9001 section 6).
 *
 * <p>A packet key holds for one life of its receiver. So there is nothing to seal with until the
 * neighbour's life is known from something genuine: an {@link Introduction}, or a packet.
 */
public final class LinkCipher {
    /** Packets that one key may seal: far below where GCM grows weak (SP 800-38D section 8.3). */
    static final long MAX_SEALED = 1L << 36;

    private static final int LANE_SHIFT = 56;

    /** A process has one life and not one for each lane, so the first speaks for all. */
    private static final int INTRODUCING_LANE = 0;

    private final Aead aead;
    private final LinkId outgoing;
    private final int ownLife;

    /** Null where one thread does everything. */
    private final @Nullable LinkSecrets secrets;

    private final List<KeyPairing> pairings = new ArrayList<>();
    private final List<KeyPairing> missing = new ArrayList<>();
    private final long[] introduced = new long[OverlayHeader.MAX_LANES];

    private int mode = OverlayHeader.MODE_CLEAR;
    private List<OwnKey> own = List.of();
    private List<PublicKey> theirs = List.of();
    private int confirmed = -1;
    private @Nullable KeyPairing sealing;
    private @Nullable KeyPairing opened;
    private LinkSecrets.@Nullable Sealing unsealed;
    private boolean lifeKnown;
    private int neighbourLife;
    private boolean knowsUs;
    private boolean owesAnswer;
    private int introductions;
    private boolean sealedLately;
    private long heardNs = Long.MIN_VALUE;

    /**
     * @param ownLife of this process, without sign
     */
    public LinkCipher(Aead aead, LinkId outgoing, int ownLife) {
        this(aead, outgoing, ownLife, null);
    }

    /**
     * @param secrets is told what lanes need; null for nobody
     */
    LinkCipher(Aead aead, LinkId outgoing, int ownLife, @Nullable LinkSecrets secrets) {
        this.secrets = secrets;
        this.aead = aead;
        this.outgoing = outgoing;
        this.ownLife = ownLife;
    }

    /** How the link's packets are protected, as the header says it. */
    public int mode() {
        return mode;
    }

    public boolean secures() {
        return mode != OverlayHeader.MODE_CLEAR;
    }

    /**
     * What the rules and the own ring say now. Keys that are in neither are forgotten; what is new
     * waits for {@link #agreeNext}.
     *
     * @return whether something waits
     */
    public boolean expect(LinkSecurity security, List<PublicKey> neighbourKeys, KeyRing ring) {
        int wanted =
                switch (security) {
                    case NONE -> OverlayHeader.MODE_CLEAR;
                    case AUTHENTICATE -> OverlayHeader.MODE_AUTHENTICATED;
                    case ENCRYPT -> OverlayHeader.MODE_ENCRYPTED;
                };
        List<OwnKey> ours = wanted == OverlayHeader.MODE_CLEAR ? List.of() : ring.keys();
        if (wanted == mode && ours.equals(own) && neighbourKeys.equals(theirs)) {
            return !missing.isEmpty();
        }
        mode = wanted;
        own = ours;
        theirs = neighbourKeys;
        pairings.removeIf(pairing -> {
            boolean stays = own.contains(pairing.own()) && theirs.contains(pairing.theirs());
            if (!stays) {
                pairing.close();
            }
            return !stays;
        });
        missing.clear();
        tell();
        for (OwnKey key : own) {
            for (PublicKey other : theirs) {
                if (pairings.stream().noneMatch(pairing -> pairing.joins(key, other))) {
                    missing.add(new KeyPairing(key, other, MAX_SEALED, secrets));
                }
            }
        }
        opened = null;
        choose();
        return !missing.isEmpty();
    }

    public boolean agreesStill() {
        return !missing.isEmpty();
    }

    /** Agrees on the keys of one pairing, which takes a fraction of a millisecond. */
    public void agreeNext() {
        if (missing.isEmpty()) {
            return;
        }
        KeyPairing pairing = missing.removeFirst();
        if (pairing.agree(aead, outgoing, ownLife)) {
            pairings.add(pairing);
            tell();
            choose();
        }
    }

    /** Whether there is a key that the neighbour can open. */
    public boolean canSeal() {
        return sealing != null && lifeKnown;
    }

    /** Whether the neighbour has proved its life, and knows this one. */
    public boolean settled() {
        return lifeKnown && knowsUs;
    }

    /** Whether the neighbour uses the newest own key. */
    public boolean confirmedNewest() {
        return !own.isEmpty() && confirmed == own.getLast().generation();
    }

    /** When something genuine came last; {@link Long#MIN_VALUE} for never. */
    public long heardNs() {
        return heardNs;
    }

    /** The generation of the own key in use; -1 when there is none. */
    public int generation() {
        return confirmed;
    }

    /**
     * Seals a packet whose clear part and departure time are written.
     *
     * @param length without the tag, for which there is room behind
     * @return why it cannot be sent; null when it is sealed
     */
    @Nullable DropReason seal(int lane, long seq, ByteBuffer b, int offset, int length) {
        KeyPairing pairing = sealing;
        if (pairing == null || !lifeKnown) {
            return DropReason.NO_KEY;
        }
        if (!pairing.maySeal()) {
            return DropReason.KEY_WORN;
        }
        int own = pairing.own().generation();
        OverlayHeader.protect(b, offset, mode, own, pairing.theirs().generation());
        sealedLately = true;
        unsealed = lane == 0 ? null : pairing.sealing();
        if (unsealed != null) {
            b.putLong(offset + length, seq);
            return null;
        }
        int clear = clearBytes(mode, length);
        pairing.sealer().seal(ownLife, nonce(lane, seq), b, offset, clear, length - clear);
        return null;
    }

    /** With what a lane is to seal the packet given last; null when it is sealed. */
    LinkSecrets.@Nullable Sealing unsealed() {
        return unsealed;
    }

    /** What lanes need; null where one thread does everything. */
    public @Nullable LinkSecrets secrets() {
        return secrets;
    }

    /**
     * A lane tried to open a packet of the neighbour.
     *
     * @param seq in full, as the owner of the link takes it
     * @return as {@link #open}
     */
    public @Nullable DropReason opened(
            LaneCipher.Opened byLane, long seq, ByteBuffer b, int offset, int length) {
        KeyPairing pairing = pairing(b, offset);
        opened = pairing;
        if (pairing == null) {
            return DropReason.NO_KEY;
        }
        // The address may have been given to another link meanwhile. And what is genuine under
        // another number is one of 2^32 packets ago, played again to a lane that has not heard so
        // far.
        boolean same = b.getLong(offset + length - OverlayHeader.TAG_BYTES) == seq;
        return byLane.by() == secrets && byLane.genuine() && same
                ? null
                : DropReason.UNAUTHENTICATED;
    }

    /**
     * Opens a packet of the neighbour; changes nothing but its bytes.
     *
     * @param seq its sequence number in full
     * @return why it is not to be believed; null when it is genuine
     */
    public @Nullable DropReason open(long seq, ByteBuffer b, int offset, int length) {
        KeyPairing pairing = pairing(b, offset);
        opened = pairing;
        if (pairing == null) {
            return DropReason.NO_KEY;
        }
        int size = length - OverlayHeader.TAG_BYTES;
        int clear = clearBytes(mode, size);
        int life = OverlayHeader.life(b, offset);
        long nonce = nonce(OverlayHeader.lane(b, offset), seq);
        return pairing.opener().open(life, nonce, b, offset, clear, size - clear)
                ? null
                : DropReason.UNAUTHENTICATED;
    }

    /**
     * What {@link #open} opened last is new, too.
     *
     * @return whether the neighbour began a new life, so that everything sealed from now on is
     *     under a new key
     */
    boolean onGenuine(long nowNs, int life) {
        knowsUs = true;
        return learn(nowNs, life);
    }

    /**
     * Writes an introduction.
     *
     * @return whether there is a key to seal it with
     */
    public boolean introduce(ByteBuffer b, int offset) {
        KeyPairing pairing = sealing;
        owesAnswer = false;
        if (pairing == null) {
            return false;
        }
        int seq = ++introductions;
        int known = lifeKnown ? neighbourLife : 0;
        Introduction.write(b, offset, INTRODUCING_LANE, ownLife, seq, known);
        int own = pairing.own().generation();
        int mode = OverlayHeader.MODE_INTRODUCTION;
        OverlayHeader.protect(b, offset, mode, own, pairing.theirs().generation());
        long nonce = nonce(INTRODUCING_LANE, seq);
        pairing.introduce(aead, outgoing, ownLife, nonce, b, offset);
        return true;
    }

    /**
     * An introduction of the neighbour came.
     *
     * @return why it is not to be believed; null when it was taken
     */
    public @Nullable DropReason onIntroduction(long nowNs, ByteBuffer b, int offset) {
        KeyPairing pairing = pairing(b, offset);
        if (pairing == null) {
            return DropReason.NO_KEY;
        }
        int lane = OverlayHeader.lane(b, offset);
        int life = OverlayHeader.life(b, offset);
        int seq = OverlayHeader.linkSeq(b, offset);
        long order = Integer.toUnsignedLong(life) << 32 | Integer.toUnsignedLong(seq);
        if (Long.compareUnsigned(order, introduced[lane]) <= 0) {
            return DropReason.REPLAYED;
        }
        long nonce = nonce(lane, Integer.toUnsignedLong(seq));
        if (!pairing.openIntroduction(life, nonce, b, offset)) {
            return DropReason.UNAUTHENTICATED;
        }
        introduced[lane] = order;
        opened = pairing;
        knowsUs = Introduction.neighbourLife(b, offset) == ownLife;
        owesAnswer |= !knowsUs;
        return null;
    }

    /** The life of who introduced itself last; tells whether it began a new one. */
    boolean onIntroduced(long nowNs, int life) {
        return learn(nowNs, life);
    }

    /** Whether the neighbour does not know this life yet and asked. */
    public boolean owesAnswer() {
        return owesAnswer;
    }

    /** Whether something was sealed since this was asked last. */
    public boolean takeSealedLately() {
        boolean sealed = sealedLately;
        sealedLately = false;
        return sealed;
    }

    void close() {
        pairings.forEach(KeyPairing::close);
        pairings.clear();
        missing.clear();
        own = List.of();
        theirs = List.of();
        sealing = null;
        opened = null;
        tell();
    }

    private boolean learn(long nowNs, int life) {
        KeyPairing pairing = opened;
        if (pairing == null) {
            return false;
        }
        heardNs = nowNs;
        boolean begins = !lifeKnown || Integer.compareUnsigned(life, neighbourLife) > 0;
        if (begins) {
            lifeKnown = true;
            neighbourLife = life;
        }
        boolean newer = (byte) (pairing.own().generation() - confirmed) > 0;
        if (newer) {
            confirmed = pairing.own().generation();
        }
        if (begins || newer) {
            choose();
        }
        return begins;
    }

    /** With which keys to seal from now on. */
    private void choose() {
        if (own.stream().noneMatch(key -> key.generation() == confirmed)) {
            confirmed = own.isEmpty() ? -1 : own.getFirst().generation();
        }
        KeyPairing best = null;
        for (KeyPairing pairing : pairings) {
            boolean usable = pairing.own().generation() == confirmed;
            if (usable && (best == null || pairing.theirs().isNewerThan(best.theirs()))) {
                best = pairing;
            }
        }
        sealing = best;
        if (best != null && lifeKnown) {
            best.sealFor(aead, outgoing, neighbourLife);
        }
    }

    private @Nullable KeyPairing pairing(ByteBuffer b, int offset) {
        int ownGeneration = OverlayHeader.receiverGeneration(b, offset);
        int theirGeneration = OverlayHeader.senderGeneration(b, offset);
        for (int i = 0; i < pairings.size(); i++) {
            KeyPairing pairing = pairings.get(i);
            if (pairing.own().generation() == ownGeneration
                    && pairing.theirs().generation() == theirGeneration) {
                return pairing;
            }
        }
        return null;
    }

    private void tell() {
        if (secrets != null) {
            secrets.tell(
                    new LinkSecrets.Now(mode, pairings.stream().map(KeyPairing::opening).toList()));
        }
    }

    static long nonce(int lane, long seq) {
        return (long) lane << LANE_SHIFT | seq;
    }

    static int clearBytes(int mode, int size) {
        return mode == OverlayHeader.MODE_ENCRYPTED ? OverlayHeader.CLEAR_BYTES : size;
    }
}
