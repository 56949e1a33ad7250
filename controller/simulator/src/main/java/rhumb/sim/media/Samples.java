package rhumb.sim.media;

import java.util.Locale;
import rhumb.sim.scenario.StreamSpec;

/**
 * The shipped media.
 *
 * @param audio Opus in RTP
 * @param video H.264 in RTP
 * @param live H.264 and AAC in FLV
 */
public record Samples(RtpDump audio, RtpDump video, FlvSample live) {
    /**
     * The source of a stream over UDP.
     *
     * @param name the stream's, or {@link StreamSpec#backName} for its answering direction
     * @param startNs when the first packet is due
     * @throws IllegalArgumentException for streams over TCP, see {@link #flv}
     */
    public PacketSource packets(StreamSpec stream, String name, long startNs) {
        long number = number(name);
        return switch (stream.kind()) {
            case AUDIO -> RtpLoop.opus(audio, (int) number, startNs);
            case VIDEO -> RtpLoop.h264(video, (int) number, startNs);
            case SIGNALLING, BULK, LOG ->
                    new Payload(
                            number,
                            stream.kind().trafficClass(),
                            startNs,
                            stream.intervalNs(),
                            stream.sizeBytes());
            case LIVE ->
                    throw new IllegalArgumentException(
                            String.format(Locale.ROOT, "stream %s is carried by TCP", name));
        };
    }

    /**
     * The source of a stream over TCP.
     *
     * @param joinNs when this connection asks for what began at {@code startNs}
     */
    public FlvLoop flv(long startNs, long joinNs) {
        return new FlvLoop(live, startNs, joinNs);
    }

    private static long number(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ hash >>> 32;
    }
}
