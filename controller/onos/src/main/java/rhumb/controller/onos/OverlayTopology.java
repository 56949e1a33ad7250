package rhumb.controller.onos;

import org.onosproject.net.provider.ProviderId;
import org.onosproject.net.topology.Topology;

/** One snapshot, as a handle: what is asked with it is answered from this very snapshot. */
record OverlayTopology(OverlaySnapshot snapshot, Clusters clusters) implements Topology {
    static OverlayTopology of(OverlaySnapshot snapshot) {
        return new OverlayTopology(snapshot, Clusters.of(snapshot));
    }

    @Override
    public long time() {
        return snapshot.view().atNs();
    }

    @Override
    public long creationTime() {
        return snapshot.unixMs(snapshot.view().atNs());
    }

    /** Not told: the planner counts its work for all classes and pairs together. */
    @Override
    public long computeCost() {
        return -1;
    }

    @Override
    public int clusterCount() {
        return clusters.all().size();
    }

    @Override
    public int deviceCount() {
        return snapshot.devices().size();
    }

    /** Active ones, as in the graph. */
    @Override
    public int linkCount() {
        return clusters.activeLinks();
    }

    @Override
    public ProviderId providerId() {
        return OverlayIds.PROVIDER;
    }
}
