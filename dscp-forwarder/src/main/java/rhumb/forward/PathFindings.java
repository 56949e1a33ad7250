package rhumb.forward;

import rhumb.forward.fib.FibPath;
import rhumb.forward.path.PathLiveness;
import rhumb.forward.path.PathSelector;
import rhumb.forward.path.PathState;
import rhumb.forward.pipeline.PacketCounters;

/** What probing finds goes to the selector. */
final class PathFindings implements PathLiveness.Output {
    /** Sends a probe. */
    interface Probes {
        void send(long nowNs, PathState path, int seq);
    }

    private final PacketCounters counters;
    private final PathSelector selector;
    private final Probes probes;

    PathFindings(PacketCounters counters, PathSelector selector, Probes probes) {
        this.counters = counters;
        this.selector = selector;
        this.probes = probes;
    }

    @Override
    public void probe(long nowNs, PathState path, int seq) {
        counters.originated++;
        probes.send(nowNs, path, seq);
    }

    @Override
    public void silent(long nowNs, FibPath path) {
        selector.onSilent(nowNs, path);
    }

    @Override
    public void answering(long nowNs, FibPath path) {
        selector.onAnswering(nowNs, path);
    }

    @Override
    public void bypassed(long nowNs, FibPath path, boolean begins) {
        selector.onBypassed(nowNs, path, begins);
    }

    @Override
    public void unprobed(long nowNs, FibPath path) {
        selector.onUnprobed(nowNs, path);
    }
}
