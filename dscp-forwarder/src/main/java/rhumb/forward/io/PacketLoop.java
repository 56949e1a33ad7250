package rhumb.forward.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.Credentials;
import rhumb.forward.ForwarderCore;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LaneCipher;
import rhumb.forward.link.LinkSecrets;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.forward.table.IntTable;
import rhumb.forward.tun.TunOptions;
import rhumb.forward.wire.OverlayHeader;
import rhumb.host.tun.TunDevice;
import rhumb.host.udp.ArrivalClock;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.DatagramLoop;
import rhumb.host.udp.LaneCounts;
import rhumb.host.udp.SocketUse;
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
 * server. With several lanes other threads read and write sockets for it ({@link
 * DatagramIos#open}); what is decided is decided here.
 */
public final class PacketLoop implements AutoCloseable, DatagramLoop.Duties, ForwarderCore.Sink {
    /** Where the loop's products go; called on the loop's thread, must not block. */
    public interface Output {
        void passive(LinkPassive passive);

        void controller(Message message);

        /** An update was taken: store these rules, then acknowledge. */
        void installed(Fib rules, RuleAck ack);

        /** Store these keys, then tell the core. */
        void keys(KeyRing ring);

        /** New rules run. */
        void rules(Fib fib);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PacketLoop.class);

    /** Packets of the device handled before sockets get their turn. */
    private static final int TUN_BATCH = 64;

    // Times of the datagrams that came together, read once.
    private long nowNs;
    private long arrivedNs;
    private long arrivedUnixNs;

    private @Nullable TunDevice tun;
    private long tunFailures;
    private long socketFailures;
    private long foreignAnswers;

    private final DatagramIo io;
    private final Output output;
    private final ArrivalClock arrivals = new ArrivalClock();
    private final SwitchLog switches = new SwitchLog();
    private final FlightEvents events = new FlightEvents();
    private final Endpoint mediaBind;
    private final ForwarderCore core;
    private final DatagramLoop<ForwarderCore> loop;
    private final Map<Integer, Endpoint> listening = new HashMap<>();

    // Socket of each uplink, service and session, and the other way round.
    private final IntTable uplinkSockets = new IntTable(); // by uplink and lane
    private final IntTable listenerSockets = new IntTable();
    private final IntTable sessionSockets = new IntTable();
    private final IntTable uplinkOf = new IntTable();
    private final IntTable serviceOf = new IntTable();
    private final IntTable sessionOf = new IntTable();

    /** Uplink of each socket; lanes read it, and uplinks keep their sockets. */
    private volatile int[] uplinksForLanes = {};

    /** Only its media server may answer on a session's socket. */
    private final List<@Nullable Endpoint> targets = new ArrayList<>();

    /**
     * @param uplinks name and data address of each local uplink
     * @param mediaBind local address of sessions towards media servers; port 0
     * @param lanes threads that move datagrams, where the machine can have several
     * @throws IOException when an address cannot be bound
     */
    public PacketLoop(
            PopId pop,
            ForwarderOptions options,
            Credentials credentials,
            RandomGenerator random,
            Map<String, Endpoint> uplinks,
            Endpoint mediaBind,
            int lanes,
            Output output)
            throws IOException {
        this.output = output;
        this.io =
                DatagramIos.open(lanes, lane -> new LaneSealing(lane, Aeads.open(), this::secrets));
        this.mediaBind = mediaBind;
        this.core =
                new ForwarderCore(
                        pop,
                        options,
                        credentials.withLanes(io.lanes(), DatagramIo.firstLane(io.lanes())),
                        random,
                        this,
                        System.nanoTime(),
                        DatagramLoop.unixNs());
        this.loop = new DatagramLoop<>("packets", io, core, this);
        open(uplinks);
    }

    private void open(Map<String, Endpoint> uplinks) throws IOException {
        try {
            for (Map.Entry<String, Endpoint> uplink : uplinks.entrySet()) {
                int number = core.uplink(uplink.getKey());
                int socket = io.open(uplink.getValue(), SocketUse.SPREAD);
                keep(number, 0, socket);
                for (int lane = 1; lane < io.lanes(); lane++) {
                    keep(number, lane, openLane(io.local(socket), lane));
                }
            }
        } catch (IOException e) {
            io.close();
            throw e;
        }
    }

    /** For lanes, on their threads. */
    private @Nullable LinkSecrets secrets(int socket, Endpoint from) {
        int[] known = uplinksForLanes;
        int uplink = socket < known.length ? known[socket] : IntTable.NONE;
        return uplink == IntTable.NONE ? null : core.secrets(uplink, from);
    }

    /** Lane n sends from the port n behind the uplink's own. */
    private int openLane(Endpoint uplink, int lane) throws IOException {
        int port = uplink.port() + lane;
        try {
            return io.open(uplink.withPort(port), SocketUse.MEDIA, lane);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "lanes: "
                            + io.lanes()
                            + ": the uplink at "
                            + uplink
                            + " sends from port "
                            + port
                            + " too: "
                            + e.getMessage(),
                    e);
        }
    }

    private void keep(int uplink, int lane, int socket) {
        uplinkOf.put(socket, uplink);
        int[] known = uplinksForLanes;
        int[] more = Arrays.copyOf(known, Math.max(known.length, socket + 1));
        Arrays.fill(more, known.length, more.length, IntTable.NONE);
        more[socket] = uplink;
        uplinksForLanes = more;
        uplinkSockets.put(uplink * OverlayHeader.MAX_SENDERS + lane, socket);
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
        arrivedUnixNs = 0; // what comes next comes later, though the kernel stamped it before
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
        onTime(arrivedUnixNs, offset);
        int uplink = uplinkOf.get(socket);
        if (uplink != IntTable.NONE) {
            core.onOverlay(nowNs, arrivedNs, uplink, from, octet, buffer, offset, length, null);
        } else {
            onMedia(socket, from, octet, buffer, offset, length);
        }
    }

    @Override
    public void onWorked(
            Object result,
            int socket,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer buffer,
            int offset,
            int length) {
        onTime(arrivedUnixNs, offset);
        LaneCipher.Opened opened = (LaneCipher.Opened) result;
        int uplink = uplinkOf.get(socket);
        core.onOverlay(nowNs, arrivedNs, uplink, from, octet, buffer, offset, length, opened);
    }

    @Override
    public void onBatch(int socket) {
        if (uplinkOf.get(socket) != IntTable.NONE) {
            core.beginBatch();
        }
    }

    @Override
    public void onBatchEnd(int socket) {
        if (uplinkOf.get(socket) != IntTable.NONE) {
            core.endBatch(System.nanoTime());
        }
    }

    private void onTime(long arrivedUnixNs, int offset) {
        if (offset == 0 || arrivedUnixNs == 0 || arrivedUnixNs != this.arrivedUnixNs) {
            this.arrivedUnixNs = arrivedUnixNs;
            nowNs = System.nanoTime();
            arrivedNs = arrivals.arrivedNs(nowNs, arrivedUnixNs);
        }
        events.onDatagram();
    }

    @Override
    public void onLost(int socket, int datagrams) {
        boolean uplink = uplinkOf.get(socket) != IntTable.NONE;
        boolean client = serviceOf.get(socket) != IntTable.NONE;
        core.counters()
                .lostInLanes(
                        uplink ? datagrams : 0,
                        client ? datagrams : 0,
                        uplink || client ? 0 : datagrams);
    }

    /** A datagram from a client or a media server; of neither, when its socket was just closed. */
    private void onMedia(
            int socket, Endpoint from, int octet, ByteBuffer buffer, int offset, int length) {
        int service = serviceOf.get(socket);
        int session = sessionOf.get(socket);
        if (service != IntTable.NONE) {
            core.onClient(nowNs, service, from, octet, buffer, offset, length);
        } else if (session != IntTable.NONE) {
            if (from.equals(targets.get(session))) {
                core.onTarget(nowNs, session, octet, buffer, offset, length);
            } else {
                foreignAnswers++;
            }
        }
    }

    @Override
    public void overlay(
            int uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        int lane = OverlayHeader.lane(buffer, offset);
        int socket = uplinkSockets.get(uplink * OverlayHeader.MAX_SENDERS + lane);
        if (socket != IntTable.NONE) {
            io.send(socket, to, octet, buffer, offset, length);
        }
    }

    @Override
    public void unsealed(
            int uplink,
            Endpoint to,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length,
            LinkSecrets.Sealing with) {
        int lane = OverlayHeader.lane(buffer, offset);
        int socket = uplinkSockets.get(uplink * OverlayHeader.MAX_SENDERS + lane);
        if (socket != IntTable.NONE) {
            io.send(socket, to, octet, buffer, offset, length, with);
        }
    }

    @Override
    public void client(
            int service, Endpoint client, int octet, ByteBuffer buffer, int offset, int length) {
        int socket = listenerSockets.get(service);
        if (socket != IntTable.NONE) {
            io.send(socket, client, octet, buffer, offset, length);
        }
    }

    @Override
    public void target(
            int session, Endpoint target, int octet, ByteBuffer buffer, int offset, int length) {
        int socket = sessionSockets.get(session);
        if (socket == IntTable.NONE) {
            try {
                socket = io.open(mediaBind, SocketUse.MEDIA);
            } catch (IOException e) {
                socketFailures++;
                LOG.warn("event=session-socket-failed cause=\"{}\"", e.getMessage());
                return;
            }
            sessionSockets.put(session, socket);
            sessionOf.put(socket, session);
            while (targets.size() <= session) {
                targets.add(null);
            }
            targets.set(session, target);
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
    public void keys(KeyRing ring) {
        output.keys(ring);
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
            int socket = io.open(bind, SocketUse.SPREAD);
            listening.put(service, bind);
            listenerSockets.put(service, socket);
            serviceOf.put(socket, service);
        } catch (IOException e) {
            socketFailures++;
            LOG.warn("event=listen-failed service={} cause=\"{}\"", service, e.getMessage());
        }
    }

    private void close(int socket) {
        if (socket != IntTable.NONE) {
            serviceOf.remove(socket);
            sessionOf.remove(socket);
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

    /** Threads that move datagrams, this one among them. */
    int lanes() {
        return io.lanes();
    }

    LaneCounts laneCounts(int lane) {
        return io.laneCounts(lane);
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
