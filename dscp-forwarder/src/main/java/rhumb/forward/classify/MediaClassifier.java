package rhumb.forward.classify;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PacketClasses.Codec;

/**
 * Gives a packet its class by the rules of its service, the strongest sign first: a forced class;
 * the RTP payload type, or that it is RTCP (RFC 5761, told from other things on the port by RFC
 * 7983); the port; the code point. Packets of key frames become video-key where they show.
 *
 * <p>One thread owns it; nothing is allocated for a packet.
 */
public final class MediaClassifier {
    private final KeyFrames keyFrames = new KeyFrames();

    /**
     * @param rules null for a service without any
     * @param stream tells sources with one SSRC apart, such as a hash of who sends
     * @param ofPort what the port of the client says; null for nothing
     * @param octet IP traffic class octet; -1 when the platform does not tell
     */
    public TrafficClass classify(
            @Nullable ServiceClasses rules,
            int stream,
            @Nullable TrafficClass ofPort,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        if (rules == null) {
            return Classifier.classify(null, octet, b, offset, length);
        }
        TrafficClass forced = rules.forced();
        if (forced != null) {
            return forced;
        }
        TrafficClass ofMedia = rules.readsRtp() ? ofMedia(rules, stream, b, offset, length) : null;
        if (ofMedia != null) {
            return ofMedia;
        }
        if (ofPort != null) {
            return ofPort;
        }
        // Senders that leave it to the overlay to know their media do not mark what sets them up.
        int told = rules.readsRtp() && octet >= 0 && octet >>> 2 == 0 ? -1 : octet;
        return Classifier.classify(null, told, b, offset, length);
    }

    private @Nullable TrafficClass ofMedia(
            ServiceClasses rules, int stream, ByteBuffer b, int offset, int length) {
        if (!RtpHeader.isMedia(b, offset, length)) {
            return null;
        }
        if (RtpHeader.isRtcp(b, offset, length)) {
            return rules.rtcp();
        }
        if (length < RtpHeader.FIXED_BYTES) {
            return null;
        }
        int type = RtpHeader.payloadType(b, offset);
        TrafficClass c = rules.ofPayloadType(type);
        if (c != TrafficClass.VIDEO) {
            return c;
        }
        int ssrc = RtpHeader.ssrc(b, offset);
        int timestamp = RtpHeader.timestamp(b, offset);
        if (showsKeyFrame(rules, rules.codec(type), b, offset, length)) {
            keyFrames.begun(stream, ssrc, timestamp);
            return TrafficClass.VIDEO_KEY;
        }
        return keyFrames.contains(stream, ssrc, timestamp)
                ? TrafficClass.VIDEO_KEY
                : TrafficClass.VIDEO;
    }

    private static boolean showsKeyFrame(
            ServiceClasses rules, Codec codec, ByteBuffer b, int offset, int length) {
        if (rules.dependencyDescriptor() != 0) {
            long element = RtpHeader.element(b, offset, length, rules.dependencyDescriptor());
            int size = (int) (element & 0xff);
            if (element != RtpHeader.NONE
                    && KeyFrameSign.isInDependencyDescriptor(b, (int) (element >> 8), size)) {
                return true;
            }
        }
        if (rules.frameMarking() != 0) {
            long element = RtpHeader.element(b, offset, length, rules.frameMarking());
            int size = (int) (element & 0xff);
            if (element != RtpHeader.NONE
                    && KeyFrameSign.isInFrameMarking(b, (int) (element >> 8), size)) {
                return true;
            }
        }
        int at = codec == Codec.ANY ? RtpHeader.NONE : RtpHeader.payloadAt(b, offset, length);
        int end = RtpHeader.payloadEnd(b, offset, length);
        return at != RtpHeader.NONE && at < end && KeyFrameSign.isIn(codec, b, at, end);
    }
}
