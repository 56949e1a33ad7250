package rhumb.host.session;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.Inbox;
import rhumb.host.SharedOutbox;
import rhumb.host.tls.TlsDoor;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.PopSession;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * A process's link to its controllers: {@link PopSession} over a gRPC stream, on a thread of its
 * own. It looks for a controller as long as it lives; a controller that reads slowly gets the
 * newest state, because frames are made only when the network takes them.
 */
public final class ControllerLink implements AutoCloseable {
    /** What the link tells, always on its own thread. */
    public interface Listener {
        /** A session stands: the process now offers all that the controller must know. */
        void onEstablished(Welcome welcome);

        void onMessage(Message message);

        /** A session that stood is gone; the link looks for the next by itself. */
        void onLost(String reason);
    }

    private static final Logger log = LoggerFactory.getLogger(ControllerLink.class);
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\s]+):\\d+");

    /** Frames under way are limited by the stream's window; the rest are a few events. */
    private static final int INBOX_EVENTS = 256;

    private static final int MOST_COMPLAINTS = 32;

    /** So much later than it is due a thread runs on any machine. */
    private static final long LATE_NS = 50_000_000L;

    private final List<String> controllers;
    private final @Nullable TlsDoor door;
    private final Listener listener;
    private final PopSession session;
    private final Thread thread;
    private final Inbox<ControllerStream.Event> inbox;
    private final SharedOutbox offered = new SharedOutbox();
    private @Nullable ControllerStream stream;

    /** To a nearer controller, while it is tried whether that takes the session. */
    private @Nullable ControllerStream beside;

    /** What was told since the last session: each of several controllers has its own trouble. */
    private final Set<String> complaints = new HashSet<>();

    private long establishedCount;
    private long failureCount;
    private long sentCount;
    private volatile LinkCounters counters = LinkCounters.NONE;
    private volatile boolean established;
    private volatile boolean closed;

    private ControllerLink(
            List<String> controllers,
            Supplier<Hello> hello,
            SessionTiming timing,
            @Nullable TlsDoor door,
            Listener listener) {
        this.controllers = List.copyOf(controllers);
        this.door = door;
        this.listener = listener;
        this.session =
                new PopSession(
                        hello,
                        controllers.size(),
                        timing,
                        RandomGenerator.getDefault(),
                        new Shell(),
                        System.nanoTime());
        this.thread = Thread.ofPlatform().daemon().name("controller-link").unstarted(this::run);
        this.inbox = new Inbox<>(INBOX_EVENTS, () -> LockSupport.unpark(thread));
    }

    /**
     * Starts looking for a controller.
     *
     * @param controllers {@code host:port} or {@code [ipv6]:port}, nearest first, at least one
     * @param hello asked at each connection, on the link's thread
     * @param door with which certificate; null = without TLS
     */
    public static ControllerLink open(
            List<String> controllers,
            Supplier<Hello> hello,
            SessionTiming timing,
            @Nullable TlsDoor door,
            Listener listener) {
        if (controllers.isEmpty()) {
            throw new IllegalArgumentException("no controller given: expected HOST:PORT");
        }
        for (String controller : controllers) {
            if (!HOST_PORT.matcher(controller).matches()) {
                throw new IllegalArgumentException(
                        "controller \"" + controller + "\": expected HOST:PORT");
            }
        }
        ControllerLink link = new ControllerLink(controllers, hello, timing, door, listener);
        link.thread.start();
        return link;
    }

    /** The same without TLS. */
    public static ControllerLink open(
            List<String> controllers,
            Supplier<Hello> hello,
            SessionTiming timing,
            Listener listener) {
        return open(controllers, hello, timing, null, listener);
    }

    /** Takes a message for the controller from any thread; never blocks. */
    public void offer(Message message) {
        offered.offer(message);
        LockSupport.unpark(thread);
    }

    public boolean established() {
        return established;
    }

    public LinkCounters counters() {
        return counters;
    }

    /** Ends the session; the listener hears nothing more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (!Thread.currentThread().equals(thread)) {
            try {
                thread.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                inbox.drain(this::handle);
                offered.drain(session::offer);
                session.onDeadline(System.nanoTime());
                write();
                writeBeside();
                publish();
                if (inbox.isEmpty() && offered.isEmpty()) {
                    // An event that comes in between unparks, so that parking returns at once.
                    long dueNs = session.nextDeadlineNs();
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                    long lateNs = System.nanoTime() - dueNs;
                    if (lateNs > LATE_NS) {
                        session.forgive(lateNs);
                    }
                }
            }
        } finally {
            established = false;
            drop("closed");
            dropBeside("closed");
        }
    }

    private void handle(ControllerStream.Event event) {
        // Events of a stream that was given up may still come.
        long nowNs = System.nanoTime();
        if (event.stream() == stream) {
            switch (event) {
                case ControllerStream.Event.Ready ready -> session.onConnected(nowNs);
                case ControllerStream.Event.Frame frame -> {
                    if (!closed) {
                        session.onFrame(nowNs, frame.bytes());
                        frame.stream().consumed();
                    }
                }
                case ControllerStream.Event.Closed gone ->
                        session.onDisconnected(nowNs, gone.reason());
            }
        } else if (event.stream() == beside) {
            switch (event) {
                case ControllerStream.Event.Ready ready -> session.onConnectedBeside(nowNs);
                case ControllerStream.Event.Frame frame -> {
                    if (!closed) {
                        session.onFrameBeside(nowNs, frame.bytes());
                        frame.stream().consumed();
                    }
                }
                case ControllerStream.Event.Closed gone ->
                        session.onDisconnectedBeside(nowNs, gone.reason());
            }
        }
    }

    private void write() {
        while (stream != null && stream.isReady()) {
            Message message = session.poll();
            if (message == null) {
                return;
            }
            stream.send(SouthboundCodec.encode(message));
            sentCount++;
        }
    }

    private void writeBeside() {
        Message greeting = beside != null && beside.isReady() ? session.pollBeside() : null;
        if (greeting != null && beside != null) {
            beside.send(SouthboundCodec.encode(greeting));
            sentCount++;
        }
    }

    private void drop(String reason) {
        if (stream != null) {
            stream.close(reason);
            stream = null;
        }
    }

    private void dropBeside(String reason) {
        if (beside != null) {
            beside.close(reason);
            beside = null;
        }
    }

    private void publish() {
        counters =
                new LinkCounters(
                        establishedCount,
                        failureCount,
                        session.counters().messages(),
                        sentCount,
                        session.counters().unknownKinds(),
                        session.counters().unknownFields(),
                        LinkCounters.rejected(session.counters()),
                        offered.coalesced() + session.outbox().coalesced());
    }

    private final class Shell implements PopSession.Sink {
        @Override
        public void connect(int controller) {
            stream = ControllerStream.connect(controllers.get(controller), door, inbox::offer);
        }

        @Override
        public void disconnect(String reason) {
            drop(reason);
        }

        @Override
        public void connectBeside(int controller) {
            beside = ControllerStream.connect(controllers.get(controller), door, inbox::offer);
        }

        @Override
        public void disconnectBeside(String reason) {
            dropBeside(reason);
        }

        @Override
        public void moveBeside(String reason) {
            drop(reason);
            stream = beside;
            beside = null;
        }

        @Override
        public void wantsToSend() {
            // The loop writes after every input.
        }

        @Override
        public void onEstablished(long nowNs, Welcome welcome) {
            establishedCount++;
            established = true;
            complaints.clear();
            log.info("controller-session established with={}", name());
            listener.onEstablished(welcome);
        }

        @Override
        public void onMessage(long nowNs, Message message) {
            listener.onMessage(message);
        }

        @Override
        public void onLost(long nowNs, String reason) {
            failureCount++;
            if (established) {
                established = false;
                log.warn("controller-session lost reason=\"{}\"", reason);
                listener.onLost(reason);
            } else if (complaints.size() < MOST_COMPLAINTS && complaints.add(reason)) {
                // Attempts go on for as long as it takes; each trouble is told once.
                log.warn("controller-session none reason=\"{}\", trying on", reason);
            }
        }

        private String name() {
            return controllers.get(session.controller());
        }
    }
}
