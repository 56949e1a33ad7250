package rhumb.forward.tun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import rhumb.forward.table.LongMap;
import rhumb.net.TrafficClass;

/**
 * Numbers packets where they enter. A flow number is a hash of the 5-tuple (without ports for
 * fragments, so that all parts of a packet share it), so whatever keeps the order of a flow keeps
 * theirs. Sequence numbers are counted per target, class and {@value #LANES} parts of the hash: a
 * table of fixed size for any number of flows. Bounded by the PoPs that have prefixes.
 */
public final class IpFlows {
    /** Counts of one class and target; the far end has a window for each. */
    public static final int LANES = 16;

    private static final long MIX = 0x9e3779b97f4a7c15L;

    /** What went to one PoP, by class code. */
    private static final class Target {
        final int pop;
        final int[] numbers = new int[count()];
        final long[] packets = new long[TrafficClass.COUNT];
        final long[] bytes = new long[TrafficClass.COUNT];

        Target(int pop) {
            this.pop = pop;
        }
    }

    /** Is told what entered. */
    @FunctionalInterface
    public interface Visitor {
        void visit(int targetPop, TrafficClass c, long packets, long bytes);
    }

    private final LongMap<Target> byTarget = new LongMap<>();
    private final List<Target> targets = new ArrayList<>();

    /** The flow number of a packet. */
    public static int flow(ByteBuffer b, IpPacket packet) {
        int protocol = packet.protocol();
        boolean ports =
                !packet.fragment()
                        && (protocol == IpPacket.TCP || protocol == IpPacket.UDP)
                        && packet.payloadBytes() >= 4;
        long h = mix(packet.sourceHigh() ^ protocol);
        h = mix(h ^ packet.sourceLow());
        h = mix(h ^ packet.targetHigh());
        h = mix(h ^ packet.targetLow());
        h = mix(h ^ (ports ? b.getInt(packet.payload()) & 0xffffffffL : 0));
        return (int) (h ^ h >>> 32);
    }

    /** Where a flow's numbers are counted, at both ends: 0 to {@link #count()} - 1. */
    static int lane(int classCode, int flow) {
        return classCode * LANES + (flow & LANES - 1);
    }

    /** All lanes of a pair of PoPs. */
    static int count() {
        return TrafficClass.COUNT * LANES;
    }

    /** Counts a packet that enters and gives its number, from 1; it wraps. */
    public int next(int targetPop, TrafficClass c, int flow, int sizeBytes) {
        Target target = byTarget.get(targetPop);
        if (target == null) {
            target = new Target(targetPop);
            byTarget.put(targetPop, target);
            targets.add(target);
        }
        target.packets[c.code()]++;
        target.bytes[c.code()] += sizeBytes;
        return ++target.numbers[lane(c.code(), flow)];
    }

    /** What entered since the start, for each PoP and class that anything went to. */
    public void forEach(Visitor visitor) {
        for (Target target : targets) {
            for (TrafficClass c : TrafficClass.ALL) {
                if (target.packets[c.code()] > 0) {
                    visitor.visit(target.pop, c, target.packets[c.code()], target.bytes[c.code()]);
                }
            }
        }
    }

    public boolean isEmpty() {
        return targets.isEmpty();
    }

    private static long mix(long value) {
        long h = value * MIX;
        return h ^ h >>> 29;
    }
}
