package rhumb.controller.cluster.share;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.session.ControllerStream;

/**
 * Stands on this machine in the place of another member's store: what connects to it is carried
 * through the TLS of the controllers to that store, each over a connection of its own. One that all
 * shared would be tried ever more seldom while the member is away, and after a split it would wait
 * for its last segment to be sent again, which takes as long as the split did.
 */
final class TunnelEntry implements AutoCloseable {
    /** How a stream to the other member is opened. */
    interface Way {
        ControllerStream open(Consumer<ControllerStream.Event> events);
    }

    private static final Logger log = LoggerFactory.getLogger(TunnelEntry.class);
    private static final int BACKLOG = 16;
    private static final long PAUSE_NS = 100_000_000L;

    private final ServerSocket listening;
    private final Way way;
    private final byte[] introduction;
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();

    /**
     * Listens.
     *
     * @param at where the other member's store is, as all members see it
     * @param way to the other member
     * @param introduction first frame of each stream
     * @throws IOException when the address cannot be had
     */
    TunnelEntry(InetSocketAddress at, Way way, byte[] introduction) throws IOException {
        this.way = way;
        this.introduction = introduction;
        this.listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(at, BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        Thread.ofVirtual().name("tunnel-accept").start(this::accept);
    }

    /** Where it listens. */
    InetSocketAddress local() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                carry(socket);
            } catch (IOException | RuntimeException e) {
                if (!listening.isClosed()) {
                    log.debug("tunnel-accept", e);
                    LockSupport.parkNanos(
                            PAUSE_NS); // no more files, say: not in a loop without end
                }
            }
        }
    }

    private void carry(Socket socket) {
        Carriage carriage = new Carriage(socket);
        synchronized (carriage) {
            ControllerStream stream = way.open(carriage::onEvent);
            stream.send(introduction);
            carriage.tunnel = new Tunnel(socket, stream);
            tunnels.add(carriage.tunnel);
            carriage.tunnel.start();
        }
    }

    /** Events may come before the tunnel is there, and wait for it. */
    private final class Carriage {
        private final Socket socket;

        @SuppressWarnings("NullAway.Init") // set before events get the lock
        private Tunnel tunnel;

        Carriage(Socket socket) {
            this.socket = socket;
        }

        synchronized void onEvent(ControllerStream.Event event) {
            if (tunnel == null) {
                // Inline: it failed before it began.
                close(socket);
                return;
            }
            switch (event) {
                case ControllerStream.Event.Ready ready -> tunnel.onReady();
                case ControllerStream.Event.Frame frame -> tunnel.onFrame(frame.bytes());
                case ControllerStream.Event.Closed gone -> {
                    tunnel.end();
                    tunnels.remove(tunnel);
                }
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            log.debug("tunnel-close", e);
        }
        tunnels.forEach(tunnel -> tunnel.close("this controller ends"));
    }
}
