package rhumb.controller.intent;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;

/**
 * How the planner weighs and when it moves. Every component may be left out.
 *
 * @param gainUs least gain that is worth a move that nothing forces, in microseconds of cost
 * @param gainPercent the same relative to the present cost; both must be reached
 * @param holdDownMs after a move, how long until the next one that nothing forces
 * @param trustAfterMs how long a link that misbehaved stays dearer than it looks, falling evenly
 * @param probeIntervalMs time between probes on each link
 * @param maxLinks longest path
 * @param weights per class, where they differ from {@link ClassWeights#standard}
 */
public record PolicyIntent(
        Integer gainUs,
        Integer gainPercent,
        Integer holdDownMs,
        Integer trustAfterMs,
        Integer probeIntervalMs,
        Integer maxLinks,
        Map<TrafficClass, ClassWeights> weights) {
    private static final long MS = 1_000_000L;

    public PolicyIntent {
        gainUs = orElse(gainUs, 5_000);
        gainPercent = orElse(gainPercent, 10);
        holdDownMs = orElse(holdDownMs, 10_000);
        trustAfterMs = orElse(trustAfterMs, 300_000);
        probeIntervalMs = orElse(probeIntervalMs, 100);
        maxLinks = orElse(maxLinks, 3);
        Map<TrafficClass, ClassWeights> all = new EnumMap<>(TrafficClass.class);
        TrafficClass.ALL.forEach(c -> all.put(c, ClassWeights.standard(c)));
        all.putAll(weights == null ? Map.of() : weights);
        weights = java.util.Collections.unmodifiableMap(all);
        Checks.range("policy: gainUs", gainUs, 0, 10_000_000);
        Checks.range("policy: gainPercent", gainPercent, 0, 100);
        Checks.range("policy: holdDownMs", holdDownMs, 0, 3_600_000);
        Checks.range("policy: trustAfterMs", trustAfterMs, 1_000, 86_400_000);
        Checks.range("policy: probeIntervalMs", probeIntervalMs, 10, 10_000);
        Checks.range("policy: maxLinks", maxLinks, 1, 5);
    }

    @SuppressWarnings("NullAway") // null stands for "left out" in each component
    public static PolicyIntent standard() {
        return new PolicyIntent(null, null, null, null, null, null, null);
    }

    public ClassWeights weights(TrafficClass c) {
        return java.util.Objects.requireNonNull(weights.get(c));
    }

    public long holdDownNs() {
        return holdDownMs * MS;
    }

    public long trustAfterNs() {
        return trustAfterMs * MS;
    }

    public long probeIntervalNs() {
        return probeIntervalMs * MS;
    }

    private static Integer orElse(@Nullable Integer value, int other) {
        return value == null ? other : value;
    }
}
