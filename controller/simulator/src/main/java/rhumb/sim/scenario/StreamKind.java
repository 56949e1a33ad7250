package rhumb.sim.scenario;

import java.util.Arrays;
import java.util.List;
import rhumb.net.TrafficClass;

/** What a stream carries, and with it class, transport and source. */
public enum StreamKind {
    /** Opus in RTP from the shipped sample: 50 packets a second. */
    AUDIO("audio", TrafficClass.AUDIO, Source.SAMPLE, 0, 0),
    /** H.264 in RTP from the shipped sample; key frames are marked as {@code video-key}. */
    VIDEO("video", TrafficClass.VIDEO, Source.SAMPLE, 0, 0),
    /** HTTP-FLV from the shipped sample: an origin at one end, a viewer at the other. */
    LIVE("live", TrafficClass.LIVE, Source.FLV, 0, 0),
    SIGNALLING("signalling", TrafficClass.SIGNALLING, Source.PAYLOAD, 100_000_000, 200),
    BULK("bulk", TrafficClass.BULK, Source.PAYLOAD, 4_800_000, 1_200),
    LOG("log", TrafficClass.LOG, Source.PAYLOAD, 50_000_000, 300);

    /** Where a stream's bytes come from. */
    public enum Source {
        /** RTP sample over UDP. */
        SAMPLE,
        /** FLV sample over TCP. */
        FLV,
        /** Generated packets over UDP. */
        PAYLOAD
    }

    private final String label;
    private final TrafficClass trafficClass;
    private final Source source;
    private final long intervalNs;
    private final int sizeBytes;

    StreamKind(
            String label,
            TrafficClass trafficClass,
            Source source,
            long intervalNs,
            int sizeBytes) {
        this.label = label;
        this.trafficClass = trafficClass;
        this.source = source;
        this.intervalNs = intervalNs;
        this.sizeBytes = sizeBytes;
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(StreamKind::label).toList();
    }

    /** The word in a scenario. */
    public String label() {
        return label;
    }

    public TrafficClass trafficClass() {
        return trafficClass;
    }

    public Source source() {
        return source;
    }

    /** What reports call the kind: {@code flv} over TCP, {@code rtm} over UDP. */
    public String transport() {
        return source == Source.FLV ? "flv" : "rtm";
    }

    long usualIntervalNs() {
        return intervalNs;
    }

    int usualSizeBytes() {
        return sizeBytes;
    }
}
