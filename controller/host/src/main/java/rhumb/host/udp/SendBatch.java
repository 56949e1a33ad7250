package rhumb.host.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static rhumb.host.udp.LinuxAbi.EAGAIN;
import static rhumb.host.udp.LinuxAbi.EINTR;
import static rhumb.host.udp.LinuxAbi.ENOBUFS;
import static rhumb.host.udp.LinuxAbi.IOVEC_BYTES;
import static rhumb.host.udp.LinuxAbi.IOV_BASE;
import static rhumb.host.udp.LinuxAbi.IOV_LEN;
import static rhumb.host.udp.LinuxAbi.MSG_DONTWAIT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * Datagrams that wait for one sendmmsg call of one socket. Those to one address with one traffic
 * class and one length, but for a shorter last, are a train: one message, which the kernel or the
 * network card cuts (UDP_SEGMENT). Datagrams to other addresses may lie between them; what goes to
 * one address never changes its order.
 *
 * <p>Bound: {@value #TRAINS} messages, {@value #DATAGRAMS} datagrams and {@value #PAYLOAD_BYTES}
 * bytes; policy when full: the owner flushes.
 */
final class SendBatch {
    static final int TRAINS = 64;
    static final int DATAGRAMS = 1_024;
    static final int PAYLOAD_BYTES = 512 << 10;

    /** UDP_MAX_SEGMENTS of kernels before 6.9; later ones take 128. */
    static final int MAX_TRAIN = 64;

    /** Longer ones would be cut by IP on most links, which the kernel does not do to trains. */
    private static final int MAX_SEGMENT_BYTES = 1_500 - 28;

    private static final int MAX_TRAIN_BYTES = 0xffff - 48;
    private static final int PLACES = 2 * TRAINS;
    private static final int NONE = -1;

    private final MessageHeaders headers;
    private final MemorySegment vectors;
    private final long payloadAddress;
    private final ByteBuffer payload;

    // Datagrams: where each lies, how long it is and which of its train comes after it.
    private final int[] at = new int[DATAGRAMS];
    private final int[] lengths = new int[DATAGRAMS];
    private final int[] after = new int[DATAGRAMS];
    private int datagrams;
    private int used;

    // Trains in the order of their first datagrams.
    private final @Nullable Endpoint[] to = new @Nullable Endpoint[TRAINS];
    private final int[] octets = new int[TRAINS];
    private final int[] first = new int[TRAINS];
    private final int[] last = new int[TRAINS];
    private final int[] size = new int[TRAINS];
    private final int[] bytes = new int[TRAINS];
    private final boolean[] open = new boolean[TRAINS];
    private int trains;

    /** The last train to each address, by hash: open addressing. */
    private final int[] places = new int[PLACES];

    SendBatch(Arena arena, Libc libc) {
        headers = new MessageHeaders(arena, TRAINS);
        vectors = arena.allocate((long) DATAGRAMS * IOVEC_BYTES, 8);
        MemorySegment memory = libc.pages(arena, PAYLOAD_BYTES);
        payloadAddress = memory.address();
        payload = memory.asByteBuffer();
        Arrays.fill(places, NONE);
    }

    /** For sockets of which family the next datagrams are; the batch is empty. */
    void begin(boolean ipv6) {
        headers.family(ipv6);
    }

    boolean isEmpty() {
        return datagrams == 0;
    }

    /** Whether one more datagram goes in. */
    boolean hasRoom(int length) {
        return trains < TRAINS && datagrams < DATAGRAMS && used + length <= PAYLOAD_BYTES;
    }

    /**
     * Takes a datagram; its bytes are copied.
     *
     * @param joins whether it may be part of a train
     */
    void add(Endpoint target, int octet, ByteBuffer buffer, int offset, int length, boolean joins) {
        int datagram = datagrams++;
        payload.put(used, buffer, offset, length);
        at[datagram] = used;
        lengths[datagram] = length;
        after[datagram] = NONE;
        used += length;
        int place = joins ? place(target) : NONE;
        int train = joins ? places[place] : NONE;
        if (train != NONE && takes(train, octet, length)) {
            after[last[train]] = datagram;
            last[train] = datagram;
            size[train]++;
            bytes[train] += length;
            open[train] = length == lengths[first[train]];
            return;
        }
        train = trains++;
        to[train] = target;
        octets[train] = octet;
        first[train] = datagram;
        last[train] = datagram;
        size[train] = 1;
        bytes[train] = length;
        open[train] = joins && length > 0 && length <= MAX_SEGMENT_BYTES;
        if (joins) {
            places[place] = train;
        }
    }

    private boolean takes(int train, int octet, int length) {
        return open[train]
                && octets[train] == octet
                && length > 0
                && length <= lengths[first[train]]
                && size[train] < MAX_TRAIN
                && bytes[train] + length <= MAX_TRAIN_BYTES;
    }

    /** Where the last train to this address is noted, or a free place. */
    @SuppressWarnings("ReferenceEquality") // the same object is equal, and mostly it is the same
    private int place(Endpoint target) {
        long mixed = (target.low() * 31 + target.port()) * 0x9e37_79b9_7f4a_7c15L;
        int place = (int) (mixed >>> 32) & PLACES - 1;
        while (places[place] != NONE) {
            Endpoint known = to[places[place]];
            if (known == target || target.equals(known)) {
                return place;
            }
            place = place + 1 & PLACES - 1;
        }
        return place;
    }

    /** Hands everything to the kernel; gives how many datagrams it refused. */
    int flush(Libc libc, int fd) {
        layOut();
        int next = 0;
        int refused = 0;
        while (next < trains) {
            int sent = libc.sendmmsg(fd, headers.address(next), trains - next, MSG_DONTWAIT);
            if (sent > 0) {
                next += sent;
            } else if (sent == -EAGAIN || sent == -ENOBUFS) {
                // No room for any: what waits would only get older.
                while (next < trains) {
                    refused += size[next++];
                }
            } else if (sent != -EINTR) {
                // This one has no route, is too long or is filtered; the next may go.
                refused += size[next] > 1 ? sendAlone(libc, fd, next) : 1;
                next++;
            }
        }
        clear();
        return refused;
    }

    /** Forgets what waits. */
    void clear() {
        datagrams = 0;
        used = 0;
        trains = 0;
        Arrays.fill(places, NONE);
    }

    /** Writes headers and vectors: a train's lie beside each other, fewer where its bytes do. */
    private void layOut() {
        int vector = 0;
        for (int train = 0; train < trains; train++) {
            int begin = vector;
            int end = NONE;
            for (int i = first[train]; i != NONE; i = after[i]) {
                if (at[i] == end) {
                    long length = (long) (vector - 1) * IOVEC_BYTES + IOV_LEN;
                    vectors.set(JAVA_LONG, length, vectors.get(JAVA_LONG, length) + lengths[i]);
                } else {
                    vector(vector++, i);
                }
                end = at[i] + lengths[i];
            }
            Endpoint target = to[train];
            if (target != null) {
                int segment = size[train] > 1 ? lengths[first[train]] : 0;
                long where = vectors.address() + (long) begin * IOVEC_BYTES;
                headers.write(train, target, octets[train], segment, where, vector - begin);
            }
        }
    }

    private void vector(int vector, int datagram) {
        long offset = (long) vector * IOVEC_BYTES;
        vectors.set(JAVA_LONG, offset + IOV_BASE, payloadAddress + at[datagram]);
        vectors.set(JAVA_LONG, offset + IOV_LEN, lengths[datagram]);
    }

    /** A train that was refused, cut here; gives how many of it were refused again. */
    private int sendAlone(Libc libc, int fd, int train) {
        int refused = 0;
        Endpoint target = to[train];
        for (int i = first[train]; target != null && i != NONE; i = after[i]) {
            vector(0, i);
            headers.write(train, target, octets[train], 0, vectors.address(), 1);
            int sent = libc.sendmmsg(fd, headers.address(train), 1, MSG_DONTWAIT);
            refused += sent == 1 ? 0 : 1;
        }
        // What is still to be sent may have lain where this was written.
        layOut();
        return refused;
    }
}
