package rhumb.controller.history;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Spans of one link, joined so that there are not too many. */
public final class Spans implements SpanTaker {
    private static final long[] STEPS_S = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200
    };
    private static final long DAY_S = 86_400;

    private final long sinceUnixS;
    private final long untilUnixS;
    private final long stepS;
    private final TreeMap<Long, SpanSum> sums = new TreeMap<>();

    /**
     * None yet.
     *
     * @param baseS seconds of what comes in: 1 or 60
     * @param most how many there may be
     */
    public Spans(long sinceUnixS, long untilUnixS, long baseS, int most) {
        this.sinceUnixS = sinceUnixS;
        this.untilUnixS = untilUnixS;
        this.stepS = step(untilUnixS - sinceUnixS, baseS, most);
    }

    private static long step(long rangeS, long baseS, int most) {
        for (long step : STEPS_S) {
            if (step >= baseS && rangeS / step < most) {
                return step;
            }
        }
        return DAY_S * (rangeS / DAY_S / most + 1);
    }

    public long stepS() {
        return stepS;
    }

    @Override
    public void take(Span span) {
        if (span.fromUnixS() + span.stepS() > sinceUnixS && span.fromUnixS() < untilUnixS) {
            long bucket = Math.floorDiv(span.fromUnixS(), stepS);
            sums.computeIfAbsent(bucket, b -> new SpanSum()).add(span);
        }
    }

    /** Those of which there are figures, oldest first. */
    public List<Span> all() {
        List<Span> all = new ArrayList<>();
        sums.forEach((bucket, sum) -> all.add(sum.span(bucket * stepS, stepS)));
        return all;
    }
}
