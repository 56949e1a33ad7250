package rhumb.sim.impair;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import rhumb.net.LinkId;

/**
 * Drives a pipe in virtual time: each end writes a random stream as fast as it may and reads what
 * comes, checking every byte.
 */
final class TcpRun implements TcpPipe.Sink {
    static final long MS = 1_000_000L;
    static final long S = 1_000 * MS;
    static final TcpPipe.Side A = TcpPipe.Side.OPENER;
    static final TcpPipe.Side B = TcpPipe.Side.ACCEPTOR;

    final LinkModel forward;
    final LinkModel backward;
    final TcpPipe pipe;
    final List<String> events = new ArrayList<>();
    final long[] received = new long[2];
    final long[] sent = new long[2];
    private final long[] toSend = new long[2];
    private final boolean[] paused = new boolean[2];
    private final ByteBuffer chunk = ByteBuffer.allocate(16_384);
    long nowNs;

    TcpRun(long seed, LinkSettings there, LinkSettings back) {
        forward = new LinkModel(there, LinkModel.random(seed, LinkId.parse("a->b")));
        backward = new LinkModel(back, LinkModel.random(seed, LinkId.parse("b->a")));
        pipe = new TcpPipe(forward, backward, 104, this);
    }

    void connect() {
        pipe.connect(nowNs);
    }

    void send(TcpPipe.Side side, long bytes) {
        toSend[side.ordinal()] += bytes;
        fill(nowNs, side);
    }

    void pauseReading(TcpPipe.Side side, boolean pause) {
        paused[side.ordinal()] = pause;
        if (!pause) {
            drain(nowNs, side);
        }
    }

    void runUntil(long endNs) {
        while (pipe.nextDeadlineNs() <= endNs) {
            assertThat(pipe.nextDeadlineNs()).isGreaterThanOrEqualTo(nowNs);
            nowNs = pipe.nextDeadlineNs();
            pipe.onDeadline(nowNs);
        }
        nowNs = endNs;
    }

    /** Runs until nothing can happen any more; gives the time. */
    long runOut(long limitNs) {
        while (pipe.nextDeadlineNs() != Long.MAX_VALUE && nowNs < limitNs) {
            nowNs = pipe.nextDeadlineNs();
            pipe.onDeadline(nowNs);
        }
        return nowNs;
    }

    private void fill(long now, TcpPipe.Side side) {
        int i = side.ordinal();
        while (sent[i] < toSend[i]) {
            chunk.clear();
            int length = (int) Math.min(chunk.capacity(), toSend[i] - sent[i]);
            for (int n = 0; n < length; n++) {
                chunk.put(byteAt(side, sent[i] + n));
            }
            chunk.flip();
            int taken = pipe.write(now, side, chunk);
            sent[i] += taken;
            if (taken < length) {
                return;
            }
        }
    }

    private void drain(long now, TcpPipe.Side side) {
        int i = side.ordinal();
        while (!paused[i] && pipe.readable(side) > 0) {
            chunk.clear();
            pipe.read(now, side, chunk);
            chunk.flip();
            while (chunk.hasRemaining()) {
                byte want = byteAt(side.other(), received[i]);
                if (chunk.get() != want) {
                    throw new AssertionError("byte " + received[i] + " at " + side + " differs");
                }
                received[i]++;
            }
        }
    }

    private static byte byteAt(TcpPipe.Side side, long position) {
        long x = (position + 1) * 0x9e3779b97f4a7c15L + side.ordinal();
        return (byte) (x >>> 40 ^ x >>> 20);
    }

    static LinkSettings wild(Random random) {
        return new Edit()
                .delayNs(random.nextInt(200) * MS)
                .jitterNs(random.nextInt(10) * MS)
                .lossPpm(random.nextInt(300_000))
                .burstPpm(random.nextInt(200_000))
                .burstLength(1 + random.nextInt(6))
                .reorderPpm(random.nextInt(100_000))
                .duplicatePpm(random.nextInt(100_000))
                .rateBps(random.nextBoolean() ? 0 : 500_000 + random.nextInt(20_000_000))
                .queueNs(20 * MS + random.nextInt(200) * MS)
                .done();
    }

    @Override
    public void onConnected(long now, TcpPipe.Side side) {
        events.add("connected " + side + " " + now / MS);
        fill(now, side);
    }

    @Override
    public void onReadable(long now, TcpPipe.Side side) {
        drain(now, side);
    }

    @Override
    public void onWritable(long now, TcpPipe.Side side) {
        fill(now, side);
    }

    @Override
    public void onBroken(long now, TcpPipe.Side side, TcpPipe.Cause cause) {
        events.add(cause + " " + side + " " + now / MS);
    }
}
