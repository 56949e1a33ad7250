package rhumb.sim.io;

import rhumb.sim.media.FlvSample;
import rhumb.sim.media.RtpDump;
import rhumb.sim.media.Samples;

/** Loads the shipped media samples. */
public final class SampleFiles {
    private SampleFiles() {}

    /** All of them, under one megabyte. */
    public static Samples load() {
        return new Samples(
                RtpDump.parse(Scenarios.bytes("media/audio.rtpdump")),
                RtpDump.parse(Scenarios.bytes("media/video.rtpdump")),
                FlvSample.parse(Scenarios.bytes("media/live.flv")));
    }
}
