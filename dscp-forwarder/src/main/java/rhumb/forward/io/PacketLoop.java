package rhumb.forward.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.ForwarderCore;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.PathSelector;
import rhumb.host.Inbox;
import rhumb.host.udp.DatagramHandler;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.rule.ServiceRule;

/**
 * All datagrams of a forwarder on one thread, which owns the core and the sockets: uplinks towards
 * other PoPs, a listener for each RTM service, and a socket for each session towards a media
 * server.
 */
public final class PacketLoop implements AutoCloseable, DatagramHandler, ForwarderCore.Sink {
    /** Where the loop's products go; called on the loop's thread, must not block. */
    public interface Output {
        void passive(LinkPassive passive);

        void controller(Message message);

        /** New rules run. */
        void rules(Fib fib);

        /** Packets of a route take another path from now on. */
        void switched(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PacketLoop.class);
    private static final int WAITING_COMMANDS = 4_096;
    private static final long CLOCK_NS = 1_000_000_000L;
    private static final long MAX_WAIT_NS = 100_000_000L;

    /** What a socket is for. */
    private sealed interface Use {
        record Uplink(int number) implements Use {}

        record Listener(int service) implements Use {}

        record Session(int number) implements Use {}
    }

    private final DatagramIo io = DatagramIos.open();
    private final Inbox<Consumer<ForwarderCore>> inbox = new Inbox<>(WAITING_COMMANDS, io::wakeup);
    private final Output output;
    private final Endpoint mediaBind;
    private final ForwarderCore core;
    private final Map<Integer, Use> uses = new HashMap<>();
    private final Map<Integer, Integer> uplinkSockets = new HashMap<>();
    private final Map<Integer, Integer> listenerSockets = new HashMap<>();
    private final Map<Integer, Endpoint> listening = new HashMap<>();
    private final Map<Integer, Integer> sessionSockets = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("packets").unstarted(this::run);
    private volatile boolean running = true;
    private long nextClockNs;
    private long socketFailures;

    /**
     * @param uplinks name and data address of each local uplink
     * @param mediaBind local address of sessions towards media servers; port 0
     * @throws IOException when an address cannot be bound
     */
    public PacketLoop(
            PopId pop,
            ForwarderOptions options,
            RandomGenerator random,
            Map<String, Endpoint> uplinks,
            Endpoint mediaBind,
            Output output)
            throws IOException {
        this.output = output;
        this.mediaBind = mediaBind;
        this.core = new ForwarderCore(pop, options, random, this, System.nanoTime(), unixNs());
        try {
            for (Map.Entry<String, Endpoint> uplink : uplinks.entrySet()) {
                int number = core.uplink(uplink.getKey());
                int socket = io.open(uplink.getValue());
                uses.put(socket, new Use.Uplink(number));
                uplinkSockets.put(number, socket);
            }
        } catch (IOException e) {
            io.close();
            throw e;
        }
    }

    /** The core, before {@link #start} only; afterwards it belongs to the loop. */
    public ForwarderCore core() {
        return core;
    }

    public void start() {
        thread.start();
    }

    /** Runs something on the loop's thread; callable from any thread. False when too much waits. */
    public boolean tell(Consumer<ForwarderCore> command) {
        return inbox.offer(command);
    }

    /** Asks the core from another thread. */
    public <T> CompletableFuture<T> ask(Function<ForwarderCore, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!running || !tell(core -> answer.complete(question.apply(core)))) {
            answer.cancel(false);
        }
        return answer;
    }

    private void run() {
        try {
            while (running) {
                inbox.drain(command -> command.accept(core));
                long nowNs = System.nanoTime();
                if (nowNs >= nextClockNs) {
                    nextClockNs = nowNs + CLOCK_NS;
                    core.onClock(nowNs, unixNs());
                }
                core.onDeadline(nowNs);
                io.flush();
                long waitNs = inbox.isEmpty() ? core.nextDeadlineNs() - System.nanoTime() : 0;
                io.poll(Math.clamp(waitNs, 0, MAX_WAIT_NS), this);
                io.flush();
            }
        } catch (IOException e) {
            LOG.error("event=sockets-lost cause=\"{}\"", e.toString());
        } finally {
            running = false;
            io.close();
        }
    }

    @Override
    public void onDatagram(
            int socket,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer buffer,
            int offset,
            int length) {
        long nowNs = System.nanoTime();
        switch (uses.get(socket)) {
            case Use.Uplink uplink ->
                    core.onOverlay(nowNs, uplink.number, from, octet, buffer, offset, length);
            case Use.Listener listener ->
                    core.onClient(nowNs, listener.service, from, octet, buffer, offset, length);
            case Use.Session session ->
                    core.onTarget(nowNs, session.number, octet, buffer, offset, length);
            case null -> {} // The socket was closed while its datagrams waited.
        }
    }

    @Override
    public void overlay(
            int uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        Integer socket = uplinkSockets.get(uplink);
        if (socket != null) {
            io.send(socket, to, octet, buffer, offset, length);
        }
    }

    @Override
    public void client(
            int service, Endpoint client, int octet, ByteBuffer buffer, int offset, int length) {
        Integer socket = listenerSockets.get(service);
        if (socket != null) {
            io.send(socket, client, octet, buffer, offset, length);
        }
    }

    @Override
    public void target(
            int session, Endpoint target, int octet, ByteBuffer buffer, int offset, int length) {
        Integer socket = sessionSockets.get(session);
        if (socket == null) {
            try {
                socket = io.open(mediaBind);
            } catch (IOException e) {
                socketFailures++;
                LOG.warn("event=session-socket-failed cause=\"{}\"", e.getMessage());
                return;
            }
            sessionSockets.put(session, socket);
            uses.put(socket, new Use.Session(session));
        }
        io.send(socket, target, octet, buffer, offset, length);
    }

    @Override
    public void closeSession(int session) {
        close(sessionSockets.remove(session));
    }

    @Override
    public void passive(LinkPassive passive) {
        output.passive(passive);
    }

    @Override
    public void controller(Message message) {
        output.controller(message);
    }

    @Override
    public void listeners(List<ServiceRule> services) {
        Map<Integer, Endpoint> wanted = new HashMap<>();
        for (ServiceRule service : services) {
            if (service.kind() == ServiceRule.Kind.RTM && service.listen() != null) {
                wanted.put(service.number(), service.listen());
            }
        }
        listening
                .entrySet()
                .removeIf(open -> {
                    boolean gone = !open.getValue().equals(wanted.get(open.getKey()));
                    if (gone) {
                        close(listenerSockets.remove(open.getKey()));
                    }
                    return gone;
                });
        wanted.forEach(this::listen);
        output.rules(core.fib());
    }

    @Override
    public void switched(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {
        output.switched(route, from, to, cause);
    }

    /** A listener that cannot be opened is logged and tried again with the next rules. */
    private void listen(int service, Endpoint bind) {
        if (listening.containsKey(service)) {
            return;
        }
        try {
            int socket = io.open(bind);
            listening.put(service, bind);
            listenerSockets.put(service, socket);
            uses.put(socket, new Use.Listener(service));
        } catch (IOException e) {
            socketFailures++;
            LOG.warn("event=listen-failed service={} cause=\"{}\"", service, e.getMessage());
        }
    }

    private void close(@org.jspecify.annotations.Nullable Integer socket) {
        if (socket != null) {
            uses.remove(socket);
            io.close(socket);
        }
    }

    /** Sockets that could not be opened since the start. */
    long socketFailures() {
        return socketFailures;
    }

    /** Datagrams that the kernel did not take. */
    long sendFailures() {
        return io.sendFailures();
    }

    /** Commands of other threads that found the inbox full. */
    long droppedCommands() {
        return inbox.dropped();
    }

    static long unixNs() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void close() {
        running = false;
        io.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For acknowledgements that waited for the disk. */
    static boolean isAccepted(Message message) {
        return message instanceof RuleAck ack && ack.accepted();
    }
}
