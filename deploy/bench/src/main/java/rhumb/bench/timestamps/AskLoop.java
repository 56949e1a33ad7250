package rhumb.bench.timestamps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import rhumb.host.udp.ArrivalClock;
import rhumb.host.udp.DatagramIo;
import rhumb.host.udp.DatagramIos;
import rhumb.host.udp.DatagramLoop;
import rhumb.net.Endpoint;

/**
 * Asks at an even pace, and takes the round trip and the way there of the same answers twice: by
 * the kernel's receive times, and by when the threads saw the datagrams. The reflector's residence
 * is taken out as STAMP does (RFC 8762): (T4 - T1) - (T3 - T2). One thread; both ends share one
 * clock.
 */
final class AskLoop implements AutoCloseable, DatagramLoop.Duties {
    /** Figures of one way of taking times. */
    static final class Times {
        private final long[] rttNs;
        private final long[] thereNs;
        private int count;

        private Times(int most) {
            rttNs = new long[most];
            thereNs = new long[most];
        }

        private void add(long rtt, long there) {
            rttNs[count] = rtt;
            thereNs[count++] = there;
        }

        Quantiles rtt() {
            return Quantiles.of(Arrays.copyOf(rttNs, count));
        }

        /** How much longer than the fastest each took on the way there. */
        Quantiles variation() {
            long[] all = Arrays.copyOf(thereNs, count);
            long least = Arrays.stream(all).min().orElse(0);
            return Quantiles.of(Arrays.stream(all).map(ns -> ns - least).toArray());
        }
    }

    private final DatagramIo io = DatagramIos.open();
    private final ArrivalClock clock = new ArrivalClock();
    private final ByteBuffer question = ByteBuffer.allocateDirect(EchoLoop.BYTES);
    private final Endpoint to;
    private final long intervalNs;
    private final int most;
    private final int socket;
    private final DatagramLoop<AskLoop> loop;
    private final Times kernel;
    private final Times process;
    private boolean kernelTells;
    private int asked;
    private long nextNs = System.nanoTime();

    /**
     * @param most how many to ask; then it is quiet
     */
    AskLoop(Endpoint to, long intervalNs, int most) throws IOException {
        this.to = to;
        this.intervalNs = intervalNs;
        this.most = most;
        this.kernel = new Times(most);
        this.process = new Times(most);
        this.socket = io.open(Endpoint.parse("127.0.0.1:0"));
        this.loop = new DatagramLoop<>("ask", io, this, this);
        loop.start();
    }

    /** By the kernel's receive times; read after {@link #close}. */
    Times kernel() {
        return kernel;
    }

    /** By the times at which threads saw the datagrams; read after {@link #close}. */
    Times process() {
        return process;
    }

    /** Whether the platform gave receive times at all. */
    boolean kernelTells() {
        return kernelTells;
    }

    @Override
    public void onDeadline(long nowNs) {
        if (nowNs < nextNs || asked >= most) {
            return;
        }
        question.putLong(0, asked++);
        question.putLong(EchoLoop.ASKED_AT, System.nanoTime());
        io.send(socket, to, 0, question, 0, EchoLoop.BYTES);
        nextNs = Math.max(nextNs + intervalNs, nowNs + intervalNs / 2);
    }

    @Override
    public long nextDeadlineNs() {
        return asked < most ? nextNs : Long.MAX_VALUE;
    }

    @Override
    public void onDatagram(
            int number,
            Endpoint from,
            int octet,
            int hopLimit,
            long arrivedUnixNs,
            ByteBuffer b,
            int at,
            int length) {
        if (length != EchoLoop.BYTES || process.count >= most) {
            return;
        }
        long seenNs = System.nanoTime();
        long arrivedNs = clock.arrivedNs(seenNs, arrivedUnixNs);
        kernelTells |= arrivedUnixNs != 0;
        long askedNs = b.getLong(at + EchoLoop.ASKED_AT);
        long thereKernelNs = b.getLong(at + EchoLoop.KERNEL_AT);
        long thereSeenNs = b.getLong(at + EchoLoop.SEEN_AT);
        long leftNs = b.getLong(at + EchoLoop.LEFT_AT);
        kernel.add(arrivedNs - askedNs - (leftNs - thereKernelNs), thereKernelNs - askedNs);
        process.add(seenNs - askedNs - (leftNs - thereSeenNs), thereSeenNs - askedNs);
    }

    @Override
    public void onClock(long nowNs, long unixNs) {}

    @Override
    public void close() {
        loop.close();
    }
}
