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
 * @param holdDownNs after a move, how long until the next one that nothing forces
 * @param trustAfterNs how long a link that misbehaved stays dearer than it looks, falling evenly
 * @param maxLinks longest path
 * @param probing how often links are probed, and what that may cost
 * @param weights per class, where they differ from {@link ClassWeights#standard}
 */
public record PolicyIntent(
        @Defaulted Integer gainUs,
        @Defaulted Integer gainPercent,
        @Defaulted Long holdDownNs,
        @Defaulted Long trustAfterNs,
        @Defaulted Integer maxLinks,
        @Defaulted ProbingIntent probing,
        @Defaulted Map<TrafficClass, ClassWeights> weights) {
    private static final long MS = 1_000_000L;

    public PolicyIntent {
        gainUs = orElse(gainUs, 5_000);
        gainPercent = orElse(gainPercent, 10);
        holdDownNs = orElse(holdDownNs, 10_000 * MS);
        trustAfterNs = orElse(trustAfterNs, 300_000 * MS);
        maxLinks = orElse(maxLinks, 3);
        probing = orElse(probing, ProbingIntent.standard());
        Map<TrafficClass, ClassWeights> all = new EnumMap<>(TrafficClass.class);
        TrafficClass.ALL.forEach(c -> all.put(c, ClassWeights.standard(c)));
        all.putAll(weights == null ? Map.of() : weights);
        weights = java.util.Collections.unmodifiableMap(all);
        Checks.range("gain in microseconds", gainUs, 0, 10_000_000);
        Checks.range("gain-percent", gainPercent, 0, 100);
        Checks.range("hold-down in ms", holdDownNs / MS, 0, 3_600_000);
        Checks.range("trust-after in ms", trustAfterNs / MS, 1_000, 86_400_000);
        Checks.range("max-links", maxLinks, 1, 5);
    }

    @SuppressWarnings("NullAway") // null stands for "left out" in each component
    public static PolicyIntent standard() {
        return new PolicyIntent(null, null, null, null, null, null, null);
    }

    public ClassWeights weights(TrafficClass c) {
        return java.util.Objects.requireNonNull(weights.get(c));
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return value == null ? other : value;
    }
}
