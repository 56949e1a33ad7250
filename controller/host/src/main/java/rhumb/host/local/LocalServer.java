package rhumb.host.local;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.SharedOutbox;
import rhumb.southbound.message.Message;

/**
 * The side of the local channel that waits. It serves one peer; another that comes meanwhile is
 * turned away and counted. What is offered while nobody is there waits, merged.
 */
public final class LocalServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalServer.class);

    private final Path path;
    private final ServerSocketChannel server;
    private final LocalListener listener;
    private final SharedOutbox outbox = new SharedOutbox();
    private final LocalTally tally = new LocalTally();
    private final AtomicReference<@Nullable LocalChannel> peer = new AtomicReference<>();
    private final Thread acceptor;
    private volatile boolean closed;

    private LocalServer(Path path, ServerSocketChannel server, LocalListener listener) {
        this.path = path;
        this.server = server;
        this.listener = listener;
        this.acceptor = Thread.ofVirtual().name("local-acceptor").unstarted(this::accept);
    }

    /**
     * Listens on a Unix socket, mode 0660. A file left by a dead process is replaced.
     *
     * @throws IOException with a text that names the path and what to do: a live process listens
     *     there, the path is too long, the directory is missing
     */
    public static LocalServer listen(Path path, LocalListener listener) throws IOException {
        LocalServer local = new LocalServer(path, SocketFile.listen(path), listener);
        local.acceptor.start();
        return local;
    }

    /** Takes a message for the peer from any thread; never blocks. */
    public void offer(Message message) {
        outbox.offer(message);
        LocalChannel current = peer.get();
        if (current != null) {
            current.wakeWriter();
        }
    }

    public boolean connected() {
        return peer.get() != null;
    }

    public LocalCounters counters() {
        return tally.counters(outbox.coalesced());
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("local-socket-left path={} reason=\"{}\"", path, e.getMessage());
        }
        LocalChannel current = peer.get();
        if (current != null) {
            current.close();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel channel = server.accept();
                LocalChannel coming = new LocalChannel(channel, outbox, tally);
                if (peer.compareAndSet(null, coming)) {
                    tally.connections.increment();
                    Thread.ofVirtual().name("local-reader").start(() -> serve(coming));
                } else {
                    tally.turnedAway.increment();
                    coming.close();
                }
            } catch (IOException e) {
                if (!closed) {
                    log.error("local-accept-failed path={} reason=\"{}\"", path, e.getMessage());
                    close();
                }
            }
        }
    }

    private void serve(LocalChannel coming) {
        try {
            if (closed) {
                coming.close();
            }
            coming.run(listener);
        } finally {
            coming.close();
            peer.set(null);
        }
    }
}
