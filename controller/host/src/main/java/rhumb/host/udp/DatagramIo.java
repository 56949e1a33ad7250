package rhumb.host.udp;

import java.io.IOException;
import java.nio.ByteBuffer;
import rhumb.net.Endpoint;

/**
 * A set of UDP sockets that one thread owns. Everything but {@link #wakeup} belongs to that thread;
 * others may serve sockets for it ({@link #lanes}), of which it sees nothing but that more comes.
 * An IPv4 socket reaches IPv4 addresses and an IPv6 socket IPv6 ones; a handler may send, open and
 * close, and does not poll. No allocation per datagram in steady state; addresses met before are
 * given as the same {@link Endpoint} object.
 */
public interface DatagramIo extends AutoCloseable {
    /**
     * Longest datagram taken or sent. A longer one that arrives is cut off and counted in {@link
     * #truncated}; a longer one to send is dropped and counted in {@link #sendFailures}.
     */
    int MAX_DATAGRAM_BYTES = 9_216;

    /**
     * Opens and binds a socket.
     *
     * @param bind local address; port 0 lets the system choose
     * @return the socket's number
     * @throws IOException with a text that names the address and what to do, such as a port in use
     */
    default int open(Endpoint bind) throws IOException {
        return open(bind, SocketUse.PROBES);
    }

    /** The same for what the socket is used for. */
    int open(Endpoint bind, SocketUse use) throws IOException;

    /**
     * The same, by a thread of choice.
     *
     * @param lane below {@link #lanes}; all that is sent from the socket leaves by it
     */
    default int open(Endpoint bind, SocketUse use, int lane) throws IOException {
        return open(bind, use);
    }

    /** Threads that serve these sockets, the owner's among them, which is number 0. */
    default int lanes() {
        return 1;
    }

    /**
     * The first of them that serves media: from so many lanes on the owner has no time for it, by
     * what a packet costs (docs/forwarding.md).
     */
    static int firstLane(int lanes) {
        return lanes >= 4 ? 1 : 0;
    }

    /** What one of them did; readable from any thread, exact on the owner's. */
    default LaneCounts laneCounts(int lane) {
        return LaneCounts.NONE;
    }

    /** The address a socket is bound to, with the port the system chose. */
    Endpoint local(int socket);

    /** Closes one socket; what waits to be sent from it is dropped. */
    void close(int socket);

    /**
     * Polls a descriptor of somebody else too, for as long as these sockets are open.
     *
     * @param ready is run by {@link #poll} whenever there is something to read; it must read, or
     *     {@code poll} does not wait
     * @throws IOException when these sockets cannot do that, or the system has no room for it
     */
    default void watch(int fd, Runnable ready) throws IOException {
        throw new IOException(description() + " cannot watch other descriptors than its sockets");
    }

    /**
     * Waits until a datagram, a {@link #wakeup} or the timeout comes, whichever is first, then
     * hands over what is there, at most a fixed batch per socket, round robin. Datagrams that came
     * as a train are handed over one by one; on the owner's own lane they lie in one buffer, the
     * first at offset 0, on others each is a piece by itself with the same receive time.
     *
     * @param timeoutNs 0 or less to return at once
     * @return how many datagrams were handed over
     */
    int poll(long timeoutNs, DatagramHandler handler) throws IOException;

    /**
     * Puts a datagram into the batch of its socket; its bytes are copied. A full batch is flushed
     * first.
     *
     * @param octet IP traffic class octet to write, 0 to 255
     */
    void send(int socket, Endpoint to, int octet, ByteBuffer buffer, int offset, int length);

    /**
     * The same with something left to do to it, from a socket of a lane that is not the owner's.
     *
     * @param order for the lane's {@link LaneWork}
     */
    default void send(
            int socket,
            Endpoint to,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length,
            Object order) {
        throw new IllegalArgumentException("there are no lanes");
    }

    /** Hands all batches to the kernel. What its buffers do not take is dropped and counted. */
    void flush();

    /** Makes a running or the next {@link #poll} return; callable from any thread. */
    void wakeup();

    /** Datagrams that the kernel refused or that were too long, since the start. */
    long sendFailures();

    /** Datagrams that arrived longer than {@link #MAX_DATAGRAM_BYTES}, since the start. */
    default long truncated() {
        return 0;
    }

    /** What serves the sockets and why, for the log. */
    String description();

    @Override
    void close();
}
