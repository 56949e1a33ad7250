package rhumb.controller.top;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The rate of a count that is told now and then. Forwarders tell theirs once a second, so a rate
 * over one step would be nothing or twice too much: it is taken over the last seconds.
 */
final class Counter {
    private static final long WINDOW_NS = 5_000_000_000L;

    private record Sample(long atNs, long count) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    void onCount(long nowNs, long count) {
        Sample last = samples.peekLast();
        if (last != null && count < last.count()) {
            samples.clear(); // the process that counts began anew
        }
        samples.addLast(new Sample(nowNs, count));
        while (samples.size() > 2 && nowNs - samples.peekFirst().atNs() > WINDOW_NS) {
            samples.removeFirst();
        }
    }

    /** A second; -1 until it is known. */
    double rate() {
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        if (first == null || last == null || last.atNs() == first.atNs()) {
            return -1;
        }
        return (last.count() - first.count()) * 1e9 / (last.atNs() - first.atNs());
    }
}
