package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static rhumb.host.udp.LinuxAbi.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.host.BindErrors;
import rhumb.net.Endpoint;

/** One UDP socket of the kernel and what waits to be sent from it. */
final class LinuxSocket {
    /** Holds a burst of 20 ms at 1.6 Gb/s; the kernel counts its own overhead against it. */
    static final int BUFFER_BYTES = 4 << 20;

    private final Libc libc;
    private final int fd;
    private final Endpoint local;
    private final boolean smallBuffers;
    private final boolean trains;

    /** Lent by {@link SendBatches} while something waits. */
    @Nullable SendBatch batch;

    private LinuxSocket(Libc libc, int fd, Endpoint local, boolean smallBuffers, boolean trains) {
        this.libc = libc;
        this.fd = fd;
        this.local = local;
        this.smallBuffers = smallBuffers;
        this.trains = trains;
    }

    static LinuxSocket open(Libc libc, Endpoint bind, SocketUse use) throws IOException {
        return open(libc, bind, use, false);
    }

    /** One more at the address of another, which was told to {@link #share}. */
    static LinuxSocket openShared(Libc libc, Endpoint bind) throws IOException {
        return open(libc, bind, SocketUse.SPREAD, true);
    }

    private static LinuxSocket open(Libc libc, Endpoint bind, SocketUse use, boolean shared)
            throws IOException {
        boolean ipv4 = bind.isIpv4();
        int fd =
                libc.socket(
                        ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new IOException(BindErrors.explain("UDP", bind, text(-fd)));
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment memory = scratch.allocate(SOCKADDR_SLOT_BYTES + 8, 8);
            boolean small = configure(libc, fd, ipv4, use, memory);
            boolean trains = use != SocketUse.PROBES && trains(libc, fd, memory);
            if (shared) {
                set(libc, fd, SOL_SOCKET, SO_REUSEPORT, 1, memory);
            }
            int length = SocketAddresses.write(bind, memory, 0);
            int result = libc.bind(fd, memory.address(), length);
            if (result < 0) {
                throw new IOException(BindErrors.explain("UDP", bind, text(-result)));
            }
            memory.set(JAVA_INT, SOCKADDR_SLOT_BYTES, SOCKADDR_SLOT_BYTES);
            libc.getsockname(fd, memory.address(), memory.address() + SOCKADDR_SLOT_BYTES);
            Endpoint local = SocketAddresses.read(memory, 0, new EndpointCache());
            return new LinuxSocket(libc, fd, local, small, trains);
        } catch (IOException e) {
            libc.close(fd);
            throw e;
        }
    }

    /** The same socket, for the thread to which this belongs from now on. */
    LinuxSocket servedBy(Libc ofThread) {
        return new LinuxSocket(ofThread, fd, local, smallBuffers, trains);
    }

    /** Others of this user may be bound to the same address from now on. */
    void share(Libc ofCaller) throws IOException {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment memory = scratch.allocate(Integer.BYTES, 8);
            set(ofCaller, fd, SOL_SOCKET, SO_REUSEPORT, 1, memory);
        }
    }

    /**
     * What comes to the address of this and others goes to one of them by the sender's address and
     * port, neighbouring ports to neighbouring sockets in the order in which they were bound.
     *
     * @param count of sockets at the address
     * @return false when the kernel does not do that; it then goes by a hash of the same
     */
    boolean spreadBySender(int count) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment program = ReuseportFilter.bySender(scratch, local.isIpv4(), count);
            return libc.setsockopt(
                            fd,
                            SOL_SOCKET,
                            SO_ATTACH_REUSEPORT_CBPF,
                            program.address(),
                            (int) program.byteSize())
                    == 0;
        }
    }

    int fd() {
        return fd;
    }

    Endpoint local() {
        return local;
    }

    /** Whether the kernel gave less buffer than asked. */
    boolean smallBuffers() {
        return smallBuffers;
    }

    /** Puts a datagram into the batch; gives how many datagrams the kernel refused meanwhile. */
    int send(
            SendBatches batches,
            Endpoint to,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length) {
        if (length > DatagramIo.MAX_DATAGRAM_BYTES || to.isIpv4() != local.isIpv4()) {
            return 1;
        }
        SendBatch current = batch;
        if (current == null) {
            current = batches.lend(this);
            batch = current;
        }
        int refused = current.hasRoom(length) ? 0 : current.flush(libc, fd);
        current.add(to, octet & 0xff, buffer, offset, length, trains);
        return refused;
    }

    /** Gives how many datagrams the kernel refused. */
    int flush() {
        return batch == null || batch.isEmpty() ? 0 : batch.flush(libc, fd);
    }

    void close() {
        libc.close(fd);
    }

    /** Asks for trains in both directions; false when the kernel (before 5.0) makes none. */
    private static boolean trains(Libc libc, int fd, MemorySegment memory) {
        memory.set(JAVA_INT, 0, 1);
        libc.setsockopt(fd, SOL_UDP, UDP_GRO, memory.address(), Integer.BYTES);
        memory.set(JAVA_INT, 0, 0);
        return libc.setsockopt(fd, SOL_UDP, UDP_SEGMENT, memory.address(), Integer.BYTES) == 0;
    }

    private static boolean configure(
            Libc libc, int fd, boolean ipv4, SocketUse use, MemorySegment memory)
            throws IOException {
        int hops = use == SocketUse.PROBES ? 1 : 0;
        if (ipv4) {
            set(libc, fd, IPPROTO_IP, IP_RECVTOS, 1, memory);
            set(libc, fd, IPPROTO_IP, IP_RECVTTL, hops, memory);
        } else {
            set(libc, fd, IPPROTO_IPV6, IPV6_V6ONLY, 1, memory);
            set(libc, fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1, memory);
            set(libc, fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, hops, memory);
        }
        // Not every kernel has it; DatagramIos tries whether it works, and tells.
        memory.set(JAVA_INT, 0, 1);
        libc.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, memory.address(), Integer.BYTES);
        boolean received = buffer(libc, fd, SO_RCVBUF, SO_RCVBUFFORCE, memory);
        boolean sent = buffer(libc, fd, SO_SNDBUF, SO_SNDBUFFORCE, memory);
        return !received || !sent;
    }

    /** Asks for a big buffer, past the system's limit when privileged; whether it was given. */
    private static boolean buffer(Libc libc, int fd, int name, int force, MemorySegment memory)
            throws IOException {
        memory.set(JAVA_INT, 0, BUFFER_BYTES);
        if (libc.setsockopt(fd, SOL_SOCKET, force, memory.address(), Integer.BYTES) < 0) {
            set(libc, fd, SOL_SOCKET, name, BUFFER_BYTES, memory);
        }
        memory.set(JAVA_INT, 8, Integer.BYTES);
        libc.getsockopt(fd, SOL_SOCKET, name, memory.address(), memory.address() + 8);
        // The kernel tells twice what it was asked for, its overhead included (socket(7)).
        return memory.get(JAVA_INT, 0) >= 2 * BUFFER_BYTES;
    }

    private static void set(Libc libc, int fd, int level, int name, int value, MemorySegment memory)
            throws IOException {
        memory.set(JAVA_INT, 0, value);
        int result = libc.setsockopt(fd, level, name, memory.address(), Integer.BYTES);
        if (result < 0) {
            throw new IOException("setsockopt " + level + "/" + name + ": " + text(-result));
        }
    }
}
