package rhumb.forward.queue;

import rhumb.net.TrafficClass;

/**
 * Which packets of one queue go first when it is full, 0 last (RFC 2597 section 2): by the class,
 * and within an AF class by the code point that the sender wrote.
 */
final class DropPrecedence {
    static final int LEVELS = 3;

    // RFC 2597 section 6: AFxy is the code point 8x + 2y.
    private static final int ECN_BITS = 2;
    private static final int AF_LAST = 4;

    private DropPrecedence() {}

    /**
     * @param octet traffic class octet that the packet entered with
     */
    static int of(TrafficClass c, int octet) {
        if (c == TrafficClass.VIDEO_KEY) {
            return 0;
        }
        int codePoint = octet >>> ECN_BITS;
        int group = codePoint >>> 3;
        int drop = codePoint & 0x7;
        boolean assured = group >= 1 && group <= AF_LAST && drop != 0 && (drop & 1) == 0;
        boolean own = assured && group == c.dscp().codePoint() >>> 3;
        return own ? Math.max(c.dropPrecedence(), drop / 2 - 1) : c.dropPrecedence();
    }
}
