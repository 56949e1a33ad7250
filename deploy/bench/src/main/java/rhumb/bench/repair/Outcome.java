package rhumb.bench.repair;

import java.util.Arrays;

/** What a code gave back, and when, counted in packets of the stream. */
final class Outcome {
    private final int[] delays;
    private int recovered;
    private int lost;
    private long workNs;

    Outcome(int packets) {
        delays = new int[packets];
    }

    void lost() {
        lost++;
    }

    void recovered(int delayPackets) {
        delays[recovered++] = delayPackets;
    }

    void worked(long ns) {
        workNs += ns;
    }

    double residual(int packets) {
        return (lost - recovered) / (double) packets;
    }

    double meanDelay() {
        return Arrays.stream(delays, 0, recovered).average().orElse(0);
    }

    int p99Delay() {
        int[] sorted = Arrays.copyOf(delays, recovered);
        Arrays.sort(sorted);
        return recovered == 0 ? 0 : sorted[(int) (recovered * 0.99)];
    }

    long nsPerPacket(int packets) {
        return workNs / packets;
    }
}
