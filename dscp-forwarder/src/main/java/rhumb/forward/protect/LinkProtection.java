package rhumb.forward.protect;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.wire.LinkNack;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;

/**
 * Protection of a pair of opposite links, seen from one of its ends: a stream a class each way,
 * made when the class first uses the link.
 */
public final class LinkProtection {
    /** Where packets go that this makes. Must not call back. */
    public interface Output {
        /** To the far end, from the start of the buffer. */
        void send(long nowNs, TrafficClass c, ByteBuffer packet, int length);

        /** As if it had come over this link just now; the bytes are not checked yet. */
        void recovered(long nowNs, byte[] symbol, int at, int symbolBytes);
    }

    private static final long IDLE_CHECK_NS = 1_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final RingMemory memory;
    private final RoundTrip roundTrip = new RoundTrip();
    private final @Nullable SendStream[] sending = new SendStream[TrafficClass.COUNT];
    private final @Nullable ReceiveStream[] receiving = new ReceiveStream[TrafficClass.COUNT];
    private final @Nullable StreamCounters[] counters = new StreamCounters[TrafficClass.COUNT];
    private List<Protection> profiles;
    private final Output output;
    private @Nullable ReceiveStream arrived;
    private boolean active;
    private long nextIdleNs = NEVER;

    /**
     * @param memory shared by all links
     */
    public LinkProtection(RingMemory memory, Output output) {
        this.memory = memory;
        this.output = output;
        profiles = TrafficClass.ALL.stream().map(Protection::standard).toList();
    }

    /**
     * Says how to protect from now on.
     *
     * @param newProfiles one per class, in the order of {@link TrafficClass#ALL}
     */
    public void profiles(List<Protection> newProfiles) {
        profiles = newProfiles;
        for (int code = 0; code < TrafficClass.COUNT; code++) {
            SendStream out = sending[code];
            ReceiveStream in = receiving[code];
            if (out != null) {
                out.profile(newProfiles.get(code));
            }
            if (in != null) {
                in.profile(newProfiles.get(code));
            }
        }
    }

    /** Whether it has anything to do at all; only then it has deadlines. */
    public boolean isActive() {
        return active;
    }

    public RoundTrip roundTrip() {
        return roundTrip;
    }

    /** What happened to the class on this link; null when it never used it. */
    public @Nullable StreamCounters counters(TrafficClass c) {
        return counters[c.code()];
    }

    /** A data packet leaves over this link. */
    public void onDeparture(long nowNs, ByteBuffer b, int offset, int length) {
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        if (c == null || (OverlayHeader.flags(b, offset) & OverlayHeader.FLAG_RESENT) != 0) {
            return;
        }
        Protection profile = profiles.get(c.code());
        if (!profile.onLinks()) {
            return;
        }
        SendStream stream = sending[c.code()];
        if (stream == null) {
            stream = new SendStream(c, profile, memory, made(nowNs, c));
            sending[c.code()] = stream;
        }
        stream.onPacket(nowNs, b, offset, length, roundTrip.ns(nowNs));
    }

    /**
     * A data packet with a protection sequence number came over this link.
     *
     * @return false when it came before, by whatever way
     */
    public boolean onArrival(long nowNs, ByteBuffer b, int offset, int length) {
        ReceiveStream stream = receiving(nowNs, OverlayHeader.classCode(b, offset));
        boolean fresh = stream.onPacket(nowNs, b, offset, length, roundTrip.ns(nowNs));
        arrived = stream;
        OverlayHeader.protectionSeq(b, offset, 0);
        int flags = OverlayHeader.flags(b, offset);
        OverlayHeader.flags(b, offset, flags & ~OverlayHeader.FLAG_RESENT);
        return fresh;
    }

    /** What was said of the packet that came last may make others known. */
    public void afterArrival(long nowNs) {
        ReceiveStream stream = arrived;
        if (stream != null) {
            arrived = null;
            stream.solve(nowNs);
        }
    }

    /** A repair packet came; its payload lies in {@code symbol}. */
    public void onRepair(long nowNs, ByteBuffer b, int offset, byte[] symbol, int symbolBytes) {
        receiving(nowNs, OverlayHeader.classCode(b, offset))
                .onRepair(nowNs, b, offset, symbol, symbolBytes, roundTrip.ns(nowNs));
    }

    /** A NACK came whose payload begins there. */
    public void onNack(long nowNs, ByteBuffer b, int at, ByteBuffer scratch) {
        SendStream stream = sending[LinkNack.classCode(b, at)];
        if (stream != null) {
            stream.onNack(nowNs, b, at, roundTrip.ns(nowNs), scratch, output);
        }
    }

    /** Sends repair packets and NACKs that are due. */
    public void onDeadline(long nowNs, ByteBuffer scratch) {
        if (!active) {
            return;
        }
        for (int code = 0; code < TrafficClass.COUNT; code++) {
            SendStream out = sending[code];
            if (out != null && nowNs >= out.nextDeadlineNs()) {
                out.repair(nowNs, scratch, output);
            }
            ReceiveStream in = receiving[code];
            if (in != null && nowNs >= in.nextDeadlineNs()) {
                ask(nowNs, code, in, scratch);
            }
        }
        if (nowNs >= nextIdleNs) {
            nextIdleNs = nowNs + IDLE_CHECK_NS;
            forgetIdle(nowNs);
        }
    }

    public long nextDeadlineNs() {
        if (!active) {
            return NEVER;
        }
        long next = nextIdleNs;
        for (int code = 0; code < TrafficClass.COUNT; code++) {
            SendStream out = sending[code];
            ReceiveStream in = receiving[code];
            next = out == null ? next : Math.min(next, out.nextDeadlineNs());
            next = in == null ? next : Math.min(next, in.nextDeadlineNs());
        }
        return next;
    }

    private void ask(long nowNs, int code, ReceiveStream in, ByteBuffer scratch) {
        int at = OverlayHeader.FIXED_BYTES;
        OverlayHeader.begin(
                scratch, 0, OverlayHeader.TYPE_NACK, 0, 0, TrafficClass.SIGNALLING.code(), 1);
        if (in.onDeadline(nowNs, roundTrip.ns(nowNs), scratch, at)) {
            int length = at + LinkNack.bytes(scratch, at);
            StreamCounters told = counters[code];
            if (told != null) {
                told.nackBytes += length;
            }
            output.send(nowNs, TrafficClass.SIGNALLING, scratch, length);
        }
    }

    /** The link is gone. */
    public void close() {
        for (int code = 0; code < TrafficClass.COUNT; code++) {
            SendStream out = sending[code];
            ReceiveStream in = receiving[code];
            if (out != null) {
                out.close();
            }
            if (in != null) {
                in.close();
            }
            sending[code] = null;
            receiving[code] = null;
        }
        active = false;
    }

    private ReceiveStream receiving(long nowNs, int code) {
        ReceiveStream stream = receiving[code];
        if (stream == null) {
            TrafficClass c = TrafficClass.ALL.get(code);
            stream = new ReceiveStream(c, profiles.get(code), memory, made(nowNs, c), output);
            receiving[code] = stream;
        }
        return stream;
    }

    private StreamCounters made(long nowNs, TrafficClass c) {
        if (!active) {
            active = true;
            nextIdleNs = nowNs + IDLE_CHECK_NS;
        }
        StreamCounters known = counters[c.code()];
        if (known == null) {
            known = new StreamCounters();
            counters[c.code()] = known;
        }
        return known;
    }

    private void forgetIdle(long nowNs) {
        for (int code = 0; code < TrafficClass.COUNT; code++) {
            SendStream out = sending[code];
            ReceiveStream in = receiving[code];
            if (out != null) {
                out.onIdle(nowNs);
            }
            if (in != null) {
                in.onIdle(nowNs);
            }
        }
    }
}
