package rhumb.controller.intent;

import rhumb.net.Meaning;
import rhumb.net.TrafficClass;

/** What a class pays for, in microseconds of delay: the one currency of links. */
public record ClassWeights(
        @Meaning("of the one-way delay, 1 to 1000") int delayPercent,
        @Meaning("of the delay variation, 0 to 1000") int jitterPercent,
        @Meaning("for one unit of -ln(1 - loss): 1 % of loss costs about a hundredth of it")
                int lossUs,
        @Meaning("for each link, so that a relay must earn its place") int hopUs,
        @Meaning("for one cent per gigabyte") int priceUs) {
    public ClassWeights {
        Checks.range("weights: delay-percent", delayPercent, 1, 1_000);
        Checks.range("weights: jitter-percent", jitterPercent, 0, 1_000);
        Checks.range("weights: loss in microseconds", lossUs, 0, 20_000_000);
        Checks.range("weights: hop in microseconds", hopUs, 1, 1_000_000);
        Checks.range("weights: price in microseconds", priceUs, 0, 100_000);
    }

    /**
     * Implementation constants. For audio 1 % of loss is worth 20 ms of detour (Network Next trades
     * the same); live is TCP, whose rate falls with the root of the loss, so it buys loss off
     * dearest; bulk and log count money before time.
     */
    public static ClassWeights standard(TrafficClass c) {
        return switch (c) {
            case SIGNALLING -> new ClassWeights(100, 100, 4_000_000, 2_000, 0);
            case AUDIO -> new ClassWeights(100, 200, 2_000_000, 2_000, 0);
            case VIDEO_KEY -> new ClassWeights(100, 100, 3_000_000, 2_000, 0);
            case VIDEO -> new ClassWeights(100, 100, 1_500_000, 2_000, 10);
            case LIVE -> new ClassWeights(100, 50, 5_000_000, 2_000, 20);
            case BULK -> new ClassWeights(20, 0, 200_000, 5_000, 200);
            case DEFAULT -> new ClassWeights(100, 50, 500_000, 2_000, 50);
            case LOG -> new ClassWeights(10, 0, 50_000, 5_000, 500);
        };
    }
}
