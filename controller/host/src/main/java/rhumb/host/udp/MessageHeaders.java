package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static rhumb.host.udp.LinuxAbi.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * Headers of one sendmmsg call with an address and two control messages each: the traffic class,
 * and the segment size where the message is a train.
 */
final class MessageHeaders {
    /** CMSG_SPACE of an int and of a short, of which CMSG_LEN counts. */
    private static final int CLASS_SPACE = 24;

    private static final int CLASS_LEN = 20;
    private static final int SEGMENT_SPACE = 24;
    private static final int SEGMENT_LEN = 18;
    private static final int CONTROL_BYTES = CLASS_SPACE + SEGMENT_SPACE;

    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final @Nullable Endpoint[] named;
    private boolean ipv6;

    MessageHeaders(Arena arena, int slots) {
        headers = arena.allocate((long) slots * MMSGHDR_BYTES, 8);
        names = arena.allocate((long) slots * SOCKADDR_SLOT_BYTES, 8);
        controls = arena.allocate((long) slots * CONTROL_BYTES, 8);
        named = new @Nullable Endpoint[slots];
        for (int i = 0; i < slots; i++) {
            long header = (long) i * MMSGHDR_BYTES;
            long control = (long) i * CONTROL_BYTES;
            long name = names.address() + (long) i * SOCKADDR_SLOT_BYTES;
            headers.set(JAVA_LONG, header + MSG_NAME, name);
            headers.set(JAVA_LONG, header + MSG_CONTROL, controls.address() + control);
            controls.set(JAVA_LONG, control + CMSG_LEN, CLASS_LEN);
            long second = control + CLASS_SPACE;
            controls.set(JAVA_LONG, second + CMSG_LEN, SEGMENT_LEN);
            controls.set(JAVA_INT, second + CMSG_LEVEL, SOL_UDP);
            controls.set(JAVA_INT, second + CMSG_TYPE, UDP_SEGMENT);
        }
        write(false);
    }

    /** Of which family the sockets are from now on. */
    void family(boolean ofIpv6) {
        if (ofIpv6 != ipv6) {
            write(ofIpv6);
        }
    }

    long address(int slot) {
        return headers.address() + (long) slot * MMSGHDR_BYTES;
    }

    /**
     * Fills one in.
     *
     * @param segmentBytes of each datagram of a train; 0 when it is none
     * @param vectors address of its vectors
     */
    @SuppressWarnings("ReferenceEquality") // an equal address is only written once more
    void write(int slot, Endpoint to, int octet, int segmentBytes, long vectors, int vectorCount) {
        long header = (long) slot * MMSGHDR_BYTES;
        long control = (long) slot * CONTROL_BYTES;
        if (named[slot] != to) {
            named[slot] = to;
            int size = SocketAddresses.write(to, names, (long) slot * SOCKADDR_SLOT_BYTES);
            headers.set(JAVA_INT, header + MSG_NAMELEN, size);
        }
        headers.set(JAVA_LONG, header + MSG_IOV, vectors);
        headers.set(JAVA_LONG, header + MSG_IOVLEN, vectorCount);
        int controlBytes = segmentBytes == 0 ? CLASS_SPACE : CONTROL_BYTES;
        headers.set(JAVA_LONG, header + MSG_CONTROLLEN, controlBytes);
        controls.set(JAVA_INT, control + CMSG_DATA, octet);
        controls.set(JAVA_SHORT, control + CLASS_SPACE + CMSG_DATA, (short) segmentBytes);
    }

    private void write(boolean ofIpv6) {
        ipv6 = ofIpv6;
        for (int i = 0; i < named.length; i++) {
            long control = (long) i * CONTROL_BYTES;
            controls.set(JAVA_INT, control + CMSG_LEVEL, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP);
            controls.set(JAVA_INT, control + CMSG_TYPE, ipv6 ? IPV6_TCLASS : IP_TOS);
        }
    }
}
