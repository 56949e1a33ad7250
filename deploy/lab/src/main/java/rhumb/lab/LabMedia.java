package rhumb.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.DatagramLoop;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.run.DatagramPlayer;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.StreamKind;
import rhumb.sim.scenario.StreamSpec;

/** Clients and media servers of all streams of datagrams, on real sockets and one thread. */
final class LabMedia implements AutoCloseable, DatagramLoop.Duties, DatagramPlayer.Sink {
    private static final int CLIENT_PORT = 20_000;

    /** What a socket is to a service. */
    private enum Part {
        CLIENT,
        SERVER,
        /** An encoder of this machine sends its RTP there. */
        ENCODER
    }

    /** One socket. */
    private record Place(int service, Part part) {}

    private final DatagramIo io = DatagramIos.open();
    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<Place, Integer> sockets = new HashMap<>();
    private final Map<Integer, Endpoint> listeners = new HashMap<>();

    /** From where a server last heard its client: where its answers go. */
    private final Map<Integer, Endpoint> peers = new HashMap<>();

    private final long startNs;
    private final DatagramPlayer player;
    private final DatagramLoop<DatagramPlayer> loop;

    /**
     * @param startNs moment that counts as the start of the run
     */
    LabMedia(
            Scenario scenario,
            AddressPlan plan,
            Map<PopId, Integer> numbers,
            java.util.function.Function<DatagramPlayer.Sink, DatagramPlayer> player,
            long startNs)
            throws IOException {
        this.startNs = startNs;
        this.player = player.apply(this);
        this.loop = new DatagramLoop<>("media", io, this.player, this);
        try {
            int service = 0;
            for (StreamSpec spec : scenario.streams()) {
                service++;
                if (spec.kind().source() != StreamKind.Source.FLV) {
                    int from = numbers.getOrDefault(spec.from(), 0);
                    int to = numbers.getOrDefault(spec.to(), 0);
                    open(new Place(service, Part.CLIENT), plan.client(from, CLIENT_PORT + service));
                    open(new Place(service, Part.SERVER), plan.target(to, service));
                    listeners.put(service, plan.listen(from, service));
                }
            }
        } catch (IOException e) {
            io.close();
            throw e;
        }
    }

    private void open(Place place, Endpoint bind) throws IOException {
        int socket = io.open(bind);
        places.put(socket, place);
        sockets.put(place, socket);
    }

    /** Opens a socket for an encoder's RTP; only before the loop starts. */
    Endpoint encoderInput(int service) throws IOException {
        int socket = io.open(Endpoint.parse("127.0.0.1:0"));
        places.put(socket, new Place(service, Part.ENCODER));
        return io.local(socket);
    }

    /** The thread that owns the player. */
    DatagramLoop<DatagramPlayer> loop() {
        return loop;
    }

    @Override
    public void onClock(long nowNs, long unixNs) {}

    @Override
    public void onDeadline(long nowNs) {
        player.onDeadline(nowNs - startNs);
    }

    @Override
    public long nextDeadlineNs() {
        long nextNs = player.nextDeadlineNs();
        return nextNs == Long.MAX_VALUE ? nextNs : startNs + nextNs;
    }

    @Override
    public void send(
            int service, boolean answer, int octet, ByteBuffer buffer, int offset, int length) {
        Integer socket = sockets.get(new Place(service, answer ? Part.SERVER : Part.CLIENT));
        Endpoint to = answer ? peers.get(service) : listeners.get(service);
        if (socket != null && to != null) {
            io.send(socket, to, octet, buffer, offset, length);
        }
    }

    @Override
    public void onDatagram(
            int socket,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedNs,
            ByteBuffer buffer,
            int offset,
            int length) {
        Place place = places.get(socket);
        if (place == null) {
            return;
        }
        if (place.part == Part.ENCODER) {
            player.onCaptured(System.nanoTime() - startNs, place.service, buffer, offset, length);
            return;
        }
        boolean server = place.part == Part.SERVER;
        if (server) {
            peers.put(place.service, from);
        }
        player.onArrival(
                System.nanoTime() - startNs, place.service, !server, octet, buffer, offset, length);
    }

    @Override
    public void close() {
        loop.close();
    }
}
