package rhumb.bench.timestamps;

import java.io.IOException;
import java.nio.ByteBuffer;
import rhumb.host.udp.ArrivalClock;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.DatagramLoop;
import rhumb.net.Endpoint;

/**
 * Sends every datagram back with three times of the monotonic clock: when the kernel took it, when
 * this process saw it, when the answer left. One thread.
 */
final class EchoLoop implements AutoCloseable, DatagramLoop.Duties {
    static final int BYTES = 40;
    static final int ASKED_AT = 8;
    static final int KERNEL_AT = 16;
    static final int SEEN_AT = 24;
    static final int LEFT_AT = 32;

    private final DatagramIo io = DatagramIos.open();
    private final ArrivalClock clock = new ArrivalClock();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(BYTES);
    private final Endpoint address;
    private final DatagramLoop<EchoLoop> loop;

    EchoLoop() throws IOException {
        address = io.local(io.open(Endpoint.parse("127.0.0.1:0")));
        loop = new DatagramLoop<>("echo", io, this, this);
        loop.start();
    }

    Endpoint address() {
        return address;
    }

    @Override
    public void onDatagram(
            int socket,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer buffer,
            int offset,
            int length) {
        if (length != BYTES) {
            return;
        }
        long seenNs = System.nanoTime();
        answer.put(0, buffer, offset, BYTES);
        answer.putLong(KERNEL_AT, clock.arrivedNs(seenNs, arrivedUnixNs));
        answer.putLong(SEEN_AT, seenNs);
        answer.putLong(LEFT_AT, System.nanoTime());
        io.send(socket, from, 0, answer, 0, BYTES);
    }

    @Override
    public void onClock(long nowNs, long unixNs) {}

    @Override
    public void onDeadline(long nowNs) {}

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        loop.close();
    }
}
