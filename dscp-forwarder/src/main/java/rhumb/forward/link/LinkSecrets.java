package rhumb.forward.link;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.wire.OverlayHeader;

/**
 * What lanes need of a link to open and to seal its packets on threads of their own. Who owns the
 * link tells; lanes read, each with keys of its own made of these.
 */
public final class LinkSecrets {
    /** A key for what comes in, by the generations that the header names. */
    static final class Opening {
        final int own;
        final int theirs;
        final byte[] secret;

        Opening(int own, int theirs, byte[] secret) {
            this.own = own;
            this.theirs = theirs;
            this.secret = secret;
        }
    }

    /** What holds at a moment. */
    record Now(int mode, List<Opening> openings) {
        static final Now NOTHING = new Now(OverlayHeader.MODE_CLEAR, List.of());
    }

    /** A key for what goes out, to one life of the neighbour; each is another object. */
    public static final class Sealing {
        final LinkSecrets link;
        final byte[] secret;

        Sealing(LinkSecrets link, byte[] secret) {
            this.link = link;
            this.secret = secret;
        }
    }

    private volatile Now now = Now.NOTHING;

    /** What each lane has made of it; only that lane looks at its own. */
    private final @Nullable LaneKeys[] ofLanes = new @Nullable LaneKeys[OverlayHeader.MAX_SENDERS];

    void tell(Now next) {
        now = next;
    }

    Now now() {
        return now;
    }

    @Nullable LaneKeys of(int lane) {
        return ofLanes[lane];
    }

    void keep(int lane, LaneKeys keys) {
        ofLanes[lane] = keys;
    }
}
