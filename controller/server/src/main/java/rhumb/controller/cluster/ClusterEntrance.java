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
 * this member, or to pass on what a process of a PoP says.
 */
final class ClusterEntrance implements SouthboundServer.Handler {
    private final ClusterConfig config;
    private final ClusterLoop members;

    /** Who takes streams that are passed on; null = nobody yet. */
    private volatile SouthboundServer.@Nullable Handler processes;

    private final Map<PeerStream, SouthboundServer.Handler> known = new ConcurrentHashMap<>();

    ClusterEntrance(ClusterConfig config, ClusterLoop members) {
        this.config = config;
        this.members = members;
    }

    void passTo(SouthboundServer.Handler handler) {
        processes = handler;
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
        } else if (ClusterFrames.decode(frame) instanceof ClusterFrames.Decoded.Relayed relayed) {
            pass(stream, relayed);
        } else {
            known.put(stream, members);
            members.onOpen(stream);
            members.onFrame(stream, frame);
        }
    }

    private void pass(PeerStream stream, ClusterFrames.Decoded.Relayed relayed) {
        SouthboundServer.Handler handler = processes;
        Identity identity = identity(relayed.identity());
        boolean proved = identity != null || stream.identity() == null;
        boolean member = config.of(relayed.from()) != null && relayed.to() == config.member();
        if (handler == null || !proved || !member) {
            members.refuse(
                    stream,
                    member ? ClusterFrames.Reason.UNEXPECTED : ClusterFrames.Reason.STRANGER);
            return;
        }
        stream.relayed(identity, relayed.remote());
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
