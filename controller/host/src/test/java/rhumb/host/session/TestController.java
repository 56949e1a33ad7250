package rhumb.host.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import rhumb.host.Inbox;
import rhumb.net.Endpoint;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.PeerSession;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.SouthboundCodec;

/** A controller without a plan: one core thread that runs a {@link PeerSession} per stream. */
final class TestController implements SouthboundServer.Handler, AutoCloseable {
    final List<Hello> hellos = new CopyOnWriteArrayList<>();
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<String> closings = new CopyOnWriteArrayList<>();

    /** While false the core takes no frames, as an overloaded controller would. */
    volatile boolean reading = true;

    final SouthboundServer server;
    private final SessionTiming timing;
    private final Map<PeerStream, PeerSession> sessions = new LinkedHashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Thread core = Thread.ofPlatform().daemon().unstarted(this::run);
    private final Inbox<Runnable> inbox = new Inbox<>(1_024, () -> LockSupport.unpark(core));
    private volatile boolean closed;

    TestController(Endpoint bind, SessionTiming timing) throws IOException {
        this.timing = timing;
        server = SouthboundServer.open(bind, this);
        core.start();
    }

    /** Sends to every peer. */
    void offer(Message message) {
        inbox.offer(() -> sessions.values().forEach(session -> session.offer(message)));
    }

    void sendRaw(byte[] bytes) {
        inbox.offer(() -> sessions.keySet().forEach(stream -> stream.send(bytes)));
    }

    /** Asks on the core thread. */
    void ask(java.util.function.Consumer<PeerSession> question) {
        inbox.offer(() -> sessions.values().forEach(question));
    }

    @Override
    public void onOpen(PeerStream stream) {
        inbox.offer(() ->
                sessions.put(stream, new PeerSession(timing, sink(stream), System.nanoTime())));
    }

    @Override
    public void onFrame(PeerStream stream, byte[] frame) {
        inbox.offer(() -> {
            Runnable take =
                    () -> {
                        PeerSession session = sessions.get(stream);
                        if (session != null) {
                            session.onFrame(System.nanoTime(), frame);
                        }
                        stream.consumed();
                    };
            held.add(take);
        });
    }

    @Override
    public void onReady(PeerStream stream) {
        inbox.offer(() -> {}); // the loop writes after every input
    }

    @Override
    public void onClosed(PeerStream stream, String reason) {
        inbox.offer(() -> sessions.remove(stream));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(core);
        server.close();
    }

    private PeerSession.Sink sink(PeerStream stream) {
        return new PeerSession.Sink() {
            @Override
            public Message onHello(long nowNs, Hello hello) {
                hellos.add(hello);
                return new Welcome(7, Hello.VERSION, Set.of(), timing.heartbeatNs(), false);
            }

            @Override
            public void onMessage(long nowNs, Message message) {
                messages.add(message);
            }

            @Override
            public void wantsToSend() {}

            @Override
            public void close(String reason) {
                closings.add(reason);
                write(stream, java.util.Objects.requireNonNull(sessions.get(stream)));
                stream.close(reason);
            }
        };
    }

    private void run() {
        while (!closed) {
            inbox.drain(Runnable::run);
            if (reading) {
                List<Runnable> now = List.copyOf(held);
                held.clear();
                now.forEach(Runnable::run);
            }
            long deadlineNs = System.nanoTime() + 10_000_000;
            for (PeerSession session : List.copyOf(sessions.values())) {
                session.onDeadline(System.nanoTime());
                deadlineNs = Math.min(deadlineNs, session.nextDeadlineNs());
            }
            sessions.forEach(TestController::write);
            LockSupport.parkNanos(deadlineNs - System.nanoTime());
        }
    }

    private static void write(PeerStream stream, PeerSession session) {
        while (stream.isReady()) {
            Message message = session.poll();
            if (message == null) {
                return;
            }
            stream.send(SouthboundCodec.encode(message));
        }
    }
}
