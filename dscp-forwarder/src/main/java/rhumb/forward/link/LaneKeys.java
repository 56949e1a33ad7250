package rhumb.forward.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.forward.wire.OverlayHeader;

/** The keys of a link that one lane has made, and how far the neighbour has counted. */
final class LaneKeys {
    private record Opener(LinkSecrets.Opening of, Aead.Key key) {}

    final LaneCipher.Opened genuine;
    final LaneCipher.Opened forged;
    private final LinkSecrets link;
    private final Aead aead;
    private LinkSecrets.Now seen = LinkSecrets.Now.NOTHING;
    private List<Opener> openers = List.of();
    private LinkSecrets.@Nullable Sealing sealing;
    private Aead.@Nullable Key sealer;
    private boolean sealedLately;

    private boolean heard;
    private int life;
    private final boolean[] started = new boolean[OverlayHeader.MAX_LANES];
    private final long[] tops = new long[OverlayHeader.MAX_LANES];

    LaneKeys(LinkSecrets link, Aead aead) {
        this.link = link;
        genuine = new LaneCipher.Opened(link, true);
        forged = new LaneCipher.Opened(link, false);
        this.aead = aead;
    }

    /** The key of these generations; null when there is none. */
    Aead.@Nullable Key opener(LinkSecrets.Now now, int own, int theirs) {
        follow(now);
        for (int i = 0; i < openers.size(); i++) {
            Opener opener = openers.get(i);
            if (opener.of.own == own && opener.of.theirs == theirs) {
                return opener.key;
            }
        }
        return null;
    }

    Aead.Key sealer(LinkSecrets.Sealing wanted) {
        sealedLately = true;
        Aead.Key key = sealer;
        if (key == null || sealing != wanted) {
            if (key != null) {
                key.close();
            }
            key = aead.key(wanted.secret, true);
            sealing = wanted;
            sealer = key;
        }
        return key;
    }

    /** Whether it may be of the newest life that was heard; older ones are not worth a look. */
    boolean mayBeOf(int ofLife) {
        return !heard || Integer.compareUnsigned(ofLife, life) >= 0;
    }

    /** As {@link LinkReceiveState#full}, of what this lane has opened. */
    long full(int lane, int ofLife, int seq) {
        if (!heard || ofLife != life || !started[lane]) {
            return Integer.toUnsignedLong(seq);
        }
        long nearest = tops[lane] + (seq - (int) tops[lane]);
        return nearest < 0 ? Integer.toUnsignedLong(seq) : nearest;
    }

    void accept(int lane, int ofLife, long seq) {
        if (!heard || ofLife != life) {
            heard = true;
            life = ofLife;
            Arrays.fill(started, false);
        }
        if (!started[lane] || seq > tops[lane]) {
            started[lane] = true;
            tops[lane] = seq;
        }
    }

    /** Gives up keys that hold no more, and one by which nothing was sealed since the last time. */
    void follow() {
        follow(link.now());
        if (!sealedLately) {
            close();
        }
        sealedLately = false;
    }

    @SuppressWarnings("ReferenceEquality") // another key of the same numbers is another object
    private void follow(LinkSecrets.Now now) {
        if (now == seen) {
            return;
        }
        seen = now;
        List<Opener> next = new ArrayList<>();
        for (LinkSecrets.Opening opening : now.openings()) {
            Opener known = null;
            for (Opener opener : openers) {
                known = opener.of == opening ? opener : known;
            }
            next.add(known == null ? new Opener(opening, aead.key(opening.secret, false)) : known);
        }
        for (Opener opener : openers) {
            if (!next.contains(opener)) {
                opener.key.close();
            }
        }
        openers = next;
    }

    /** Keys are made anew when they are needed again. */
    private void close() {
        if (sealer != null) {
            sealer.close();
            sealer = null;
            sealing = null;
        }
    }
}
