package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static rhumb.host.udp.LinuxAbi.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import rhumb.net.Endpoint;

/**
 * Memory for one recvmmsg call: headers, addresses, control messages and one buffer per slot, all
 * laid out once and shared by the sockets of a thread.
 */
final class ReceiveBatch {
    static final int SLOTS = 128;

    /** A train is as long as the longest datagram of UDP at most. */
    private static final int ROOM_BYTES = (64 << 10) + DatagramHandler.SPARE_BYTES;

    /**
     * From one buffer to the next: a prime number of cache lines, far from a power of two, which
     * would put the beginnings of all into the same few sets of the cache.
     */
    private static final int STRIDE_BYTES = 1_321 * 64;

    /** Room for a time stamp (32), a traffic class, a hop limit and a segment size (24 each). */
    private static final int CONTROL_BYTES = 128;

    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final ByteBuffer[] buffers = new ByteBuffer[SLOTS];
    private final EndpointCache endpoints;
    private int dirty;

    // The slot that {@link #read} read last.
    private ByteBuffer buffer;
    private Endpoint from = Endpoint.ofIpv4(0, 0);
    private int length;
    private int segmentBytes;
    private int octet;
    private int hopLimit;
    private long arrivedUnixNs;

    ReceiveBatch(Arena arena, Libc libc, EndpointCache endpoints) {
        this.endpoints = endpoints;
        headers = arena.allocate((long) SLOTS * MMSGHDR_BYTES, 8);
        names = arena.allocate((long) SLOTS * SOCKADDR_SLOT_BYTES, 8);
        controls = arena.allocate((long) SLOTS * CONTROL_BYTES, 8);
        MemorySegment vectors = arena.allocate((long) SLOTS * IOVEC_BYTES, 8);
        MemorySegment payloads = libc.pages(arena, (long) SLOTS * STRIDE_BYTES);
        for (int i = 0; i < SLOTS; i++) {
            MemorySegment payload = payloads.asSlice((long) i * STRIDE_BYTES, ROOM_BYTES);
            buffers[i] = payload.asByteBuffer();
            long vector = (long) i * IOVEC_BYTES;
            vectors.set(JAVA_LONG, vector + IOV_BASE, payload.address());
            vectors.set(JAVA_LONG, vector + IOV_LEN, payload.byteSize());
            long header = (long) i * MMSGHDR_BYTES;
            headers.set(
                    JAVA_LONG, header + MSG_NAME, names.address() + (long) i * SOCKADDR_SLOT_BYTES);
            headers.set(JAVA_LONG, header + MSG_IOV, vectors.address() + vector);
            headers.set(JAVA_LONG, header + MSG_IOVLEN, 1);
            headers.set(
                    JAVA_LONG, header + MSG_CONTROL, controls.address() + (long) i * CONTROL_BYTES);
        }
        buffer = buffers[0];
        dirty = SLOTS;
    }

    /** Asks the kernel for what waits at the socket: datagrams taken, or {@code -errno}. */
    int receive(Libc libc, int fd) {
        // The kernel wrote lengths of what it found over the lengths of what there is room for.
        for (int i = 0; i < dirty; i++) {
            long header = (long) i * MMSGHDR_BYTES;
            headers.set(JAVA_INT, header + MSG_NAMELEN, SOCKADDR_SLOT_BYTES);
            headers.set(JAVA_LONG, header + MSG_CONTROLLEN, CONTROL_BYTES);
        }
        int taken = libc.recvmmsg(fd, headers.address(), SLOTS, MSG_DONTWAIT);
        dirty = Math.max(taken, 0);
        return taken;
    }

    /** Reads one of the messages taken: a datagram, or a train of them. */
    void read(int slot) {
        long header = (long) slot * MMSGHDR_BYTES;
        buffer = buffers[slot];
        length = headers.get(JAVA_INT, header + MSG_LEN);
        from = SocketAddresses.read(names, (long) slot * SOCKADDR_SLOT_BYTES, endpoints);
        parse((long) slot * CONTROL_BYTES, headers.get(JAVA_LONG, header + MSG_CONTROLLEN));
    }

    /** Bytes of the message. */
    int length() {
        return length;
    }

    /** Length of the datagram that begins there. */
    int segment(int offset) {
        return segmentBytes == 0 ? length : Math.min(segmentBytes, length - offset);
    }

    void deliver(int socket, int offset, int size, DatagramHandler handler) {
        int end = offset + size;
        if (end == length) {
            handler.onDatagram(socket, from, octet, hopLimit, arrivedUnixNs, buffer, offset, size);
            return;
        }
        // The spare bytes are those of the next datagram.
        long next = buffer.getLong(end);
        long afterNext = buffer.getLong(end + Long.BYTES);
        handler.onDatagram(socket, from, octet, hopLimit, arrivedUnixNs, buffer, offset, size);
        buffer.putLong(end, next);
        buffer.putLong(end + Long.BYTES, afterNext);
    }

    private void parse(long start, long length) {
        octet = -1;
        hopLimit = -1;
        arrivedUnixNs = 0;
        segmentBytes = 0;
        long at = start;
        long end = start + length;
        while (at + CMSG_DATA <= end) {
            long size = controls.get(JAVA_LONG, at + CMSG_LEN);
            if (size < CMSG_DATA || at + size > end) {
                return;
            }
            take(
                    controls.get(JAVA_INT, at + CMSG_LEVEL),
                    controls.get(JAVA_INT, at + CMSG_TYPE),
                    at + CMSG_DATA);
            at += size + 7 & ~7;
        }
    }

    private void take(int level, int type, long data) {
        switch (level) {
            case SOL_SOCKET -> {
                if (type == SO_TIMESTAMPNS) {
                    arrivedUnixNs =
                            controls.get(JAVA_LONG, data) * 1_000_000_000L
                                    + controls.get(JAVA_LONG, data + 8);
                }
            }
            case IPPROTO_IP -> {
                if (type == IP_TOS) {
                    octet = controls.get(JAVA_BYTE, data) & 0xff; // one byte, unlike the others
                } else if (type == IP_TTL) {
                    hopLimit = controls.get(JAVA_INT, data);
                }
            }
            case IPPROTO_IPV6 -> {
                if (type == IPV6_TCLASS) {
                    octet = controls.get(JAVA_INT, data) & 0xff;
                } else if (type == IPV6_HOPLIMIT) {
                    hopLimit = controls.get(JAVA_INT, data);
                }
            }
            case SOL_UDP -> {
                if (type == UDP_GRO) {
                    segmentBytes = Math.max(controls.get(JAVA_INT, data), 0);
                }
            }
            default -> {}
        }
    }
}
