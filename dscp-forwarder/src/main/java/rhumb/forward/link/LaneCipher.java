package rhumb.forward.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.forward.wire.OverlayHeader;

/**
 * Opens and seals packets of all links on the thread of one lane. What is decided of a packet is
 * decided by the owner of the link: windows, keys and counters are there.
 */
public final class LaneCipher {
    /**
     * A lane tried to open a packet. It has changed the bytes, so nobody else can.
     *
     * @param by with what of which link
     * @param genuine whether the tag is right
     */
    public record Opened(LinkSecrets by, boolean genuine) {}

    private final int lane;
    private final Aead aead;
    private final List<LaneKeys> all = new ArrayList<>();

    /**
     * @param aead of this lane's thread
     */
    public LaneCipher(int lane, Aead aead) {
        this.lane = lane;
        this.aead = aead;
    }

    /**
     * Opens a packet that came from the neighbour of this link. In the place of its tag it leaves
     * the sequence number in full under which it is genuine, for {@link LinkCipher#opened}: this
     * lane may have heard less of the sender than the link's owner.
     *
     * @return null when it was not tried, and the owner of the link is to look
     */
    public @Nullable Opened open(LinkSecrets link, ByteBuffer b, int offset, int length) {
        LinkSecrets.Now now = link.now();
        if (now.mode() == OverlayHeader.MODE_CLEAR
                || OverlayHeader.checkClear(b, offset, length) != null
                || OverlayHeader.mode(b, offset) != now.mode()) {
            return null;
        }
        LaneKeys keys = keys(link);
        int own = OverlayHeader.receiverGeneration(b, offset);
        Aead.Key key = keys.opener(now, own, OverlayHeader.senderGeneration(b, offset));
        int life = OverlayHeader.life(b, offset);
        if (key == null || !keys.mayBeOf(life)) {
            return null;
        }
        int from = OverlayHeader.lane(b, offset);
        long seq = keys.full(from, life, OverlayHeader.linkSeq(b, offset));
        int size = length - OverlayHeader.TAG_BYTES;
        int clear = LinkCipher.clearBytes(now.mode(), size);
        if (!key.open(life, LinkCipher.nonce(from, seq), b, offset, clear, size - clear)) {
            return keys.forged;
        }
        keys.accept(from, life, seq);
        b.putLong(offset + size, seq);
        return keys.genuine;
    }

    /**
     * Seals a packet that {@link LinkSendState#stamp} left to a lane.
     *
     * @param length with the tag, in whose place the sequence number stands
     */
    public void seal(LinkSecrets.Sealing with, ByteBuffer b, int offset, int length) {
        int size = length - OverlayHeader.TAG_BYTES;
        int clear = LinkCipher.clearBytes(OverlayHeader.mode(b, offset), size);
        long nonce = LinkCipher.nonce(OverlayHeader.lane(b, offset), b.getLong(offset + size));
        int life = OverlayHeader.life(b, offset);
        keys(with.link).sealer(with).seal(life, nonce, b, offset, clear, size - clear);
    }

    /** Now and then: gives up keys that hold no more. */
    public void sweep() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).follow();
        }
    }

    private LaneKeys keys(LinkSecrets link) {
        LaneKeys known = link.of(lane);
        if (known == null) {
            known = new LaneKeys(link, aead);
            link.keep(lane, known);
            all.add(known);
        }
        return known;
    }
}
