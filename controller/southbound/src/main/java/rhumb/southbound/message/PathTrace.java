package rhumb.southbound.message;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;

/**
 * What a trace found, hop for hop; the answer to a {@link PathTraceOrder}. While one waits to be
 * sent, a newer one takes its place: a forwarder makes one at a time.
 *
 * @param number of the order
 * @param fault why there is none: {@link #BUSY}, {@link #UNKNOWN_POP} or {@link #NO_ROUTE}; empty
 *     when it was made
 * @param hops in the order of the path, the target last
 * @param changed whether packets took another path before it was over, so that it ended early
 * @param bypassed whether its packets went round a link
 */
public record PathTrace(
        long number, String fault, List<Hop> hops, boolean changed, boolean bypassed)
        implements Message {
    public static final String BUSY = "busy";
    public static final String UNKNOWN_POP = "unknown-pop";
    public static final String NO_ROUTE = "no-route";

    /** Links a packet may cross at all, by the width of its header's field. */
    public static final int MAX_HOPS = 15;

    /**
     * The PoP where a link of the path ends.
     *
     * @param pop null when nothing came from it and the path does not name it
     * @param sent packets sent to it
     * @param answered of these, how many came back
     * @param rttNsMin there and back over the same links, by the clock of the path's source; -1 not
     *     known
     * @param rttNsMean -1 not known
     * @param rttNsMax -1 not known
     * @param payloadBytesMax largest payload that came as far as this; -1 not known
     * @param otherWayBack whether answers came back by another way than the packets went
     */
    public record Hop(
            @Nullable PopId pop,
            int sent,
            int answered,
            long rttNsMin,
            long rttNsMean,
            long rttNsMax,
            int payloadBytesMax,
            boolean otherWayBack) {}

    public PathTrace {
        hops = List.copyOf(hops);
        if (hops.size() > MAX_HOPS) {
            throw new IllegalArgumentException(
                    "trace of " + hops.size() + " hops: expected " + MAX_HOPS + " at most");
        }
    }

    /** A trace that was not made. */
    public static PathTrace refused(long number, String fault) {
        return new PathTrace(number, fault, List.of(), false, false);
    }

    /**
     * The hop from which on packets are lost, up to the target; -1 when none reaches the target
     * lossily. A hop that alone answers less than those behind it does not lose packets: it answers
     * fewer.
     */
    public int lossBegins() {
        int begins = -1;
        for (int i = hops.size() - 1; i >= 0 && lost(hops.get(i)); i--) {
            begins = i;
        }
        return begins;
    }

    /** The first hop that a payload of so many bytes does not reach; -1 when it reaches all. */
    public int stops(int payloadBytes) {
        for (int i = 0; i < hops.size(); i++) {
            int most = hops.get(i).payloadBytesMax();
            if (most >= 0 && most < payloadBytes) {
                return i;
            }
        }
        return -1;
    }

    private static boolean lost(Hop hop) {
        return hop.answered() < hop.sent();
    }

    @Override
    public Kind kind() {
        return Kind.PATH_TRACE;
    }
}
