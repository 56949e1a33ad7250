package rhumb.sim.engine;

import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.message.Message;

/** Watches a run from outside: what agents and forwarders say, at the moment they say it. */
public interface Observer {
    /** An agent called a link degraded or down. */
    void onDegraded(long nowNs, LinkId link);

    /** A forwarder tells its controller something. */
    void onForwarder(long nowNs, PopId pop, Message message);

    /** A forwarder moved a route by itself or by new rules. */
    void onSwitch(
            long nowNs,
            PopId pop,
            FibRoute route,
            FibPath from,
            FibPath to,
            PathSelector.Cause cause);

    /** A forwarder sends packets of other PoPs round one of its links, or over it again. */
    void onBypass(
            long nowNs, LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause);
}
