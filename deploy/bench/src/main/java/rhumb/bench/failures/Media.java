package rhumb.bench.failures;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.BitSet;
import java.util.concurrent.locks.LockSupport;

/**
 * A call through the overlay: RTP packets of audio, {@value #PER_SECOND} a second, numbered, from
 * one media server to another. One thread sends and one counts what comes.
 */
final class Media implements AutoCloseable {
    static final int PER_SECOND = 500;

    private static final int SIZE = 172;
    private static final int NUMBER_AT = 12; // the payload, after the fixed header of RTP
    private static final int EXPEDITED = 46 << 2; // EF in the octet of IP
    private static final int RECEIVE_BYTES = 4 << 20;
    private static final long GAP_NS = 1_000_000_000L / PER_SECOND;

    private final DatagramChannel out;
    private final DatagramChannel in;
    private final BitSet came = new BitSet();
    private volatile int sent;
    private volatile boolean closed;

    /**
     * Starts it.
     *
     * @param enters where the overlay takes it
     * @param leaves where it hands it over
     */
    Media(InetSocketAddress enters, InetSocketAddress leaves) throws IOException {
        in = DatagramChannel.open();
        in.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
        in.bind(leaves);
        out = DatagramChannel.open();
        out.setOption(StandardSocketOptions.IP_TOS, EXPEDITED);
        out.bind(new InetSocketAddress(leaves.getAddress(), 0));
        out.connect(enters);
        Thread.ofPlatform().daemon().name("media-count").start(this::count);
        Thread.ofPlatform().daemon().name("media-send").start(this::send);
    }

    /** How many were sent so far; also the number of the next. */
    int sent() {
        return sent;
    }

    /** How many of those with these numbers did not come. */
    int lost(int from, int to) {
        synchronized (came) {
            return to - from - came.get(from, to).cardinality();
        }
    }

    /** Where those are that did not come, for people. */
    String gaps(int from, int to) {
        StringBuilder text = new StringBuilder();
        synchronized (came) {
            int begin = came.nextClearBit(from);
            while (begin < to) {
                int end = came.nextSetBit(begin);
                end = end < 0 || end > to ? to : end;
                text.append(text.isEmpty() ? "" : ", ").append(begin - from).append('+');
                text.append(end - begin);
                begin = came.nextClearBit(end);
            }
        }
        return text.toString();
    }

    private void send() {
        ByteBuffer packet = ByteBuffer.allocateDirect(SIZE);
        packet.put(0, (byte) 0x80).put(1, (byte) 111).putInt(8, 0x5248_4d42);
        long nextNs = System.nanoTime();
        try {
            while (!closed) {
                int number = sent;
                packet.clear();
                packet.putShort(2, (short) number).putInt(4, number * (48_000 / PER_SECOND));
                packet.putInt(NUMBER_AT, number);
                try {
                    out.write(packet);
                } catch (ClosedChannelException e) {
                    throw e;
                } catch (IOException e) {
                    // Nobody listens yet: what becomes of it is counted at the other end.
                }
                sent = number + 1;
                nextNs += GAP_NS;
                while (System.nanoTime() < nextNs) {
                    LockSupport.parkNanos(nextNs - System.nanoTime());
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void count() {
        ByteBuffer packet = ByteBuffer.allocateDirect(2_048);
        try {
            while (true) {
                packet.clear();
                in.receive(packet);
                if (packet.position() == SIZE) {
                    synchronized (came) {
                        came.set(packet.getInt(NUMBER_AT));
                    }
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        out.close();
        in.close();
    }
}
