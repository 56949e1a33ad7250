package rhumb.bench.repair;

import java.util.Arrays;
import java.util.Random;
import rhumb.forward.fec.Gf256;
import rhumb.forward.fec.RlcCoefficients;
import rhumb.forward.fec.RlcDecoder;

/**
 * One stream, one loss process, one code. Both codes may look back as many packets: what is not
 * known by then is lost. Repair packets are lost like any others. What comes out is compared with
 * what was sent.
 */
public final class Trial {
    private final int packets;
    private final int symbolBytes;
    private final int window;
    private final int every;
    private final double share;
    private final double burst;
    private final byte[][] content;

    /**
     * @param window packets that a repair packet speaks of
     * @param every packets for each repair packet; divides the window
     */
    public Trial(int packets, int symbolBytes, int window, int every, double share, double burst) {
        this.packets = packets - packets % window;
        this.symbolBytes = symbolBytes;
        this.window = window;
        this.every = every;
        this.share = share;
        this.burst = burst;
        content = new byte[256][symbolBytes];
        Random random = new Random(7);
        for (byte[] symbol : content) {
            random.nextBytes(symbol);
        }
    }

    /** Rows of the table: residual, mean and p99 delay in packets, ns of work a packet. */
    public String slidingWindow(long seed) {
        Outcome outcome = new Outcome(packets);
        Window known = new Window(outcome);
        RlcDecoder decoder = new RlcDecoder(symbolBytes, known);
        RlcCoefficients coefficients = new RlcCoefficients();
        Losses losses = new Losses(seed, share, burst);
        byte[] repair = new byte[symbolBytes];
        for (int n = 0; n < packets; n++) {
            known.now = n;
            known.came[n] = !losses.next();
            if (known.came[n]) {
                decoder.onNewest(n);
            } else {
                outcome.lost();
            }
            if (n % every != every - 1) {
                continue;
            }
            int first = Math.max(0, n - window + 1);
            int count = n - first + 1;
            long begunNs = System.nanoTime();
            coefficients.compute(n & 0xffff, count);
            Arrays.fill(repair, (byte) 0);
            for (int i = 0; i < count; i++) {
                byte[] symbol = content[first + i & 255];
                Gf256.addScaled(repair, 0, symbol, 0, symbolBytes, coefficients.of(i));
            }
            if (!losses.next()) {
                decoder.onRepair(first, count, n & 0xffff, repair, 0, symbolBytes);
            }
            outcome.worked(System.nanoTime() - begunNs);
        }
        return row(outcome);
    }

    public String blocks(long seed) {
        Outcome outcome = new Outcome(packets);
        int repairs = window / every;
        RsBlock code = new RsBlock(window, repairs, symbolBytes);
        Losses losses = new Losses(seed, share, burst);
        byte[][] block = new byte[window][];
        boolean[] came = new boolean[window];
        byte[] encoded = new byte[symbolBytes];
        for (int start = 0; start < packets; start += window) {
            int lost = 0;
            for (int i = 0; i < window; i++) {
                block[i] = content[start + i & 255];
                came[i] = !losses.next();
                lost += came[i] ? 0 : 1;
            }
            int[] got = new int[lost];
            byte[][] received = new byte[lost][];
            int usable = 0;
            long begunNs = System.nanoTime();
            for (int r = 0; r < repairs; r++) {
                code.encode(block, r, encoded);
                if (!losses.next() && usable < lost) {
                    got[usable] = r;
                    received[usable++] = encoded.clone();
                }
            }
            boolean solved = lost > 0 && usable == lost;
            byte[][] symbols = solved ? code.decode(block, came, got, received) : received;
            outcome.worked(System.nanoTime() - begunNs);
            for (int i = 0, next = 0; i < window; i++) {
                if (!came[i]) {
                    outcome.lost();
                    if (solved) {
                        compare(symbols[next++], 0, start + i);
                        outcome.recovered(window - 1 - i);
                    }
                }
            }
        }
        return row(outcome);
    }

    private String row(Outcome outcome) {
        return String.format(
                java.util.Locale.ROOT,
                "%8.4f %% %6.1f %4d %7d",
                outcome.residual(packets) * 100,
                outcome.meanDelay(),
                outcome.p99Delay(),
                outcome.nsPerPacket(packets));
    }

    private void compare(byte[] bytes, int at, int number) {
        if (!Arrays.equals(bytes, at, at + symbolBytes, content[number & 255], 0, symbolBytes)) {
            throw new IllegalStateException("packet " + number + " came out wrong");
        }
    }

    private final class Window implements RlcDecoder.Symbols {
        final boolean[] came = new boolean[packets];
        final Outcome outcome;
        int now;

        Window(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public boolean isMissing(int number) {
            return !came[number];
        }

        @Override
        public int at(int number) {
            return 0;
        }

        @Override
        public int length(int number) {
            return symbolBytes;
        }

        @Override
        public byte[] bytes(int number) {
            return content[number & 255];
        }

        @Override
        public void onRecovered(int number, byte[] bytes, int at, int length) {
            compare(bytes, at, number);
            came[number] = true;
            if (now - number < window) {
                outcome.recovered(now - number);
            }
        }
    }
}
