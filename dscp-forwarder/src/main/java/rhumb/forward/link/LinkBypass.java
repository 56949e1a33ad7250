package rhumb.forward.link;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.FibPath;
import rhumb.net.TrafficClass;

/**
 * The ways round one outgoing link that are in use now, per class, and what took them. Changed by
 * {@link rhumb.forward.path.BypassSelector}, read for each packet.
 */
public final class LinkBypass {
    private final FibPath[] @Nullable [] ways = new FibPath[TrafficClass.COUNT][];
    private final long[] sinceNs = new long[TrafficClass.COUNT];
    private final long[] packets = new long[TrafficClass.COUNT];
    private final long[] unfit = new long[TrafficClass.COUNT];

    LinkBypass() {}

    /** Ways for packets of this class to take instead of the link, best first; null = the link. */
    public FibPath @Nullable [] ways(int classCode) {
        return ways[classCode];
    }

    public boolean inUse(TrafficClass c) {
        return ways[c.code()] != null;
    }

    /** Since when the ways are in use, or were not any more. */
    public long sinceNs(TrafficClass c) {
        return sinceNs[c.code()];
    }

    /** Packets that took one of the ways. */
    public long packets(TrafficClass c) {
        return packets[c.code()];
    }

    /** Packets that went into the link although it is bad, because no way fitted them. */
    public long unfit(TrafficClass c) {
        return unfit[c.code()];
    }

    /** From now on packets of this class take these ways, of which there is one at least. */
    public void use(long nowNs, TrafficClass c, List<FibPath> bestFirst) {
        sinceNs[c.code()] = inUse(c) ? sinceNs[c.code()] : nowNs;
        ways[c.code()] = bestFirst.toArray(FibPath[]::new);
    }

    /** From now on packets of this class take the link again. */
    public void end(long nowNs, TrafficClass c) {
        sinceNs[c.code()] = nowNs;
        ways[c.code()] = null;
    }

    /** A packet came to the link while the ways were in use. */
    public void count(int classCode, boolean fitted) {
        if (fitted) {
            packets[classCode]++;
        } else {
            unfit[classCode]++;
        }
    }
}
