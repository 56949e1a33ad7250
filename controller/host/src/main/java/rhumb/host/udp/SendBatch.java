package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static rhumb.host.udp.LinuxAbi.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import rhumb.net.Endpoint;

/**
 * Datagrams that wait for one sendmmsg call of one socket, their bytes packed one after the other.
 * Bound: {@value #SLOTS} datagrams and {@value #PAYLOAD_BYTES} bytes; policy when full: the owner
 * flushes.
 */
final class SendBatch {
    static final int SLOTS = 64;
    static final int PAYLOAD_BYTES = 96 << 10;

    /** One control message that holds an int: CMSG_SPACE(4), of which CMSG_LEN(4) counts. */
    private static final int CONTROL_BYTES = 24;

    private static final int CONTROL_LEN = 20;

    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final long payloadAddress;
    private final ByteBuffer payload;
    private int count;
    private int used;

    SendBatch(Arena arena, boolean ipv6) {
        headers = arena.allocate((long) SLOTS * MMSGHDR_BYTES, 8);
        names = arena.allocate((long) SLOTS * SOCKADDR_SLOT_BYTES, 8);
        vectors = arena.allocate((long) SLOTS * IOVEC_BYTES, 8);
        controls = arena.allocate((long) SLOTS * CONTROL_BYTES, 8);
        MemorySegment bytes = arena.allocate(PAYLOAD_BYTES, 64);
        payloadAddress = bytes.address();
        payload = bytes.asByteBuffer();
        for (int i = 0; i < SLOTS; i++) {
            long header = (long) i * MMSGHDR_BYTES;
            long control = (long) i * CONTROL_BYTES;
            headers.set(
                    JAVA_LONG, header + MSG_NAME, names.address() + (long) i * SOCKADDR_SLOT_BYTES);
            headers.set(JAVA_LONG, header + MSG_IOV, vectors.address() + (long) i * IOVEC_BYTES);
            headers.set(JAVA_LONG, header + MSG_IOVLEN, 1);
            headers.set(JAVA_LONG, header + MSG_CONTROL, controls.address() + control);
            headers.set(JAVA_LONG, header + MSG_CONTROLLEN, CONTROL_BYTES);
            controls.set(JAVA_LONG, control + CMSG_LEN, CONTROL_LEN);
            controls.set(JAVA_INT, control + CMSG_LEVEL, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP);
            controls.set(JAVA_INT, control + CMSG_TYPE, ipv6 ? IPV6_TCLASS : IP_TOS);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean hasRoom(int length) {
        return count < SLOTS && used + length <= PAYLOAD_BYTES;
    }

    void add(Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        int slot = count++;
        payload.put(used, buffer, offset, length);
        long vector = (long) slot * IOVEC_BYTES;
        vectors.set(JAVA_LONG, vector + IOV_BASE, payloadAddress + used);
        vectors.set(JAVA_LONG, vector + IOV_LEN, length);
        used += length;
        headers.set(
                JAVA_INT,
                (long) slot * MMSGHDR_BYTES + MSG_NAMELEN,
                SocketAddresses.write(to, names, (long) slot * SOCKADDR_SLOT_BYTES));
        controls.set(JAVA_INT, (long) slot * CONTROL_BYTES + CMSG_DATA, octet);
    }

    /** Hands everything to the kernel; gives how many datagrams it refused. */
    int flush(Libc libc, int fd) {
        int next = 0;
        int refused = 0;
        while (next < count) {
            int sent =
                    libc.sendmmsg(
                            fd,
                            headers.address() + (long) next * MMSGHDR_BYTES,
                            count - next,
                            MSG_DONTWAIT);
            if (sent > 0) {
                next += sent;
            } else if (sent == -EAGAIN || sent == -ENOBUFS) {
                // No room for any: what waits would only get older.
                refused += count - next;
                next = count;
            } else if (sent != -EINTR) {
                // This one has no route, is too long or is filtered; the next may go.
                refused++;
                next++;
            }
        }
        count = 0;
        used = 0;
        return refused;
    }
}
