package rhumb.lab.wan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import rhumb.host.udp.ArrivalClock;
import rhumb.host.udp.DatagramHandler;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.sim.impair.Deliveries;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.overlay.AddressPlan;

/**
 * Carries datagrams between PoPs. For each link and port there is one socket at the address under
 * which the sending PoP sees the other; what comes in there crosses the link and leaves from the
 * socket of the opposite link, so the receiver sees the sender under the right address. One thread.
 *
 * <p>A datagram is on its way since the kernel had it: that this thread came to it late costs it
 * nothing as long as the link's delay is longer. What it leaves too late by is told ({@link
 * #takeLatestNs}), because on a machine that is too busy that looks like a WAN which is.
 *
 * <p>Bound: {@value #MAX_IN_FLIGHT} datagrams in flight; what comes beyond that is dropped and
 * counted.
 */
public final class UdpWan implements AutoCloseable, DatagramHandler {
    private static final int MAX_IN_FLIGHT = 200_000;
    private static final int IP_AND_UDP_BYTES = 28;
    private static final long IDLE_NS = 50_000_000L;

    /**
     * It turns so often while anything is on its way, not for each datagram: half of a processor
     * would go into being woken. No link is shorter, so nobody can tell.
     */
    private static final long TURN_NS = 400_000L;

    /** One link and port: where a datagram that crossed it leaves, and to whom. */
    private record Crossing(LinkModel model, int socket, Endpoint to, Endpoint sender) {}

    /** A datagram on its way. */
    private static final class InFlight {
        long atNs;
        long order;
        int octet;
        Crossing crossing = NONE;
        final ByteBuffer bytes = ByteBuffer.allocateDirect(2_048);
    }

    private static final Crossing NONE =
            new Crossing(
                    new LinkModel(
                            rhumb.sim.impair.LinkSettings.PERFECT,
                            new java.util.SplittableRandom(0)),
                    -1,
                    Endpoint.ofIpv4(0, 0),
                    Endpoint.ofIpv4(0, 0));

    private final DatagramIo io = DatagramIos.open();
    private final Map<Integer, Crossing> crossings = new LinkedHashMap<>();
    private final PriorityQueue<InFlight> inFlight =
            new PriorityQueue<>(
                    1_024,
                    (a, b) ->
                            a.atNs != b.atNs
                                    ? Long.compare(a.atNs, b.atNs)
                                    : Long.compare(a.order, b.order));
    private final Deque<InFlight> pool = new ArrayDeque<>();
    private final Deliveries deliveries = new Deliveries();
    private final ArrivalClock clock = new ArrivalClock();
    private final Thread thread;
    private volatile boolean running = true;
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong latestNs = new AtomicLong();
    private long order;

    /**
     * @param links each link and the numbers of the PoPs it joins
     * @throws IOException when an address is taken
     */
    public UdpWan(Wan wan, AddressPlan plan, Map<LinkId, int[]> links) throws IOException {
        try {
            for (AddressPlan.Port port : Set.of(AddressPlan.Port.DATA, AddressPlan.Port.PROBE)) {
                open(wan, plan, links, port);
            }
        } catch (IOException e) {
            io.close();
            throw e;
        }
        thread = Thread.ofPlatform().name("wan-udp").daemon().unstarted(this::run);
    }

    private void open(Wan wan, AddressPlan plan, Map<LinkId, int[]> links, AddressPlan.Port port)
            throws IOException {
        Map<LinkId, Integer> sockets = new LinkedHashMap<>();
        for (Map.Entry<LinkId, int[]> link : links.entrySet()) {
            int[] ends = link.getValue();
            sockets.put(link.getKey(), io.open(plan.seen(ends[0], ends[1], port)));
        }
        for (Map.Entry<LinkId, int[]> link : links.entrySet()) {
            LinkModel model = wan.model(link.getKey());
            Integer socket = sockets.get(link.getKey());
            Integer back = sockets.get(link.getKey().reverse());
            if (model != null && socket != null && back != null) {
                int[] ends = link.getValue();
                crossings.put(
                        socket,
                        new Crossing(
                                model, back, plan.real(ends[1], port), plan.real(ends[0], port)));
            }
        }
    }

    public void start() {
        thread.start();
    }

    /** Datagrams dropped because too many were in flight, or too long. */
    public long dropped() {
        return dropped.sum();
    }

    /** How much later than its link says a datagram has left, at worst, since it was last asked. */
    public long takeLatestNs() {
        return latestNs.getAndSet(0);
    }

    /** What serves the sockets. */
    public String description() {
        return io.description();
    }

    private void run() {
        try {
            while (running) {
                if (inFlight.isEmpty()) {
                    io.poll(IDLE_NS, this);
                } else {
                    LockSupport.parkNanos(TURN_NS);
                    io.poll(0, this);
                }
                deliver(System.nanoTime());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
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
        Crossing crossing = crossings.get(socket);
        if (crossing == null || !from.equals(crossing.sender)) {
            return; // Strangers have no way into the WAN.
        }
        long atNs = clock.arrivedNs(System.nanoTime(), arrivedUnixNs);
        crossing.model.offer(atNs, length + IP_AND_UDP_BYTES, Math.max(octet, 0), deliveries);
        for (int i = 0; i < deliveries.count(); i++) {
            if (inFlight.size() >= MAX_IN_FLIGHT || length > 2_048) {
                dropped.increment();
                continue;
            }
            InFlight packet = pool.isEmpty() ? new InFlight() : pool.pop();
            packet.atNs = deliveries.atNs(i);
            packet.order = order++;
            packet.octet = deliveries.octet(i);
            packet.crossing = crossing;
            packet.bytes.clear().put(0, buffer, offset, length).limit(length);
            inFlight.add(packet);
        }
    }

    private void deliver(long nowNs) {
        for (InFlight first = inFlight.peek();
                first != null && first.atNs <= nowNs;
                first = inFlight.peek()) {
            inFlight.remove();
            if (nowNs - first.atNs > latestNs.getPlain()) {
                latestNs.lazySet(nowNs - first.atNs);
            }
            io.send(
                    first.crossing.socket,
                    first.crossing.to,
                    first.octet,
                    first.bytes,
                    0,
                    first.bytes.limit());
            pool.push(first);
        }
        io.flush();
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
}
