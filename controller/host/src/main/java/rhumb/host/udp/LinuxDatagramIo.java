package rhumb.host.udp;

import static rhumb.host.udp.LinuxAbi.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.net.Endpoint;

/**
 * {@link DatagramIo} on Linux: recvmmsg and sendmmsg through the FFM API, with control messages for
 * traffic class, hop limit and the kernel's receive time.
 */
final class LinuxDatagramIo implements DatagramIo {
    private static final Logger log = LoggerFactory.getLogger(LinuxDatagramIo.class);

    /** What epoll says of watched descriptors: this and below; -1 is its own wakeup. */
    private static final long WATCHED = -2;

    private final Arena arena = Arena.ofShared();
    private final Libc libc = new Libc(arena);
    private final Epoll epoll;
    private final ReceiveBatch received = new ReceiveBatch(arena, libc, new EndpointCache());
    private final SendBatches batches = new SendBatches(arena, libc);
    private @Nullable LinuxSocket[] sockets = new @Nullable LinuxSocket[8];
    private final List<Runnable> watched = new ArrayList<>();
    private int[] freeNumbers = new int[8];
    private int free;
    private long sendFailures;
    private long truncated;
    private boolean toldSmallBuffers;
    private boolean closed;

    LinuxDatagramIo() throws IOException {
        this(true);
    }

    LinuxDatagramIo(boolean nanoseconds) throws IOException {
        epoll = new Epoll(arena, libc, nanoseconds);
        offerNumbers(0);
    }

    @Override
    public int open(Endpoint bind, SocketUse use) throws IOException {
        LinuxSocket socket = LinuxSocket.open(libc, bind, use);
        try {
            return add(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Serves a socket that is bound. */
    int add(LinuxSocket socket) throws IOException {
        int number = freeNumber();
        try {
            epoll.add(socket.fd(), number);
        } catch (IOException e) {
            freeNumbers[free++] = number;
            throw e;
        }
        sockets[number] = socket;
        if (socket.smallBuffers() && !toldSmallBuffers) {
            toldSmallBuffers = true;
            log.warn(
                    "udp-small-buffers asked_bytes={}: bursts may be lost; set"
                            + " net.core.rmem_max={} and net.core.wmem_max={} (sysctl)",
                    LinuxSocket.BUFFER_BYTES,
                    LinuxSocket.BUFFER_BYTES,
                    LinuxSocket.BUFFER_BYTES);
        }
        return number;
    }

    /** Of this thread. */
    Libc libc() {
        return libc;
    }

    /** A number for a socket that another thread serves. */
    int lend(LinuxSocket socket) {
        int number = freeNumber();
        sockets[number] = socket;
        return number;
    }

    /** The number may be given to another socket; this one is not touched. */
    void takeBack(int lent) {
        require(lent);
        sockets[lent] = null;
        freeNumbers[free++] = lent;
    }

    /**
     * Serves a socket under the number that it has with another thread; never with {@link #open}.
     */
    void adopt(int number, LinuxSocket socket) throws IOException {
        if (number >= sockets.length) {
            sockets = Arrays.copyOf(sockets, 2 * number);
        }
        epoll.add(socket.fd(), number);
        sockets[number] = socket;
    }

    /** Closes an adopted socket; what waits to be sent from it is sent before. */
    void abandon(int number) {
        LinuxSocket going = number < sockets.length ? sockets[number] : null;
        if (going != null) {
            batches.flush();
            sockets[number] = null;
            epoll.remove(going.fd());
            going.close();
        }
    }

    @Override
    public Endpoint local(int socket) {
        return require(socket).local();
    }

    @Override
    public void close(int socket) {
        LinuxSocket going = require(socket);
        sockets[socket] = null;
        freeNumbers[free++] = socket;
        batches.takeBack(going);
        epoll.remove(going.fd());
        going.close();
    }

    @Override
    public void watch(int fd, Runnable ready) throws IOException {
        watched.add(ready);
        epoll.add(fd, WATCHED - (watched.size() - 1));
    }

    @Override
    public int poll(long timeoutNs, DatagramHandler handler) throws IOException {
        int ready = epoll.await(timeoutNs);
        int delivered = 0;
        for (int i = 0; i < ready; i++) {
            long data = epoll.data(i);
            if (data <= WATCHED) {
                watched.get((int) (WATCHED - data)).run();
            } else if (data < 0) {
                epoll.takeWakeup();
            } else {
                delivered += receive((int) data, handler);
            }
        }
        return delivered;
    }

    @Override
    public void send(
            int socket, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        sendFailures += require(socket).send(batches, to, octet, buffer, offset, length);
    }

    @Override
    public void flush() {
        batches.flush();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public long sendFailures() {
        return sendFailures + batches.refused();
    }

    @Override
    public long truncated() {
        return truncated;
    }

    @Override
    public String description() {
        return "linux: recvmmsg/sendmmsg through the FFM API, " + epoll.describe();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (LinuxSocket socket : sockets) {
            if (socket != null) {
                batches.takeBack(socket);
                socket.close();
            }
        }
        epoll.close();
        arena.close();
    }

    private int receive(int number, DatagramHandler handler) throws IOException {
        LinuxSocket socket = sockets[number];
        if (socket == null) {
            return 0; // closed by the handler after the kernel reported it
        }
        int taken = received.receive(libc, socket.fd());
        if (taken < 0) {
            return receiveFailed(socket, -taken);
        }
        handler.onBatch(number);
        int delivered = 0;
        for (int slot = 0; slot < taken && sockets[number] == socket; slot++) {
            received.read(slot);
            int next = 0;
            do {
                int length = received.segment(next);
                truncated += length > MAX_DATAGRAM_BYTES ? 1 : 0;
                received.deliver(number, next, Math.min(length, MAX_DATAGRAM_BYTES), handler);
                next += length;
                delivered++;
            } while (next < received.length() && sockets[number] == socket);
        }
        handler.onBatchEnd(number);
        return delivered;
    }

    private static int receiveFailed(LinuxSocket socket, int errno) throws IOException {
        return switch (errno) {
            case EBADF, EFAULT, EINVAL, ENOTSOCK ->
                    throw new IOException("recvmmsg on " + socket.local() + ": " + text(errno));
            // Nothing there, or an error of the network that the kernel forgets by telling it.
            default -> 0;
        };
    }

    private LinuxSocket require(int number) {
        LinuxSocket socket = number >= 0 && number < sockets.length ? sockets[number] : null;
        if (socket == null) {
            throw new IllegalArgumentException("socket " + number + " is not open");
        }
        return socket;
    }

    private int freeNumber() {
        if (free == 0) {
            int before = sockets.length;
            sockets = Arrays.copyOf(sockets, 2 * before);
            freeNumbers = new int[2 * before];
            offerNumbers(before);
        }
        return freeNumbers[--free];
    }

    /** The lowest is taken first. */
    private void offerNumbers(int from) {
        for (int number = sockets.length - 1; number >= from; number--) {
            freeNumbers[free++] = number;
        }
    }
}
