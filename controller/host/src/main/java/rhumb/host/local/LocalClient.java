package rhumb.host.local;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.SharedOutbox;
import rhumb.southbound.message.Message;

/**
 * The side of the local channel that connects, again and again every 200 ms, quietly: the other
 * process may start later or restart. What is offered while nobody is there waits, merged.
 */
public final class LocalClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalClient.class);
    private static final long RETRY_NS = 200_000_000L;

    private final Path path;
    private final LocalListener listener;
    private final SharedOutbox outbox = new SharedOutbox();
    private final LocalTally tally = new LocalTally();
    private final Thread thread;
    private volatile @Nullable LocalChannel peer;
    private volatile boolean closed;

    private LocalClient(Path path, LocalListener listener) {
        this.path = path;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("local-client").unstarted(this::run);
    }

    /**
     * Starts looking for the server, which need not be there yet.
     *
     * @throws IOException when the path can never be a socket's
     */
    public static LocalClient connect(Path path, LocalListener listener) throws IOException {
        SocketFile.checkLength(path);
        LocalClient local = new LocalClient(path, listener);
        local.thread.start();
        return local;
    }

    /** Takes a message for the peer from any thread; never blocks. */
    public void offer(Message message) {
        outbox.offer(message);
        LocalChannel current = peer;
        if (current != null) {
            current.wakeWriter();
        }
    }

    public boolean connected() {
        return peer != null;
    }

    public LocalCounters counters() {
        return tally.counters(outbox.coalesced());
    }

    @Override
    public void close() {
        closed = true;
        LocalChannel current = peer;
        if (current != null) {
            current.close();
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            try {
                serve(new LocalChannel(open(), outbox, tally));
            } catch (IOException e) {
                log.debug("local-channel none path={} reason=\"{}\"", path, e.getMessage());
            }
            if (!closed) {
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }

    private SocketChannel open() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private void serve(LocalChannel current) {
        peer = current;
        tally.connections.increment();
        try {
            if (closed) {
                current.close(); // close() may have looked before peer was set
            }
            current.run(listener);
        } finally {
            current.close();
            peer = null;
        }
    }
}
