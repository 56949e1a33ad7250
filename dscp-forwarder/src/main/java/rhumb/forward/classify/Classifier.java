package rhumb.forward.classify;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;

/**
 * Gives a packet its class where it enters the overlay: that of its service if the service forces
 * one, else by its code point (RFC 8837), else by what its first byte says it is (RFC 7983).
 */
public final class Classifier {
    // RFC 7983 section 7: first byte of STUN and of DTLS.
    private static final int STUN_LAST = 3;
    private static final int DTLS_FIRST = 20;
    private static final int DTLS_LAST = 63;

    private Classifier() {}

    /**
     * @param octet IP traffic class octet; -1 when the platform does not tell
     */
    public static TrafficClass classify(
            @Nullable TrafficClass forced, int octet, ByteBuffer buffer, int offset, int length) {
        if (forced != null) {
            return forced;
        }
        if (octet >= 0) {
            return TrafficClass.ofDscp(octet >>> 2);
        }
        if (length == 0) {
            return TrafficClass.DEFAULT;
        }
        int first = buffer.get(offset) & 0xff;
        boolean setsUp = first <= STUN_LAST || first >= DTLS_FIRST && first <= DTLS_LAST;
        // RTP (128 to 191) shows neither audio nor video: payload types are negotiated elsewhere.
        return setsUp ? TrafficClass.SIGNALLING : TrafficClass.DEFAULT;
    }
}
