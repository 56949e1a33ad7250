package rhumb.forward.pipeline;

import java.nio.ByteBuffer;
import rhumb.forward.wire.Ecn;
import rhumb.forward.wire.OverlayHeader;

/**
 * The traffic class octet where a link begins and ends. Code point: pipe or uniform model (RFC
 * 2983). Congestion mark: RFC 6040, whichever the model.
 */
public final class TunnelOctet {
    private TunnelOctet() {}

    /**
     * What to write on the wire.
     *
     * @param mark octet of the packet's class on this link
     */
    public static int outer(boolean uniform, int mark, ByteBuffer b, int offset) {
        if (OverlayHeader.type(b, offset) != OverlayHeader.TYPE_DATA) {
            return mark;
        }
        int inner = OverlayHeader.innerOctet(b, offset);
        return Ecn.encapsulated(uniform ? inner : mark, inner);
    }

    /**
     * Takes over into the inner octet what the link did to the outer one.
     *
     * @param outer as it came; -1 when the platform does not tell
     * @return whether the packet may go on, see {@link Ecn#isLost}
     */
    public static boolean arrive(boolean uniform, int outer, ByteBuffer b, int offset) {
        if (outer < 0 || OverlayHeader.type(b, offset) != OverlayHeader.TYPE_DATA) {
            return true;
        }
        int inner = OverlayHeader.innerOctet(b, offset);
        if (Ecn.isLost(outer, inner)) {
            return false;
        }
        int now = Ecn.decapsulated(outer, inner);
        now = uniform ? outer & ~Ecn.MASK | now & Ecn.MASK : now;
        if (now != inner) {
            OverlayHeader.innerOctet(b, offset, now);
        }
        return true;
    }
}
