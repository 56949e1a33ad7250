package rhumb.controller;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/**
 * How long the steps of convergences took since the start. Each step of each trace counts once,
 * when both of its ends are first known; the ends may come from two nodes' clocks, and what these
 * make negative counts as nothing.
 */
public final class StageTimes {
    /** One step of a convergence. */
    public enum Step {
        JUDGED(Stage.FIRST_SIGN, Stage.DEGRADED),
        SWITCHED_LOCALLY(Stage.DEGRADED, Stage.LOCAL_SWITCH),
        REPORTED(Stage.DEGRADED, Stage.REPORTED),
        RECEIVED(Stage.REPORTED, Stage.IN_LSDB),
        PLANNED(Stage.IN_LSDB, Stage.PLANNED),
        SENT(Stage.PLANNED, Stage.SENT),
        ACKNOWLEDGED(Stage.SENT, Stage.ACKED),
        IN_USE(Stage.ACKED, Stage.FIRST_PACKET);

        private final Stage from;
        private final Stage to;

        Step(Stage from, Stage to) {
            this.from = from;
            this.to = to;
        }

        public Stage from() {
            return from;
        }

        public Stage to() {
            return to;
        }
    }

    /** Upper bounds of the buckets, rising: 1 ms to 10 s; above is one more. */
    public static final List<Long> BOUNDS_NS = bounds();

    /**
     * Observations since the start.
     *
     * @param counts in each bucket alone, one more than there are bounds
     * @param sumNs of all observations
     */
    public record Distribution(List<Long> counts, long sumNs) {
        static final Distribution NONE =
                new Distribution(Collections.nCopies(BOUNDS_NS.size() + 1, 0L), 0);

        public Distribution {
            counts = List.copyOf(counts);
        }

        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }

        Distribution with(long observedNs) {
            long ns = Math.max(0, observedNs);
            int bucket = 0;
            while (bucket < BOUNDS_NS.size() && ns > BOUNDS_NS.get(bucket)) {
                bucket++;
            }
            List<Long> more = new ArrayList<>(counts);
            more.set(bucket, more.get(bucket) + 1);
            return new Distribution(more, sumNs + ns);
        }
    }

    /**
     * All distributions at one moment.
     *
     * @param degradeToSwitch from the first sign to media on another path
     */
    public record Snapshot(Distribution degradeToSwitch, Map<Step, Distribution> steps) {
        public Snapshot {
            steps = Collections.unmodifiableMap(new EnumMap<>(steps));
        }
    }

    private final Map<Step, Distribution> steps = new EnumMap<>(Step.class);
    private Distribution degradeToSwitch = Distribution.NONE;

    StageTimes() {
        for (Step step : Step.values()) {
            steps.put(step, Distribution.NONE);
        }
    }

    /** A trace that was not known, or known as {@code before}, is now {@code after}. */
    void changed(@Nullable ConvergenceTrace before, ConvergenceTrace after) {
        for (Step step : Step.values()) {
            OptionalLong ns = after.between(step.from, step.to);
            boolean known = before != null && before.between(step.from, step.to).isPresent();
            if (ns.isPresent() && !known) {
                steps.computeIfPresent(step, (s, times) -> times.with(ns.getAsLong()));
            }
        }
        OptionalLong ns = TraceLedger.Convergence.of(after).degradeToSwitchNs();
        boolean known =
                before != null
                        && TraceLedger.Convergence.of(before).degradeToSwitchNs().isPresent();
        if (ns.isPresent() && !known) {
            degradeToSwitch = degradeToSwitch.with(ns.getAsLong());
        }
    }

    Snapshot snapshot() {
        return new Snapshot(degradeToSwitch, steps);
    }

    private static List<Long> bounds() {
        List<Long> bounds = new ArrayList<>();
        for (long decade = 100_000; decade < 10_000_000_000L; decade *= 10) {
            bounds.addAll(List.of(decade * 10, decade * 25, decade * 50));
        }
        return bounds.stream().filter(b -> b <= 10_000_000_000L).toList();
    }
}
