package rhumb.controller.cluster.share;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.session.PeerStream;
import rhumb.host.session.SouthboundServer;

/** Where tunnels of other members end: a connection to this member's store each. */
final class TunnelExit implements SouthboundServer.Handler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TunnelExit.class);
    private static final int CONNECT_MS = 1_000;

    /** A store opens one connection to each other, and another while the first still ends. */
    private static final int MOST = 64;

    private final InetSocketAddress store;
    private final Map<PeerStream, Tunnel> tunnels = new ConcurrentHashMap<>();

    TunnelExit(InetSocketAddress store) {
        this.store = store;
    }

    @Override
    public void onOpen(PeerStream stream) {
        if (tunnels.size() >= MOST) {
            stream.close("too many tunnels");
            return;
        }
        // On loopback: it stands at once, or is refused.
        Socket socket = new Socket();
        try {
            socket.connect(store, CONNECT_MS);
            socket.setTcpNoDelay(true);
            Tunnel tunnel = new Tunnel(socket, stream);
            tunnels.put(stream, tunnel);
            tunnel.start();
        } catch (IOException e) {
            log.debug("tunnel-exit", e);
            stream.close("the store does not listen yet");
        }
    }

    @Override
    public void onFrame(PeerStream stream, byte[] frame) {
        Tunnel tunnel = tunnels.get(stream);
        if (tunnel != null) {
            tunnel.onFrame(frame);
        }
    }

    @Override
    public void onReady(PeerStream stream) {
        Tunnel tunnel = tunnels.get(stream);
        if (tunnel != null) {
            tunnel.onReady();
        }
    }

    @Override
    public void onClosed(PeerStream stream, String reason) {
        Tunnel tunnel = tunnels.remove(stream);
        if (tunnel != null) {
            tunnel.close(reason);
        }
    }

    @Override
    public void close() {
        tunnels.values().forEach(tunnel -> tunnel.close("this controller ends"));
        tunnels.clear();
    }
}
