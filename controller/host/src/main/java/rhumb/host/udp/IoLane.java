package rhumb.host.udp;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.net.Endpoint;

/**
 * A thread that moves datagrams between sockets of its own and the owner of a {@link
 * LanedDatagramIo}, and decides nothing. What it is told about sockets comes in the ring of what is
 * to be sent, so that it is in order with that.
 *
 * <p>Bound: a ring each way. Policy when full: what arrives is dropped, and the owner is told how
 * many, socket by socket, as soon as there is room again; what is to be sent is dropped by the
 * owner. The lane never waits for the owner.
 */
final class IoLane implements DatagramHandler {
    /** As much as a socket's buffer holds. */
    static final int ARRIVED_BYTES = 4 << 20;

    static final int LEAVING_BYTES = 2 << 20;

    // Notes in the rings.
    static final int LOST = 1;
    static final int ADOPT = 2;
    static final int CLOSE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(IoLane.class);
    private static final long MAX_WAIT_NS = 100_000_000L;
    private static final long CLOSING_MS = 2_000;
    private static final long IDLE_NS = 1_000_000_000L;

    /** Of what is to be sent, before sockets are read again. */
    private static final int TURN = 1_024;

    private final LinuxDatagramIo io = new LinuxDatagramIo();
    private final Arena arena = Arena.ofShared();
    private final DatagramRing arrived;
    private final DatagramRing leaving;
    private final Queue<LinuxSocket> adoptions = new ConcurrentLinkedQueue<>();
    private final LaneWork work;
    private final Runnable wakeOwner;
    private final Thread thread;

    // Of the lane's thread alone.
    private int[] generations = new int[8];
    private int[] lostOf = new int[8];
    private boolean owes;
    private long idleNs = System.nanoTime();

    // Written by the lane's thread, once a turn.
    private volatile boolean asleep;
    private volatile @Nullable Throwable failure;
    private volatile int closed;
    private volatile long received;
    private volatile long sent;
    private volatile long lost;
    private volatile long sendFailures;
    private volatile long truncated;
    private int closedNow;
    private long receivedNow;
    private long sentNow;
    private long lostNow;

    private volatile boolean running = true;

    // Of the owner.
    private boolean dirty;
    private int closing;
    private long refused;

    /**
     * @param wakeOwner makes the owner look into {@link #arrived}, if it sleeps
     */
    IoLane(int number, LaneWork work, Runnable wakeOwner, int arrivedBytes, int leavingBytes)
            throws IOException {
        this.work = work;
        this.wakeOwner = wakeOwner;
        arrived = new DatagramRing(arena, arrivedBytes);
        leaving = new DatagramRing(arena, leavingBytes);
        thread = Thread.ofPlatform().name("packets-" + number).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    // ---- called by the owner

    /** What came, to be taken by the owner. */
    DatagramRing arrived() {
        return arrived;
    }

    /** From now on the lane serves this socket, under this number. */
    void adopt(int number, int generation, LinuxSocket socket) {
        adoptions.add(socket.servedBy(io.libc()));
        tell(ADOPT, number, generation);
    }

    /** The lane closes its socket of this number; {@link #awaitCloses} tells when. */
    void close(int number) {
        closing++;
        tell(CLOSE, number, 0);
    }

    /** Until the sockets are closed, so that their addresses are free. */
    void awaitCloses() {
        while (closed != closing && failure == null && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    /** Puts a datagram on its way, until {@link #flush} maybe; false when there is no room. */
    boolean send(
            int socket,
            Endpoint to,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length,
            @Nullable Object order) {
        boolean room = leaving.offer(socket, 0, to, octet, -1, 0, buffer, offset, length, order);
        refused += room ? 0 : 1;
        dirty = true;
        return room;
    }

    void flush() {
        if (dirty) {
            dirty = false;
            // The ring is written before this is read: either the lane sees that or this sees it.
            VarHandle.fullFence();
            if (asleep) {
                io.wakeup();
            }
        }
    }

    /** Why the lane is over; null while it runs. */
    @Nullable Throwable failure() {
        return failure;
    }

    LaneCounts counts() {
        return new LaneCounts(received, sent, lost, refused);
    }

    long sendFailures() {
        return sendFailures + refused;
    }

    long truncated() {
        return truncated;
    }

    /** Ends the thread, which closes its sockets; what waits is dropped. */
    void stop() {
        running = false;
        if (thread.getState() == Thread.State.NEW) {
            io.close();
            arena.close();
            return;
        }
        io.wakeup();
        try {
            thread.join(CLOSING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Memory that a thread may still write to is better lost than given back.
        if (!thread.isAlive()) {
            arena.close();
        }
    }

    private void tell(int note, int number, int generation) {
        while (!leaving.note(note, number, generation, 0) && failure == null && running) {
            io.wakeup();
            Thread.onSpinWait();
        }
        dirty = true;
        flush();
    }

    // ---- the lane's thread

    private void run() {
        try {
            while (running) {
                turn();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            LOG.error("event=lane-lost cause=\"{}\"", e.toString());
            wakeOwner.run();
        } finally {
            io.close();
            for (LinuxSocket socket = adoptions.poll(); socket != null; ) {
                socket.close();
                socket = adoptions.poll();
            }
        }
    }

    private void turn() throws IOException {
        for (int i = 0; i < TURN && leaving.next(); i++) {
            switch (leaving.kind()) {
                case ADOPT -> adopt(leaving.socket(), leaving.generation());
                case CLOSE -> {
                    io.abandon(leaving.socket());
                    closed = ++closedNow;
                }
                default -> {
                    sentNow++;
                    Object order = leaving.attached();
                    if (order != null) {
                        work.onLeaving(order, leaving.memory(), leaving.offset(), leaving.length());
                    }
                    io.send(
                            leaving.socket(),
                            leaving.peer(),
                            leaving.octet(),
                            leaving.memory(),
                            leaving.offset(),
                            leaving.length());
                }
            }
            leaving.release();
        }
        io.flush();
        tellCounts();
        asleep = true;
        VarHandle.fullFence();
        int came = io.poll(leaving.isEmpty() ? MAX_WAIT_NS : 0, this);
        asleep = false;
        if (owes) {
            tellLost();
        }
        if (came > 0) {
            wakeOwner.run();
        }
        idle();
    }

    /** Before it waits, so that nothing done is untold. */
    private void tellCounts() {
        received = receivedNow;
        sent = sentNow;
        lost = lostNow;
        sendFailures = io.sendFailures();
        truncated = io.truncated();
    }

    private void idle() {
        long nowNs = System.nanoTime();
        if (nowNs - idleNs > IDLE_NS) {
            idleNs = nowNs;
            work.onIdle();
        }
    }

    private void adopt(int number, int generation) throws IOException {
        LinuxSocket socket = adoptions.poll();
        if (socket != null) {
            if (number >= generations.length) {
                generations = Arrays.copyOf(generations, 2 * number);
                lostOf = Arrays.copyOf(lostOf, 2 * number);
            }
            generations[number] = generation;
            lostOf[number] = 0;
            io.adopt(number, socket);
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
        receivedNow++;
        Object result = work.onArrived(socket, from, buffer, offset, length);
        if (!arrived.offer(
                socket,
                generations[socket],
                from,
                octet,
                hopLimit,
                arrivedUnixNs,
                buffer,
                offset,
                length,
                result)) {
            lostNow++;
            lostOf[socket]++;
            owes = true;
        }
    }

    private void tellLost() {
        boolean told = true;
        for (int socket = 0; socket < lostOf.length; socket++) {
            if (lostOf[socket] > 0) {
                if (arrived.note(LOST, socket, generations[socket], lostOf[socket])) {
                    lostOf[socket] = 0;
                } else {
                    told = false;
                }
            }
        }
        owes = !told;
    }
}
