package rhumb.sim.media;

import java.nio.ByteBuffer;

/**
 * Plays a sample for ever: sequence numbers and time stamps (RFC 3550 section 5.1) go on from round
 * to round, and each stream has its own SSRC, so no two packets of a run are equal. Times come from
 * the time stamps, not from the moments of the capture; packets of one frame are {@value
 * #SPACING_NS} ns apart, as a pacing sender spaces them.
 */
public final class RtpLoop implements PacketSource {
    static final long SPACING_NS = 400_000;

    private static final long NS_PER_S = 1_000_000_000L;
    private static final int SEQUENCE_AT = 2;
    private static final int TIME_STAMP_AT = 4;
    private static final int SSRC_AT = 8;

    private final RtpDump sample;
    private final RtpGrade grade;
    private final int clockHz;
    private final int ssrc;
    private final long startNs;
    private final int firstStamp;
    private final long roundTicks;

    private int index;
    private long packets;
    private long roundStartTicks;
    private int inFrame;
    private int octet;

    private RtpLoop(RtpDump sample, boolean video, int clockHz, int ssrc, long startNs) {
        this.sample = sample;
        this.grade = new RtpGrade(video);
        this.clockHz = clockHz;
        this.ssrc = ssrc;
        this.startNs = startNs;
        this.firstStamp = stamp(0);
        int last = sample.packets() - 1;
        int before = last;
        while (before > 0 && stamp(before) == stamp(last)) {
            before--;
        }
        long frameTicks = Math.max(1, stamp(last) - stamp(before));
        this.roundTicks = stamp(last) - firstStamp + frameTicks;
    }

    /** Opus: a clock of 48 kHz (RFC 7587), one packet a frame. */
    public static RtpLoop opus(RtpDump sample, int ssrc, long startNs) {
        return new RtpLoop(sample, false, 48_000, ssrc, startNs);
    }

    /** H.264: a clock of 90 kHz (RFC 6184); packets of key frames are marked as such. */
    public static RtpLoop h264(RtpDump sample, int ssrc, long startNs) {
        return new RtpLoop(sample, true, 90_000, ssrc, startNs);
    }

    @Override
    public long nextAtNs() {
        long ticks = roundStartTicks + (stamp(index) - firstStamp);
        // Whole seconds apart, lest the product overflows after some hours.
        return startNs
                + ticks / clockHz * NS_PER_S
                + ticks % clockHz * NS_PER_S / clockHz
                + inFrame * SPACING_NS;
    }

    @Override
    public int next(ByteBuffer target) {
        byte[] packet = sample.packet(index);
        int at = target.position();
        target.put(packet);
        target.putShort(at + SEQUENCE_AT, (short) packets);
        target.putInt(at + TIME_STAMP_AT, stamp(index) + (int) roundStartTicks);
        target.putInt(at + SSRC_AT, ssrc);
        octet = grade.of(target, at, packet.length).dscp().trafficClassOctet();
        advance();
        return packet.length;
    }

    @Override
    public int octet() {
        return octet;
    }

    private void advance() {
        int stampBefore = stamp(index);
        packets++;
        index++;
        if (index == sample.packets()) {
            index = 0;
            roundStartTicks += roundTicks;
            inFrame = 0;
        } else {
            inFrame = stamp(index) == stampBefore ? inFrame + 1 : 0;
        }
    }

    private int stamp(int of) {
        byte[] p = sample.packet(of);
        return (p[4] & 0xff) << 24 | (p[5] & 0xff) << 16 | (p[6] & 0xff) << 8 | p[7] & 0xff;
    }
}
