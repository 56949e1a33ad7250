package rhumb.controller.intent;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.Meaning;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.LinkSecurity;

/** How the planner weighs and when it moves. Every component may be left out. */
public record PolicyIntent(
        @Meaning("least gain that is worth a move that nothing forces, in cost") @Defaulted
                Integer gainUs,
        @Meaning("the same relative to the present cost; both must be reached") @Defaulted
                Integer gainPercent,
        @Meaning("paths this close to the cheapest are equals: pairs are spread over them")
                @Defaulted
                Integer bandUs,
        @Meaning("how long a path must be better by the gain before a pair moves to it") @Defaulted
                Long settleNs,
        @Meaning("after a move, how long until the next one that nothing forces") @Defaulted
                Long holdDownNs,
        @Meaning(
                        "after so many moves within the flap window that nothing forced, each further"
                                + " one doubles the hold-down")
                @Defaulted
                Integer flapMoves,
        @Meaning("how long such moves are remembered; the longest hold-down too") @Defaulted
                Long flapWindowNs,
        @Meaning("how long a link that misbehaved stays dearer than it looks, falling evenly")
                @Defaulted
                Long trustAfterNs,
        @Meaning("longest path: 1 direct, 2 one relay, up to 5") @Defaulted Integer maxLinks,
        @Meaning("over how long the traffic of a drained place leaves it") @Defaulted
                Long drainOverNs,
        @Meaning("how full uplinks may be") @Defaulted CapacityIntent capacity,
        @Meaning("what operators want beyond that: pins, drains and the like (docs/planning.md)")
                @Defaulted
                List<RuleIntent> rules,
        @Meaning("how often links are probed, and what that may cost") @Defaulted
                ProbingIntent probing,
        @Meaning("how packets between PoPs are protected; all but `encrypt` are warned of")
                @Defaulted
                LinkSecurity security,
        @Meaning("what a class pays for, for classes that differ from the standard") @Defaulted
                Map<TrafficClass, ClassWeights> weights,
        @Meaning(
                        "what is made good of losses, and how dear that may be, per class"
                                + " (docs/protection.md)")
                @Defaulted
                Map<TrafficClass, ProtectionIntent> protection) {
    private static final long MS = 1_000_000L;

    public PolicyIntent {
        gainUs = orElse(gainUs, 5_000);
        gainPercent = orElse(gainPercent, 15);
        bandUs = orElse(bandUs, 2_000);
        settleNs = orElse(settleNs, 60_000 * MS);
        holdDownNs = orElse(holdDownNs, 10_000 * MS);
        flapMoves = orElse(flapMoves, 3);
        flapWindowNs = orElse(flapWindowNs, 3_600_000 * MS);
        drainOverNs = orElse(drainOverNs, 30_000 * MS);
        capacity = CapacityIntent.orStandard(capacity);
        rules = Checks.orEmpty(rules);
        trustAfterNs = orElse(trustAfterNs, 300_000 * MS);
        maxLinks = orElse(maxLinks, 3);
        probing = orElse(probing, ProbingIntent.standard());
        security = orElse(security, LinkSecurity.ENCRYPT);
        Map<TrafficClass, ClassWeights> all = new EnumMap<>(TrafficClass.class);
        TrafficClass.ALL.forEach(c -> all.put(c, ClassWeights.standard(c)));
        all.putAll(weights == null ? Map.of() : weights);
        weights = java.util.Collections.unmodifiableMap(all);
        protection = completed(protection);
        Checks.range("gain in microseconds", gainUs, 0, 10_000_000);
        Checks.range("gain-percent", gainPercent, 0, 100);
        Checks.range("band in microseconds", bandUs, 0, 1_000_000);
        Checks.range("settle in ms", settleNs / MS, 0, 3_600_000);
        Checks.range("hold-down in ms", holdDownNs / MS, 0, 3_600_000);
        Checks.range("flap-moves", flapMoves, 1, 16);
        Checks.range("flap-window in ms", flapWindowNs / MS, 1_000, 86_400_000);
        Checks.range("drain-over in ms", drainOverNs / MS, 0, 3_600_000);
        Checks.unique("rule", rules, RuleIntent::name);
        Checks.range("trust-after in ms", trustAfterNs / MS, 1_000, 86_400_000);
        Checks.range("max-links", maxLinks, 1, 5);
    }

    /** The usual policy with some things set; null = as usual. */
    @SuppressWarnings("NullAway") // null stands for "left out" in each component
    public PolicyIntent(
            @Nullable Integer gainUs,
            @Nullable Integer gainPercent,
            @Nullable Long holdDownNs,
            @Nullable Long trustAfterNs,
            @Nullable Integer maxLinks,
            @Nullable ProbingIntent probing,
            @Nullable Map<TrafficClass, ClassWeights> weights) {
        this(
                gainUs,
                gainPercent,
                null,
                null,
                holdDownNs,
                null,
                null,
                trustAfterNs,
                maxLinks,
                null,
                null,
                null,
                probing,
                null,
                weights,
                null);
    }

    public static PolicyIntent standard() {
        return new PolicyIntent(null, null, null, null, null, null, null);
    }

    /** This policy with these rules instead of its own. */
    public PolicyIntent withRules(List<RuleIntent> newRules) {
        return new PolicyIntent(
                gainUs,
                gainPercent,
                bandUs,
                settleNs,
                holdDownNs,
                flapMoves,
                flapWindowNs,
                trustAfterNs,
                maxLinks,
                drainOverNs,
                capacity,
                newRules,
                probing,
                security,
                weights,
                protection);
    }

    /** This policy with uplinks filled so. */
    public PolicyIntent withCapacity(CapacityIntent newCapacity) {
        return new PolicyIntent(
                gainUs,
                gainPercent,
                bandUs,
                settleNs,
                holdDownNs,
                flapMoves,
                flapWindowNs,
                trustAfterNs,
                maxLinks,
                drainOverNs,
                newCapacity,
                rules,
                probing,
                security,
                weights,
                protection);
    }

    /** This policy with moves settling for so long. */
    public PolicyIntent withSettleNs(long newSettleNs) {
        return new PolicyIntent(
                gainUs,
                gainPercent,
                bandUs,
                newSettleNs,
                holdDownNs,
                flapMoves,
                flapWindowNs,
                trustAfterNs,
                maxLinks,
                drainOverNs,
                capacity,
                rules,
                probing,
                security,
                weights,
                protection);
    }

    public ClassWeights weights(TrafficClass c) {
        return java.util.Objects.requireNonNull(weights.get(c));
    }

    /** How each class is protected, in the order of {@link TrafficClass#ALL}. */
    public List<Protection> protections() {
        return TrafficClass.ALL.stream()
                .map(c -> java.util.Objects.requireNonNull(protection.get(c)).protection(c))
                .toList();
    }

    private static Map<TrafficClass, ProtectionIntent> completed(
            @Nullable Map<TrafficClass, ProtectionIntent> given) {
        Map<TrafficClass, ProtectionIntent> all = new EnumMap<>(TrafficClass.class);
        TrafficClass.ALL.forEach(c -> all.put(c, ProtectionIntent.of(Protection.standard(c))));
        if (given != null) {
            given.forEach((c, one) -> all.put(c, one.completed(c)));
        }
        return java.util.Collections.unmodifiableMap(all);
    }

    /** This policy with classes protected so. */
    public PolicyIntent withProtection(Map<TrafficClass, ProtectionIntent> newProtection) {
        return new PolicyIntent(
                gainUs,
                gainPercent,
                bandUs,
                settleNs,
                holdDownNs,
                flapMoves,
                flapWindowNs,
                trustAfterNs,
                maxLinks,
                drainOverNs,
                capacity,
                rules,
                probing,
                security,
                weights,
                newProtection);
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return value == null ? other : value;
    }
}
