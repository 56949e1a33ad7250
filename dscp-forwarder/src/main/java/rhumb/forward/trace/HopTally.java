package rhumb.forward.trace;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.TraceRequest;
import rhumb.net.PopId;
import rhumb.southbound.message.PathTrace;

/** What came back from one hop. Times in nanoseconds, -1 while there is none. */
final class HopTally {
    private static final int NOBODY = -1;

    private int pop = NOBODY;
    private int sent;
    private int answered;
    private long minNs = -1;
    private long maxNs = -1;
    private long sumNs;
    private boolean otherWay;

    // Bisection: a payload of low bytes crossed, one of high + 1 did not, or was never tried.
    private int low = TraceRequest.BYTES;
    private int high = OverlayHeader.MAX_PAYLOAD_BYTES;
    private int test;

    /** The PoP that the path names here. */
    void expect(int popNumber) {
        pop = popNumber;
    }

    void onSent() {
        sent++;
    }

    /**
     * @param from number of the PoP that answered
     */
    void onAnswer(int from, long rttNs, boolean byOtherWay) {
        pop = from;
        answered++;
        minNs = minNs < 0 ? rttNs : Math.min(minNs, rttNs);
        maxNs = Math.max(maxNs, rttNs);
        sumNs += rttNs;
        otherWay |= byOtherWay;
    }

    boolean answers() {
        return answered > 0;
    }

    boolean owesNothing() {
        return answered >= sent;
    }

    /** -1 when nothing came back. */
    long maxNs() {
        return maxNs;
    }

    /** Chooses the next size to try: all at once at first, because that is what as a rule fits. */
    void nextSize() {
        test = test == 0 ? high : low + (high - low + 1) / 2;
    }

    /** Bytes of payload to try; only while {@link #isSearching}. */
    int test() {
        return test;
    }

    /** Whether the size that is tried now did not come as far as this, yet. */
    boolean isSearching() {
        return answers() && low < test;
    }

    /** Whether sizes are left between what crossed and what did not. */
    boolean isOpen() {
        return answers() && low < high;
    }

    /** A payload so long came as far as this, maybe later than it was waited for. */
    void onCrossed(int payloadBytes) {
        low = Math.max(low, payloadBytes);
        high = Math.max(high, low);
    }

    /** The size that was tried is given up. */
    void onSizeOver() {
        if (isSearching()) {
            high = test - 1;
        }
    }

    PathTrace.Hop result(IntFunction<@Nullable PopId> names, boolean sized) {
        return new PathTrace.Hop(
                pop == NOBODY ? null : names.apply(pop),
                sent,
                answered,
                minNs,
                answered == 0 ? -1 : sumNs / answered,
                maxNs,
                sized && answers() ? low : -1,
                otherWay);
    }
}
