package rhumb.controller.io;

import org.jspecify.annotations.Nullable;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.cluster.share.HazelcastShare;
import rhumb.controller.cluster.share.Tunnels;
import rhumb.host.session.SouthboundServer;

/**
 * What a controller of several has beside one that is alone: a reception for the processes of PoPs,
 * whoever leads, and what it shares with the others.
 */
public final class ClusterSide implements AutoCloseable {
    private final Reception reception;
    private final HazelcastShare share;
    private final Tunnels tunnels;

    private ClusterSide(Reception reception, HazelcastShare share, Tunnels tunnels) {
        this.reception = reception;
        this.share = share;
        this.tunnels = tunnels;
    }

    /**
     * Nothing starts yet.
     *
     * @param loop the core of this controller, not started either
     * @return null of a controller that is alone
     */
    public static @Nullable ClusterSide open(
            ControllerConfig config, ControllerDoors doors, CoreLoop loop) {
        ClusterConfig cluster = config.cluster();
        if (cluster == null) {
            return null;
        }
        HazelcastShare share = new HazelcastShare(cluster);
        loop.shareIn(share);
        return new ClusterSide(
                new Reception(cluster, doors.cluster().out(), loop, config.maxStreams()),
                share,
                Tunnels.open(cluster, doors.cluster().out()));
    }

    public void start(IntentKeeper keeper) {
        keeper.startMember(reception, tunnels.exit());
        share.start();
    }

    /** Who takes the streams of PoPs' processes. */
    public SouthboundServer.Handler processes() {
        return reception;
    }

    /** Streams that this controller passes on to the leader. */
    int relayed() {
        return reception.relayed();
    }

    /** Controllers that share, with this one. */
    int sharing() {
        return share.members();
    }

    /** Pieces of shared state that this controller holds. */
    int sharedEntries() {
        return share.entries();
    }

    /** What they say, as one number: the same of two controllers that hold the same. */
    long sharedDigest() {
        return share.digest();
    }

    @Override
    public void close() {
        reception.close();
        share.close();
        tunnels.close();
    }
}
