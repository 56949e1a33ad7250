package rhumb.host.udp;

import java.nio.ByteBuffer;
import rhumb.net.Endpoint;

/**
 * Takes datagrams that arrived. The buffer is the caller's and is reused once this returns, or at
 * the end of a batch ({@link #onBatch}).
 */
public interface DatagramHandler {
    /** So many bytes behind a datagram may be written, a tag for instance. */
    int SPARE_BYTES = 16;

    /**
     * One datagram.
     *
     * @param socket number that {@link DatagramIo#open} gave
     * @param octet IP traffic class octet (DSCP and ECN); -1 when the platform does not tell
     * @param hopLimit IPv4 TTL or IPv6 hop limit on arrival; -1 when the platform does not tell
     * @param arrivedUnixNs kernel's receive time, nanoseconds since 1970; 0 when the platform does
     *     not tell
     * @param buffer big-endian; the datagram lies from {@code offset} for {@code length} bytes,
     *     with {@link #SPARE_BYTES} behind it
     */
    void onDatagram(
            int socket,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer buffer,
            int offset,
            int length);

    /**
     * The same of a datagram to which a lane did its work before.
     *
     * @param result what {@link LaneWork#onArrived} gave
     */
    default void onWorked(
            Object result,
            int socket,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer buffer,
            int offset,
            int length) {
        onDatagram(socket, from, octet, hopLimit, arrivedUnixNs, buffer, offset, length);
    }

    /**
     * What is told next came to this socket together, and the buffers of all stay as the handler
     * leaves them until {@link #onBatchEnd}, but for {@link #SPARE_BYTES} behind each. Not every
     * platform says so; what comes outside of a batch stays for the call alone.
     */
    default void onBatch(int socket) {}

    /** All of it was told. */
    default void onBatchEnd(int socket) {}

    /** So many datagrams to this socket were dropped, because what is in between was full. */
    default void onLost(int socket, int datagrams) {}
}
