package rhumb.controller.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rhumb.controller.consensus.ClusterFrames;
import rhumb.host.session.PeerStream;
import rhumb.host.session.SouthboundServer;
import rhumb.host.tls.Identity;

/**
 * Where other controllers come in. The first frame of a stream says what it is for: to agree with
 * this member, to pass on what a process of a PoP says, or to carry a connection between stores.
 */
final class ClusterEntrance implements SouthboundServer.Handler {
    private final ClusterConfig config;
    private final ClusterLoop members;

    /** Who takes what is not of the members; null = nobody yet. */
    private volatile @Nullable Others others;

    private final Map<PeerStream, SouthboundServer.Handler> known = new ConcurrentHashMap<>();

    ClusterEntrance(ClusterConfig config, ClusterLoop members) {
        this.config = config;
        this.members = members;
    }

    void passTo(Others handlers) {
        others = handlers;
    }

    @Override
    public void onOpen(PeerStream stream) {
        // Nothing is known of it before its first frame.
    }

    @Override
    public void onFrame(PeerStream stream, byte[] frame) {
        SouthboundServer.Handler handler = known.get(stream);
        if (handler != null) {
            handler.onFrame(stream, frame);
        } else {
            onFirst(stream, frame);
        }
    }

    private void onFirst(PeerStream stream, byte[] frame) {
        Others to = others;
        switch (ClusterFrames.decode(frame)) {
            case ClusterFrames.Decoded.Relayed relayed -> {
                Identity identity = identity(relayed.identity());
                boolean proved = identity != null || stream.identity() == null;
                stream.relayed(identity, relayed.remote());
                pass(
                        stream,
                        relayed.from(),
                        relayed.to(),
                        to == null || !proved ? null : to.processes());
            }
            case ClusterFrames.Decoded.Tunnelled tunnel ->
                    pass(stream, tunnel.from(), tunnel.to(), to == null ? null : to.tunnels());
            default -> {
                known.put(stream, members);
                members.onOpen(stream);
                members.onFrame(stream, frame);
            }
        }
    }

    private void pass(
            PeerStream stream, int from, int me, SouthboundServer.@Nullable Handler handler) {
        boolean member = config.of(from) != null && me == config.member();
        if (handler == null || !member) {
            members.refuse(
                    stream,
                    member ? ClusterFrames.Reason.UNEXPECTED : ClusterFrames.Reason.STRANGER);
            return;
        }
        known.put(stream, handler);
        handler.onOpen(stream);
        stream.consumed();
    }

    private static @Nullable Identity identity(String text) {
        try {
            return text.isEmpty() ? null : Identity.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void onReady(PeerStream stream) {
        SouthboundServer.Handler handler = known.get(stream);
        if (handler != null) {
            handler.onReady(stream);
        }
    }

    @Override
    public void onClosed(PeerStream stream, String reason) {
        SouthboundServer.Handler handler = known.remove(stream);
        if (handler != null) {
            handler.onClosed(stream, reason);
        }
    }
}
