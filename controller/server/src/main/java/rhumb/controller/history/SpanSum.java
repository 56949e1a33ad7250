package rhumb.controller.history;

import rhumb.southbound.link.LinkEstimate;

/** Several spans in one. What is not known counts for nothing. */
final class SpanSum {
    private static final long UNKNOWN = LinkEstimate.UNKNOWN_VALUE;

    private int samples;
    private int degraded;
    private int down;
    private int unknown;
    private long lossPpmMax = UNKNOWN;
    private long delayNsMin = UNKNOWN;
    private long delayNsMax = UNKNOWN;
    private long delayNsP95 = UNKNOWN;
    private final Mean loss = new Mean();
    private final Mean delay = new Mean();
    private final Mean jitter = new Mean();

    /** Weighed by the seconds that it is of. */
    private static final class Mean {
        private long sum;
        private long weight;

        void add(long value, int times) {
            if (value >= 0) {
                sum += value * times;
                weight += times;
            }
        }

        /** Rounded up: a little loss is not none. */
        long value() {
            return weight == 0 ? UNKNOWN : (sum + weight - 1) / weight;
        }
    }

    void add(Span span) {
        samples += span.samples();
        degraded += span.degraded();
        down += span.down();
        unknown += span.unknown();
        loss.add(span.lossPpm(), span.samples());
        delay.add(span.delayNs(), span.samples());
        jitter.add(span.jitterNs(), span.samples());
        lossPpmMax = Math.max(lossPpmMax, span.lossPpmMax());
        delayNsMax = Math.max(delayNsMax, span.delayNsMax());
        delayNsP95 = Math.max(delayNsP95, span.delayNsP95());
        if (span.delayNsMin() >= 0) {
            delayNsMin =
                    delayNsMin < 0 ? span.delayNsMin() : Math.min(delayNsMin, span.delayNsMin());
        }
    }

    Span span(long fromUnixS, long stepS) {
        return new Span(
                fromUnixS,
                stepS,
                samples,
                degraded,
                down,
                unknown,
                loss.value(),
                lossPpmMax,
                delayNsMin,
                delay.value(),
                delayNsMax,
                delayNsP95,
                jitter.value());
    }
}
