package rhumb.forward;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LinkPort;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathLiveness;
import rhumb.forward.pipeline.PacketPipeline;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Phb;
import rhumb.net.TrafficClass;

/**
 * Media of other PoPs that came together: each is judged when it comes, and when all are judged
 * they go on queue by queue, the most urgent first, in the order of arrival within each. So what
 * many flows of a class send to one neighbour leaves as one train. Whatever is no media keeps its
 * place among them, because probes count what was sent before them.
 *
 * <p>Bound: {@value #MOST} packets; policy when full: they go on, and the next begin anew.
 */
final class RelayBatch {
    static final int MOST = 1_024;
    private static final int QUEUES = Phb.values().length;

    private final OverlaySender sender;
    private final BypassSelector bypasses;
    private final PathLiveness liveness;
    private final @Nullable LinkPort[] to = new @Nullable LinkPort[MOST];
    private final @Nullable ByteBuffer[] buffers = new @Nullable ByteBuffer[MOST];
    private final int[] offsets = new int[MOST];
    private final int[] lengths = new int[MOST];
    private final int[] queues = new int[MOST];
    private final int[] order = new int[MOST];
    private final int[] next = new int[QUEUES + 1];
    private int held;
    private boolean open;

    RelayBatch(OverlaySender sender, BypassSelector bypasses, PathLiveness liveness) {
        this.sender = sender;
        this.bypasses = bypasses;
        this.liveness = liveness;
    }

    /** The bytes of what comes stay until {@link #end}. */
    void begin() {
        open = true;
    }

    void end(long nowNs) {
        flush(nowNs);
        open = false;
    }

    /**
     * A packet goes on as the pipeline has just judged.
     *
     * @param from the link over which it came
     * @param stays whether its bytes stay as those of a batch do
     */
    void forward(
            long nowNs,
            PacketPipeline judged,
            LinkPort from,
            ByteBuffer b,
            int offset,
            int length,
            boolean stays) {
        probeWays(nowNs, judged.bypassed(), b, offset);
        LinkPort link = judged.to();
        boolean media = OverlayHeader.type(b, offset) == OverlayHeader.TYPE_DATA;
        // Where a tag is added, it would lie where the next of its train does.
        boolean fits = from.cipher().secures() || !link.cipher().secures();
        if (open && stays && media && fits) {
            hold(nowNs, link, b, offset, length);
        } else {
            flush(nowNs);
            sender.forward(nowNs, link, b, offset, length);
        }
    }

    /** While packets go round a link, the ways round it and the link itself are probed. */
    private void probeWays(long nowNs, @Nullable LinkPort round, ByteBuffer b, int offset) {
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        FibRoute route = round == null || c == null ? null : bypasses.route(round, c);
        if (route != null) {
            liveness.onCarried(nowNs, route);
        }
    }

    private void hold(long nowNs, LinkPort link, ByteBuffer b, int offset, int length) {
        if (held == MOST) {
            flush(nowNs);
        }
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        to[held] = link;
        buffers[held] = b;
        offsets[held] = offset;
        lengths[held] = length;
        queues[held] = (c == null ? TrafficClass.DEFAULT : c).phb().ordinal();
        held++;
    }

    private void flush(long nowNs) {
        if (held == 0) {
            return;
        }
        arrange();
        for (int i = 0; i < held; i++) {
            int at = order[i];
            LinkPort link = to[at];
            ByteBuffer b = buffers[at];
            if (link != null && b != null) {
                sender.forward(nowNs, link, b, offsets[at], lengths[at]);
            }
        }
        // Links that rules took away are not kept by this.
        Arrays.fill(to, 0, held, null);
        held = 0;
    }

    /** Sorts by queue, by counting. */
    private void arrange() {
        Arrays.fill(next, 0);
        for (int i = 0; i < held; i++) {
            next[queues[i] + 1]++;
        }
        for (int queue = 1; queue < QUEUES; queue++) {
            next[queue] += next[queue - 1];
        }
        for (int i = 0; i < held; i++) {
            order[next[queues[i]]++] = i;
        }
    }
}
