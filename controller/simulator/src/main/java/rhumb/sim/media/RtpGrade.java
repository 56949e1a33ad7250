package rhumb.sim.media;

import java.nio.ByteBuffer;
import rhumb.net.TrafficClass;

/**
 * Grades the packets of one RTP stream, as a sender that marks its own packets does (RFC 8837):
 * audio is audio, a video frame is a key frame when its first packet shows parameter sets or an IDR
 * slice. All packets of a frame share its grade.
 */
public final class RtpGrade {
    private static final int TIME_STAMP_AT = 4;
    private static final int PAYLOAD_AT = 12;

    private final boolean video;
    private boolean started;
    private int stamp;
    private boolean key;

    /**
     * @param video H.264 (RFC 6184); otherwise everything is audio
     */
    public RtpGrade(boolean video) {
        this.video = video;
    }

    /** The class of the next packet of the stream. */
    public TrafficClass of(ByteBuffer packet, int offset, int length) {
        if (!video || length <= PAYLOAD_AT) {
            return video ? TrafficClass.VIDEO : TrafficClass.AUDIO;
        }
        int now = packet.getInt(offset + TIME_STAMP_AT);
        if (!started || now != stamp) {
            started = true;
            stamp = now;
            key = startsKeyFrame(packet, offset + PAYLOAD_AT, length - PAYLOAD_AT);
        }
        return key ? TrafficClass.VIDEO_KEY : TrafficClass.VIDEO;
    }

    /** Parameter sets or an IDR slice, alone, aggregated or fragmented (RFC 6184 section 5.2). */
    private static boolean startsKeyFrame(ByteBuffer packet, int at, int length) {
        int type = packet.get(at) & 0x1f;
        if (type == 24 && length > 3) {
            type = packet.get(at + 3) & 0x1f;
        } else if (type == 28 && length > 1) {
            type = packet.get(at + 1) & 0x1f;
        }
        return type == 5 || type == 7 || type == 8;
    }
}
