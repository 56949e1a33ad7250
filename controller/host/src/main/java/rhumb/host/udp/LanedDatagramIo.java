package rhumb.host.udp;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.net.Endpoint;

/**
 * {@link DatagramIo} of several threads for one owner: what system calls cost is shared by lanes,
 * and what is decided stays with the owner, which serves lane 0 itself; with many lanes that is
 * left empty ({@link DatagramIo#firstLane}). Where a datagram is sent from and to says which lane
 * does it, so what goes from one socket to one address keeps its order; and so does what comes from
 * one address.
 *
 * <p>Threads and what they hand over: {@link IoLane}.
 */
final class LanedDatagramIo implements DatagramIo {
    private static final Logger log = LoggerFactory.getLogger(LanedDatagramIo.class);

    /** Of each lane, before others and the owner's own sockets get their turn. */
    private static final int TURN = 256;

    /** Its datagrams leave by the lane that their address says. */
    private static final int ALL = -1;

    private final LinuxDatagramIo own;
    private final IoLane[] lanes;
    private final int firstLane;

    // By number of the socket.
    private int[] laneOf = new int[8];
    private int[] generations = new int[8];

    private final DatagramHandler counting = new Counting();
    private DatagramHandler handler = counting;
    private volatile boolean asleep;
    private int nextLane;
    private long received;
    private long sent;
    private long misfits;
    private boolean toldSpread;
    private boolean closed;

    /**
     * @param own of the owner's thread, without sockets; belongs to this from now on
     * @param count of lanes with the owner's, 2 or more
     * @param work of each lane but the owner's
     */
    LanedDatagramIo(LinuxDatagramIo own, int count, IntFunction<LaneWork> work) throws IOException {
        this(own, count, work, IoLane.ARRIVED_BYTES, IoLane.LEAVING_BYTES);
    }

    LanedDatagramIo(
            LinuxDatagramIo own,
            int count,
            IntFunction<LaneWork> work,
            int arrivedBytes,
            int leavingBytes)
            throws IOException {
        this.own = own;
        List<IoLane> made = new ArrayList<>();
        try {
            for (int i = 1; i < count; i++) {
                made.add(
                        new IoLane(
                                i, work.apply(i), this::wakeIfAsleep, arrivedBytes, leavingBytes));
            }
        } catch (IOException e) {
            made.forEach(IoLane::stop);
            own.close();
            throw e;
        }
        firstLane = DatagramIo.firstLane(count);
        lanes = made.toArray(IoLane[]::new);
        made.forEach(IoLane::start);
    }

    @Override
    public int lanes() {
        return lanes.length + 1;
    }

    @Override
    public LaneCounts laneCounts(int lane) {
        return lane == 0 ? new LaneCounts(received, sent, 0, 0) : lanes[lane - 1].counts();
    }

    @Override
    public int open(Endpoint bind, SocketUse use) throws IOException {
        return switch (use) {
            case PROBES -> open(bind, use, 0);
            case MEDIA -> {
                nextLane = (nextLane + 1) % (lanes() - firstLane);
                yield open(bind, use, firstLane + nextLane);
            }
            case SPREAD -> openAtAll(bind);
        };
    }

    @Override
    public int open(Endpoint bind, SocketUse use, int lane) throws IOException {
        if (lane == 0) {
            return note(own.open(bind, use), 0);
        }
        LinuxSocket socket = LinuxSocket.open(own.libc(), bind, use);
        int number = note(own.lend(socket), lane);
        lanes[lane - 1].adopt(number, generations[number], socket);
        return number;
    }

    /** A socket for each lane that serves media, at one address. */
    private int openAtAll(Endpoint bind) throws IOException {
        // The first is bound alone, so that the port of another process is not shared with it.
        LinuxSocket first = LinuxSocket.open(own.libc(), bind, SocketUse.SPREAD);
        List<LinuxSocket> others = new ArrayList<>();
        int number;
        try {
            first.share(own.libc());
            while (others.size() < lanes.length - firstLane) {
                others.add(LinuxSocket.openShared(own.libc(), first.local()));
            }
            if (!first.spreadBySender(1 + others.size()) && !toldSpread) {
                toldSpread = true;
                log.warn(
                        "udp-lanes spread=kernel why=\"the kernel takes no filter for it\": some"
                                + " neighbours may share a thread while another idles");
            }
            number = note(firstLane == 0 ? own.add(first) : own.lend(first), ALL);
        } catch (IOException e) {
            first.close();
            others.forEach(LinuxSocket::close);
            throw e;
        }
        if (firstLane > 0) {
            others.addFirst(first);
        }
        for (int i = 0; i < lanes.length; i++) {
            lanes[i].adopt(number, generations[number], others.get(i));
        }
        return number;
    }

    private int note(int number, int lane) {
        if (number >= laneOf.length) {
            laneOf = Arrays.copyOf(laneOf, 2 * number);
            generations = Arrays.copyOf(generations, 2 * number);
        }
        laneOf[number] = lane;
        return number;
    }

    @Override
    public Endpoint local(int socket) {
        return own.local(socket);
    }

    @Override
    public void close(int socket) {
        own.local(socket); // refuses a number that is not open
        int lane = laneOf[socket];
        generations[socket]++; // what came for it and was not taken yet is nobody's now
        laneOf[socket] = 0;
        if (isOwn(lane)) {
            own.close(socket);
        } else {
            own.takeBack(socket);
        }
        if (lane > 0) {
            lanes[lane - 1].close(socket);
        }
        if (lane == ALL) {
            for (IoLane each : lanes) {
                each.close(socket);
            }
            for (IoLane each : lanes) {
                each.awaitCloses();
            }
        }
    }

    /** Whether the owner serves the socket, or one of its address. */
    private boolean isOwn(int lane) {
        return lane == 0 || lane == ALL && firstLane == 0;
    }

    @Override
    public void watch(int fd, Runnable ready) throws IOException {
        own.watch(fd, ready);
    }

    @Override
    public int poll(long timeoutNs, DatagramHandler to) throws IOException {
        handler = to;
        int taken = take(to);
        long waitNs = taken > 0 ? 0 : timeoutNs;
        if (waitNs > 0) {
            asleep = true;
            // This is written before the rings are read: either a lane sees it or this its work.
            VarHandle.fullFence();
            waitNs = anyArrived() ? 0 : waitNs;
        }
        taken += own.poll(waitNs, counting);
        asleep = false;
        return taken > 0 ? taken : take(to);
    }

    private int take(DatagramHandler to) throws IOException {
        int taken = 0;
        for (IoLane lane : lanes) {
            Throwable failure = lane.failure();
            if (failure != null) {
                throw new IOException("a packet thread is lost: " + failure, failure);
            }
            DatagramRing ring = lane.arrived();
            for (int i = 0; i < TURN && ring.next(); i++) {
                // The socket may have been closed since, and its number given to another.
                if (ring.generation() == generations[ring.socket()]) {
                    if (ring.kind() == IoLane.LOST) {
                        to.onLost(ring.socket(), ring.value());
                    } else {
                        ring.deliver(to);
                        taken++;
                    }
                }
                ring.release();
            }
        }
        return taken;
    }

    private boolean anyArrived() {
        for (IoLane lane : lanes) {
            if (!lane.arrived().isEmpty() || lane.failure() != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void send(
            int socket, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        give(socket, to, octet, buffer, offset, length, null);
    }

    @Override
    public void send(
            int socket,
            Endpoint to,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length,
            Object order) {
        if (laneOf[socket] <= 0) {
            throw new IllegalArgumentException("socket " + socket + " is of no lane but the first");
        }
        give(socket, to, octet, buffer, offset, length, order);
    }

    private void give(
            int socket,
            Endpoint to,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length,
            @Nullable Object order) {
        int lane = laneOf[socket] == ALL ? laneTo(to) : laneOf[socket];
        if (lane == 0) {
            sent++;
            own.send(socket, to, octet, buffer, offset, length);
        } else if (length > MAX_DATAGRAM_BYTES || to.isIpv4() != own.local(socket).isIpv4()) {
            misfits++;
        } else {
            lanes[lane - 1].send(socket, to, octet, buffer, offset, length, order);
        }
    }

    private int laneTo(Endpoint to) {
        long mixed = (to.low() * 31 + to.port()) * 0x9e37_79b9_7f4a_7c15L;
        return firstLane + (int) ((mixed >>> 40) % (lanes() - firstLane));
    }

    @Override
    public void flush() {
        own.flush();
        for (IoLane lane : lanes) {
            lane.flush();
        }
    }

    @Override
    public void wakeup() {
        own.wakeup();
    }

    private void wakeIfAsleep() {
        VarHandle.fullFence();
        if (asleep) {
            own.wakeup();
        }
    }

    @Override
    public long sendFailures() {
        long sum = own.sendFailures() + misfits;
        for (IoLane lane : lanes) {
            sum += lane.sendFailures();
        }
        return sum;
    }

    @Override
    public long truncated() {
        long sum = own.truncated();
        for (IoLane lane : lanes) {
            sum += lane.truncated();
        }
        return sum;
    }

    @Override
    public String description() {
        return own.description() + ", " + lanes() + " threads";
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (IoLane lane : lanes) {
                lane.stop();
            }
            for (int number = 0; number < laneOf.length; number++) {
                if (!isOwn(laneOf[number])) {
                    own.takeBack(number); // its lane has closed it
                }
            }
            own.close();
        }
    }

    /** Counts what comes to the owner's own sockets. */
    private final class Counting implements DatagramHandler {
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
            received++;
            handler.onDatagram(
                    socket, from, octet, hopLimit, arrivedUnixNs, buffer, offset, length);
        }
    }
}
