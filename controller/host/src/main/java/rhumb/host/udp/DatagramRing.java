package rhumb.host.udp;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * Datagrams on their way from one thread to one other, in order, and short notes between them.
 * Nothing is allocated for either, and neither thread ever waits for the other here.
 *
 * <p>Bound: the bytes given at construction. Policy when full: the newest is refused and the
 * producer told. Datagrams leave {@value #RESERVE_BYTES} bytes to notes.
 */
final class DatagramRing {
    /** What a record is; the numbers above are left to who uses the ring. */
    static final int DATAGRAM = 0;

    private static final int WRAP = -1;
    private static final int RESERVE_BYTES = 16 << 10;

    // A record: kind, socket, generation, length, octet, hop limit, receive time, address, port.
    private static final int SOCKET = 4;
    private static final int GENERATION = 8;
    private static final int LENGTH = 12;
    private static final int OCTET = 16;
    private static final int HOPS = 20;
    private static final int ARRIVED = 24;
    private static final int HIGH = 32;
    private static final int LOW = 40;
    private static final int PORT = 48;
    private static final int HEADER_BYTES = 56;

    /** No two records begin nearer to each other. */
    private static final int LEAST_BYTES = HEADER_BYTES + DatagramHandler.SPARE_BYTES;

    private static final VarHandle CURSOR = MethodHandles.arrayElementVarHandle(long[].class);

    // Each on a cache line of its own: bytes taken and bytes put since the start.
    private static final int HEAD = 16;
    private static final int TAIL = 32;
    private final long[] cursors = new long[48];

    private final ByteBuffer memory;
    private final int capacity;

    /** What was given with a datagram, by where it begins. */
    private final @Nullable Object[] attachments;

    private final EndpointCache endpoints = new EndpointCache();

    // The producer's, and the consumer's.
    private long put;
    private long knownHead;
    private long taken;
    private long knownTail;
    private int at;
    private int size;

    /**
     * @param capacity bytes, a power of two
     */
    DatagramRing(Arena arena, int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < 4 * RESERVE_BYTES) {
            throw new IllegalArgumentException("ring of " + capacity + " bytes");
        }
        this.capacity = capacity;
        attachments = new @Nullable Object[capacity / LEAST_BYTES + 1];
        memory = arena.allocate(capacity, 64).asByteBuffer();
    }

    /**
     * The producer puts a datagram in; false when there is no room.
     *
     * @param with goes with it to the consumer; null for nothing
     */
    boolean offer(
            int socket,
            int generation,
            Endpoint peer,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer buffer,
            int offset,
            int length,
            @Nullable Object with) {
        int record = claim(length, RESERVE_BYTES);
        if (record < 0) {
            return false;
        }
        begin(record, DATAGRAM, socket, generation, length);
        memory.putInt(record + OCTET, octet);
        memory.putInt(record + HOPS, hopLimit);
        memory.putLong(record + ARRIVED, arrivedUnixNs);
        memory.putLong(record + HIGH, peer.high());
        memory.putLong(record + LOW, peer.low());
        memory.putInt(record + PORT, peer.port());
        memory.put(record + HEADER_BYTES, buffer, offset, length);
        attachments[record / LEAST_BYTES] = with;
        publish(length);
        return true;
    }

    /** The producer puts a note in; false when there is no room. */
    boolean note(int kind, int socket, int generation, int value) {
        int record = claim(0, 0);
        if (record < 0) {
            return false;
        }
        begin(record, kind, socket, generation, 0);
        memory.putInt(record + OCTET, value);
        publish(0);
        return true;
    }

    /** Whether the consumer has nothing to take. */
    boolean isEmpty() {
        return (long) CURSOR.getAcquire(cursors, HEAD) == (long) CURSOR.getAcquire(cursors, TAIL);
    }

    /**
     * Goes to the oldest record, which the consumer reads and then gives back by {@link #release}.
     */
    boolean next() {
        while (taken != knownTail || taken != (knownTail = tail())) {
            at = (int) taken & capacity - 1;
            if (memory.getInt(at) != WRAP) {
                size = bytes(memory.getInt(at + LENGTH));
                return true;
            }
            taken += capacity - at;
            CURSOR.setRelease(cursors, HEAD, taken);
        }
        return false;
    }

    int kind() {
        return memory.getInt(at);
    }

    int socket() {
        return memory.getInt(at + SOCKET);
    }

    int generation() {
        return memory.getInt(at + GENERATION);
    }

    /** What {@link #note} was given. */
    int value() {
        return memory.getInt(at + OCTET);
    }

    int octet() {
        return memory.getInt(at + OCTET);
    }

    int length() {
        return memory.getInt(at + LENGTH);
    }

    Endpoint peer() {
        return endpoints.of(
                memory.getLong(at + HIGH), memory.getLong(at + LOW), memory.getInt(at + PORT));
    }

    /** What was given with the datagram. */
    @Nullable Object attached() {
        return attachments[at / LEAST_BYTES];
    }

    /** Where the datagram lies, with {@link DatagramHandler#SPARE_BYTES} behind it. */
    ByteBuffer memory() {
        return memory;
    }

    int offset() {
        return at + HEADER_BYTES;
    }

    /** Hands the datagram over where it lies. */
    void deliver(DatagramHandler handler) {
        int socket = socket();
        Endpoint from = peer();
        int hops = memory.getInt(at + HOPS);
        long arrived = memory.getLong(at + ARRIVED);
        Object with = attached();
        if (with == null) {
            handler.onDatagram(socket, from, octet(), hops, arrived, memory, offset(), length());
        } else {
            handler.onWorked(
                    with, socket, from, octet(), hops, arrived, memory, offset(), length());
        }
    }

    void release() {
        attachments[at / LEAST_BYTES] = null; // it may lead to a key
        taken += size;
        CURSOR.setRelease(cursors, HEAD, taken);
    }

    /** Where a record of so many bytes may be written; -1 when it has no room. */
    private int claim(int length, int reserve) {
        int bytes = bytes(length);
        int begin = (int) put & capacity - 1;
        int skip = begin + bytes > capacity ? capacity - begin : 0;
        if (put + skip + bytes + reserve - knownHead > capacity) {
            knownHead = (long) CURSOR.getAcquire(cursors, HEAD);
            if (put + skip + bytes + reserve - knownHead > capacity) {
                return -1;
            }
        }
        if (skip == 0) {
            return begin;
        }
        memory.putInt(begin, WRAP);
        put += skip;
        return 0;
    }

    private void begin(int record, int kind, int socket, int generation, int length) {
        memory.putInt(record, kind);
        memory.putInt(record + SOCKET, socket);
        memory.putInt(record + GENERATION, generation);
        memory.putInt(record + LENGTH, length);
    }

    private void publish(int length) {
        put += bytes(length);
        CURSOR.setRelease(cursors, TAIL, put);
    }

    private long tail() {
        return (long) CURSOR.getAcquire(cursors, TAIL);
    }

    private static int bytes(int length) {
        return HEADER_BYTES + length + DatagramHandler.SPARE_BYTES + 7 & ~7;
    }
}
