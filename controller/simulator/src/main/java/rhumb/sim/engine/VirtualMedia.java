package rhumb.sim.engine;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.run.DatagramPlayer;
import rhumb.sim.run.FlvPlayer;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.StreamSpec;

/** Clients, media servers, viewers and origins next to the PoPs. */
final class VirtualMedia implements VirtualPop.Media, DatagramPlayer.Sink {
    private static final long LOCAL_NS = 50_000L;
    private static final int CLIENT_PORT = 20_000;
    private static final long RECONNECT_NS = 500_000_000L;

    private final EventQueue queue;
    private final Scenario scenario;
    private final AddressPlan plan;
    private final Map<PopId, Integer> numbers;
    private final Map<PopId, VirtualPop> pops;

    /** What servers answer to, by service. */
    private final Map<Integer, VirtualPop.Socket> sockets = new LinkedHashMap<>();

    /** The service of each media server, by its address. */
    private final Map<Endpoint, Integer> servers = new LinkedHashMap<>();

    private final Map<Endpoint, Integer> origins = new LinkedHashMap<>();
    private @Nullable DatagramPlayer datagrams;
    private @Nullable FlvPlayer flv;
    private long startNs;

    VirtualMedia(
            EventQueue queue,
            Scenario scenario,
            AddressPlan plan,
            Map<PopId, Integer> numbers,
            Map<PopId, VirtualPop> pops) {
        this.queue = queue;
        this.scenario = scenario;
        this.plan = plan;
        this.numbers = numbers;
        this.pops = pops;
        int service = 0;
        for (StreamSpec spec : scenario.streams()) {
            service++;
            servers.put(plan.target(number(spec.to()), service), service);
        }
    }

    /** Media begin now. */
    void start(DatagramPlayer newDatagrams, FlvPlayer newFlv) {
        startNs = queue.nowNs();
        datagrams = newDatagrams;
        flv = newFlv;
        queue.timer(
                        () -> {
                            long nextNs = newDatagrams.nextDeadlineNs();
                            return nextNs == Long.MAX_VALUE ? nextNs : startNs + nextNs;
                        },
                        () -> newDatagrams.onDeadline(runNs()))
                .arm();
        newFlv.streams()
                .forEach((service, spec) -> {
                    origins.put(plan.target(number(spec.from()), service), service);
                    queue.at(startNs + spec.startNs(), () -> watch(newFlv, service, spec));
                });
    }

    private long runNs() {
        return queue.nowNs() - startNs;
    }

    @Override
    public void send(
            int service, boolean answer, int octet, ByteBuffer buffer, int offset, int length) {
        StreamSpec spec = scenario.streams().get(service - 1);
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        VirtualPop pop = pop(answer ? spec.to() : spec.from());
        queue.in(
                LOCAL_NS,
                () -> {
                    VirtualPop.Socket socket = sockets.get(service);
                    if (answer && socket != null) {
                        pop.onTarget(socket, octet, bytes);
                    } else if (!answer) {
                        Endpoint client = plan.client(number(spec.from()), CLIENT_PORT + service);
                        pop.onClient(service, client, octet, bytes);
                    }
                });
    }

    @Override
    public void toClient(PopId pop, int service, Endpoint client, int octet, byte[] bytes) {
        arrive(service, true, octet, bytes);
    }

    @Override
    public void toTarget(VirtualPop.Socket socket, Endpoint target, int octet, byte[] bytes) {
        Integer service = servers.get(target);
        if (service != null) {
            sockets.put(service, socket);
            arrive(service, false, octet, bytes);
        }
    }

    private void arrive(int service, boolean answer, int octet, byte[] bytes) {
        if (datagrams != null) {
            datagrams.onArrival(
                    runNs(), service, answer, octet, ByteBuffer.wrap(bytes), 0, bytes.length);
        }
    }

    /** A forwarder asks a media server for a stream; null when there is none at this address. */
    @Nullable Wire serve(Endpoint target, Wire.User user) {
        Integer service = origins.get(target);
        FlvPlayer player = flv;
        if (service == null || player == null) {
            return null;
        }
        LocalWire wire = new LocalWire(queue);
        wire.left().user(user);
        new OriginEnd(player.origin(service), wire.right());
        queue.in(LOCAL_NS, user::onConnected);
        return wire.left();
    }

    private void watch(FlvPlayer player, int service, StreamSpec spec) {
        if (runNs() >= spec.endNs()) {
            return;
        }
        LocalWire wire = new LocalWire(queue);
        FlvPlayer.Viewer viewer = player.viewer(service);
        wire.right()
                .user(
                        new Wire.User() {
                            @Override
                            public void onConnected() {}

                            @Override
                            public void onBytes(ByteBuffer bytes) {
                                viewer.onBytes(runNs(), bytes);
                            }

                            @Override
                            public void onWritable() {}

                            @Override
                            public void onClosed(String reason) {
                                viewer.onReconnect();
                                queue.in(RECONNECT_NS, () -> watch(player, service, spec));
                            }
                        });
        VirtualPop pop = pop(spec.to());
        Wire.User user = pop.isUp() ? pop.streams().onViewer(service, wire.left()) : null;
        if (user == null) {
            queue.in(RECONNECT_NS, () -> watch(player, service, spec));
            return;
        }
        wire.left().user(user);
        wire.right().write(viewer.request());
    }

    private VirtualPop pop(PopId id) {
        return java.util.Objects.requireNonNull(pops.get(id));
    }

    private int number(PopId id) {
        return numbers.getOrDefault(id, 0);
    }

    /**
     * A media server that sends each tag when it is due, and waits while its connection is full.
     */
    private final class OriginEnd implements Wire.User {
        private final FlvPlayer.Origin origin;
        private final LocalWire.End wire;
        private final EventQueue.Timer timer;
        private boolean writable = true;
        private boolean closed;

        OriginEnd(FlvPlayer.Origin origin, LocalWire.End wire) {
            this.origin = origin;
            this.wire = wire;
            this.timer = queue.timer(this::nextDeadlineNs, this::play);
            wire.user(this);
        }

        private long nextDeadlineNs() {
            long nextNs = origin.nextDeadlineNs();
            return nextNs == Long.MAX_VALUE || !writable || closed
                    ? Long.MAX_VALUE
                    : startNs + nextNs;
        }

        private void play() {
            while (writable && !closed && origin.nextDeadlineNs() <= runNs()) {
                writable = wire.write(origin.next(runNs()));
            }
        }

        @Override
        public void onConnected() {}

        @Override
        public void onBytes(ByteBuffer bytes) {
            ByteBuffer answer = origin.onBytes(runNs(), bytes);
            if (answer.hasRemaining()) {
                wire.write(answer);
            }
            timer.arm();
        }

        @Override
        public void onWritable() {
            writable = true;
            play();
            timer.arm();
        }

        @Override
        public void onClosed(String reason) {
            closed = true;
        }
    }
}
