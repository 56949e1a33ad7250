package rhumb.forward.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.ForwarderCore;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.SendingThread;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.forward.tun.TunOptions;
import rhumb.host.tun.TunDevice;
import rhumb.host.udp.ArrivalClock;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.DatagramLoop;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
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
public final class PacketLoop implements AutoCloseable, DatagramLoop.Duties, ForwarderCore.Sink {
    /** Where the loop's products go; called on the loop's thread, must not block. */
    public interface Output {
        void passive(LinkPassive passive);

        void controller(Message message);

        /** An update was taken: store these rules, then acknowledge. */
        void installed(Fib rules, RuleAck ack);

        /** New rules run. */
        void rules(Fib fib);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PacketLoop.class);

    /** Packets of the device handled before sockets get their turn. */
    private static final int TUN_BATCH = 64;

    /** What a socket is for. */
    private sealed interface Use {
        record Uplink(int number) implements Use {}

        record Listener(int service) implements Use {}

        /** Only its media server may answer on it. */
        record Session(int number, Endpoint target) implements Use {}
    }

    private final DatagramIo io = DatagramIos.open();
    private final Output output;
    private final ArrivalClock arrivals = new ArrivalClock();
    private final SwitchLog switches = new SwitchLog();
    private final FlightEvents events = new FlightEvents();
    private final Endpoint mediaBind;
    private final ForwarderCore core;
    private final DatagramLoop<ForwarderCore> loop;
    private final Map<Integer, Use> uses = new HashMap<>();
    private final Map<Integer, Integer> uplinkSockets = new HashMap<>();
    private final Map<Integer, Integer> listenerSockets = new HashMap<>();
    private final Map<Integer, Endpoint> listening = new HashMap<>();
    private final Map<Integer, Integer> sessionSockets = new HashMap<>();
    private @Nullable TunDevice tun;
    private long tunFailures;
    private long socketFailures;
    private long foreignAnswers;

    /**
     * @param uplinks name and data address of each local uplink
     * @param mediaBind local address of sessions towards media servers; port 0
     * @throws IOException when an address cannot be bound
     */
    public PacketLoop(
            PopId pop,
            ForwarderOptions options,
            SendingThread thread,
            RandomGenerator random,
            Map<String, Endpoint> uplinks,
            Endpoint mediaBind,
            Output output)
            throws IOException {
        this.output = output;
        this.mediaBind = mediaBind;
        this.core =
                new ForwarderCore(
                        pop,
                        options,
                        thread,
                        random,
                        this,
                        System.nanoTime(),
                        DatagramLoop.unixNs());
        this.loop = new DatagramLoop<>("packets", io, core, this);
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

    /**
     * IP packets come and go by this device from now on; only before the loop starts. It belongs to
     * the loop and is closed with it.
     *
     * @throws IOException when the sockets cannot be polled together with it
     */
    public void attach(TunDevice device, TunOptions options) throws IOException {
        tun = device;
        io.watch(device.fd(), () -> readTun(device));
        core.openTun(options);
    }

    private void readTun(TunDevice device) {
        for (int i = 0; i < TUN_BATCH; i++) {
            int length = device.read();
            if (length == 0) {
                return;
            }
            core.onTun(System.nanoTime(), device.packet(), 0, length);
        }
    }

    @Override
    public void tun(ByteBuffer buffer, int offset, int length) {
        if (tun != null && !tun.write(buffer, offset, length)) {
            tunFailures++;
        }
    }

    /** The core, before the loop starts only; afterwards it belongs to the loop. */
    public ForwarderCore core() {
        return core;
    }

    /** The thread that owns the core. */
    public DatagramLoop<ForwarderCore> loop() {
        return loop;
    }

    @Override
    public void onClock(long nowNs, long unixNs) {
        core.onClock(nowNs, unixNs);
        switches.flush();
        events.onClock(core.counters());
    }

    @Override
    public void onDeadline(long nowNs) {
        events.onTurn();
        core.onDeadline(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return core.nextDeadlineNs();
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
        events.onDatagram();
        switch (uses.get(socket)) {
            case Use.Uplink uplink ->
                    core.onOverlay(
                            nowNs,
                            arrivals.arrivedNs(nowNs, arrivedUnixNs),
                            uplink.number,
                            from,
                            octet,
                            buffer,
                            offset,
                            length);
            case Use.Listener listener ->
                    core.onClient(nowNs, listener.service, from, octet, buffer, offset, length);
            case Use.Session session when !from.equals(session.target) -> foreignAnswers++;
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
            uses.put(socket, new Use.Session(session, target));
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
        if (message instanceof RuleAck ack) {
            events.onRules(ack);
        }
        if (message instanceof RuleAck ack && ack.accepted()) {
            output.installed(core.fib(), ack);
        } else {
            output.controller(message);
        }
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
        switches.add(route, from, to, cause);
        events.onSwitch(route, from, to, cause);
    }

    @Override
    public void bypass(LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {
        LOG.info(
                "event={} link={} classes={} cause={}",
                begins ? "link-bypassed" : "link-used-again",
                link,
                classes,
                cause);
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

    private void close(@Nullable Integer socket) {
        if (socket != null) {
            uses.remove(socket);
            io.close(socket);
        }
    }

    /** Sockets that could not be opened since the start. */
    long socketFailures() {
        return socketFailures;
    }

    /** Datagrams to a session's socket from someone else than its media server. */
    long foreignAnswers() {
        return foreignAnswers;
    }

    /** Datagrams that the kernel did not take. */
    long sendFailures() {
        return io.sendFailures() + tunFailures;
    }

    @Override
    public void close() {
        loop.close();
        if (tun != null) {
            tun.close();
        }
    }
}
