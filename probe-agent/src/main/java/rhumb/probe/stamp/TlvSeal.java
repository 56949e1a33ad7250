package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * Where the HMAC TLV of a packet is. It comes after all other TLVs except Extra Padding, and a
 * packet that carries any other must have it in authenticated mode (RFC 8972 section 4.8).
 */
final class TlvSeal {
    /** There is nothing but padding. */
    static final int NOT_NEEDED = -1;

    /** It is not there, not where it must be, or not as long as it must be. */
    static final int MISSING = -2;

    private TlvSeal() {}

    /** Where the HMAC TLV begins, or one of the two above. */
    static int find(ByteBuffer b, int first, int end) {
        int found = NOT_NEEDED;
        int at = first;
        while (at < end) {
            int next = StampTlv.end(b, at, end);
            if (next < 0) {
                return found >= 0 ? found : MISSING;
            }
            int type = StampTlv.type(b, at);
            if (found >= 0 && type != StampTlv.EXTRA_PADDING) {
                return MISSING;
            }
            if (type == StampTlv.HMAC) {
                if (!StampTlv.lengthFits(b, at)) {
                    return MISSING;
                }
                found = at;
            } else if (type != StampTlv.EXTRA_PADDING) {
                found = found == NOT_NEEDED ? MISSING : found;
            }
            at = next;
        }
        return found;
    }
}
