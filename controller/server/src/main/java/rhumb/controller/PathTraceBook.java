package rhumb.controller;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.PathTrace;

/** The traces that operators asked for last; bound: {@value #KEPT}, the oldest go. */
final class PathTraceBook {
    /** The longest trace takes 25 s. */
    static final long PATIENCE_NS = 40_000_000_000L;

    private static final int KEPT = 32;

    private final Deque<ControllerView.Traced> newest = new ArrayDeque<>();
    private long number;

    /**
     * @param first number of the first trace but one; higher than any of an earlier controller
     */
    PathTraceBook(long first) {
        number = first;
    }

    /** Begins one; null when the forwarder of the PoP makes one already. */
    ControllerView.@Nullable Traced begin(
            long nowNs, PopId from, PopId to, TrafficClass c, int count) {
        if (newest.stream().anyMatch(trace -> trace.from().equals(from) && trace.runs(nowNs))) {
            return null;
        }
        long untilNs = nowNs + PATIENCE_NS;
        var trace = new ControllerView.Traced(++number, from, to, c, count, untilNs, null, "");
        newest.addLast(trace);
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
        return trace;
    }

    /** The forwarder of a PoP answered; what it was not asked is forgotten. */
    void onTrace(PopId pop, PathTrace result) {
        replace(pop, result.number(), result, "");
    }

    /** The forwarder of a PoP is gone, and with it the traces it makes. */
    void onLost(PopId pop) {
        for (ControllerView.Traced trace : List.copyOf(newest)) {
            replace(pop, trace.number(), null, "its forwarder went away: ask again");
        }
    }

    List<ControllerView.Traced> all() {
        return List.copyOf(newest);
    }

    private void replace(PopId pop, long wanted, @Nullable PathTrace result, String lost) {
        for (ControllerView.Traced trace : List.copyOf(newest)) {
            boolean open = trace.result() == null && trace.lost().isEmpty();
            if (trace.number() == wanted && trace.from().equals(pop) && open) {
                newest.remove(trace);
                newest.addLast(trace.with(result, lost));
            }
        }
    }
}
