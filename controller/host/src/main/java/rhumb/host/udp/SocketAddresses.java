package rhumb.host.udp;

import static rhumb.host.udp.LinuxAbi.AF_INET;
import static rhumb.host.udp.LinuxAbi.AF_INET6;
import static rhumb.host.udp.LinuxAbi.SOCKADDR_IN6_BYTES;
import static rhumb.host.udp.LinuxAbi.SOCKADDR_IN_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import rhumb.net.Endpoint;

/** {@link Endpoint} as {@code sockaddr_in} or {@code sockaddr_in6} and back. Scopes are left 0. */
final class SocketAddresses {
    private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort NET_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NET_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NET_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long MAPPED = 0xffffL << 32;

    private SocketAddresses() {}

    /** Writes the address at {@code offset}; gives the bytes it takes. */
    static int write(Endpoint endpoint, MemorySegment memory, long offset) {
        boolean ipv4 = endpoint.isIpv4();
        memory.set(FAMILY, offset, (short) (ipv4 ? AF_INET : AF_INET6));
        memory.set(NET_SHORT, offset + 2, (short) endpoint.port());
        if (ipv4) {
            memory.set(NET_INT, offset + 4, endpoint.ipv4());
            memory.set(NET_LONG, offset + 8, 0);
            return SOCKADDR_IN_BYTES;
        }
        memory.set(NET_INT, offset + 4, 0);
        memory.set(NET_LONG, offset + 8, endpoint.high());
        memory.set(NET_LONG, offset + 16, endpoint.low());
        memory.set(NET_INT, offset + 24, 0);
        return SOCKADDR_IN6_BYTES;
    }

    /** Reads what the kernel wrote at {@code offset}. */
    static Endpoint read(MemorySegment memory, long offset, EndpointCache cache) {
        int port = memory.get(NET_SHORT, offset + 2) & 0xffff;
        if (memory.get(FAMILY, offset) == AF_INET) {
            return cache.of(0, MAPPED | memory.get(NET_INT, offset + 4) & 0xffffffffL, port);
        }
        return cache.of(memory.get(NET_LONG, offset + 8), memory.get(NET_LONG, offset + 16), port);
    }
}
