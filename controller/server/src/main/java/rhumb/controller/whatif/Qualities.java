package rhumb.controller.whatif;

import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.CostModel;
import rhumb.controller.plan.OverlayPath;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;

/** What a path is like: its links taken together. */
final class Qualities {
    private static final double PPM = 1_000_000;

    private Qualities() {}

    /** Whether no link of it is down or unknown: the last resorts of a pair without a path. */
    static boolean carries(OverlayPath path, Snapshot snapshot) {
        boolean carries = true;
        for (int i = 0; i < path.length(); i++) {
            LinkStatus status = snapshot.link(path.link(i)).status();
            carries &= status == LinkStatus.UP || status == LinkStatus.DEGRADED;
        }
        return carries;
    }

    static WhatIf.Quality of(
            long nowNs,
            OverlayPath path,
            Topology topology,
            Snapshot snapshot,
            CostModel costs,
            TrafficClass c) {
        long delayNs = 0;
        double kept = 1;
        boolean lossKnown = true;
        long costUs = 0;
        int price = 0;
        boolean degraded = false;
        for (int i = 0; i < path.length(); i++) {
            LinkState state = snapshot.link(path.link(i));
            Topology.Link link = topology.link(path.link(i));
            delayNs = delayNs < 0 || state.delayNs() < 0 ? -1 : delayNs + state.delayNs();
            lossKnown &= state.lossPpm() >= 0;
            kept *= 1 - Math.max(0, state.lossPpm()) / PPM;
            costUs += costs.cost(nowNs, state, link, c).total();
            price += link.price();
            degraded |= state.degradedFor(c);
        }
        return new WhatIf.Quality(
                path.text(topology),
                delayNs,
                lossKnown ? Math.round((1 - kept) * PPM) : -1,
                costUs,
                price,
                degraded);
    }
}
