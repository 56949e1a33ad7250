package rhumb.controller.cluster.share;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.cluster.MemberConfig;
import rhumb.controller.consensus.ClusterFrames;
import rhumb.host.InetAddresses;
import rhumb.host.session.ControllerStream;
import rhumb.host.session.SouthboundServer;
import rhumb.host.tls.TlsDoor;
import rhumb.net.Endpoint;

/**
 * The ways between the stores of members, inside the TLS of the controllers: a store listens on a
 * loopback address of its machine, and on every other machine a tunnel stands in its place. Stores
 * of members on one machine reach each other without.
 */
public final class Tunnels implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tunnels.class);

    private final TunnelExit exit;
    private final List<TunnelEntry> entries = new ArrayList<>();

    private Tunnels(TunnelExit exit) {
        this.exit = exit;
    }

    /**
     * Opens them. One that cannot be had is told and left out: the store then lacks that member.
     *
     * @param door with which certificate this controller goes to others; null = without TLS
     */
    public static Tunnels open(ClusterConfig cluster, @Nullable TlsDoor door) {
        Tunnels tunnels = new Tunnels(new TunnelExit(at(cluster.own())));
        for (MemberConfig member : cluster.members()) {
            if (member.number() != cluster.member() && !isHere(member.address())) {
                tunnels.add(cluster, member, door);
            }
        }
        return tunnels;
    }

    private void add(ClusterConfig cluster, MemberConfig member, @Nullable TlsDoor door) {
        String there = member.address().toString();
        byte[] introduction = ClusterFrames.tunnel(cluster.member(), member.number());
        try {
            entries.add(
                    new TunnelEntry(
                            at(member),
                            events -> ControllerStream.connect(there, door, cluster.from(), events),
                            introduction));
        } catch (IOException e) {
            log.warn(
                    "share-tunnel none to={} reason=\"{}: {}\"",
                    member.number(),
                    at(member),
                    e.getMessage());
        }
    }

    /** Where tunnels that other members open end. */
    public SouthboundServer.Handler exit() {
        return exit;
    }

    private static InetSocketAddress at(MemberConfig member) {
        return new InetSocketAddress(ShareConfig.host(member), ShareConfig.port(member));
    }

    private static boolean isHere(Endpoint address) {
        InetAddress asked = InetAddresses.of(address).getAddress();
        try {
            return asked.isLoopbackAddress() || NetworkInterface.getByInetAddress(asked) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    @Override
    public void close() {
        entries.forEach(TunnelEntry::close);
        exit.close();
    }
}
