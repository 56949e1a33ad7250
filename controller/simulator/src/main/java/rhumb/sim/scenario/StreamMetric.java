package rhumb.sim.scenario;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be expected of a stream. Counts are packets, or FLV tags for live streams. */
public enum StreamMetric {
    SENT("sent", Unit.COUNT, false),
    RECEIVED("received", Unit.COUNT, false),
    LOST("lost", Unit.COUNT, false),
    LOST_SHARE("lost%", Unit.PERCENT, false),
    DUPLICATE("duplicate", Unit.COUNT, false),
    /** What arrived after something sent later. */
    REORDERED("reordered", Unit.COUNT, false),
    REORDERED_SHARE("reordered%", Unit.PERCENT, false),
    /** What arrived and was never sent. */
    CORRUPT("corrupt", Unit.COUNT, false),
    /** What arrived with another code point than it was sent with. */
    DSCP("dscp", Unit.COUNT, false),
    SWITCHES("switches", Unit.COUNT, false),
    /** Longest time without an arrival. */
    GAP("gap", Unit.DURATION, true),
    P50("p50", Unit.DURATION, true),
    P99("p99", Unit.DURATION, true);

    /** How its limit is written. */
    public enum Unit {
        COUNT,
        PERCENT,
        DURATION
    }

    private final String label;
    private final Unit unit;
    private final boolean worst;

    StreamMetric(String label, Unit unit, boolean worst) {
        this.label = label;
        this.unit = unit;
        this.worst = worst;
    }

    static @Nullable StreamMetric of(String text) {
        return Arrays.stream(values()).filter(m -> m.label.equals(text)).findFirst().orElse(null);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(StreamMetric::label).toList();
    }

    /** The word in a scenario. */
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    /** Whether several streams count by the worst of them; by their sum otherwise. */
    public boolean worst() {
        return worst;
    }
}
