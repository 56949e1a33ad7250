package rhumb.sim.scenario;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.sim.impair.LinkSettings;

/** The words that say what a link does. */
public enum LinkWord {
    DELAY("delay", Unit.DURATION),
    JITTER("jitter", Unit.DURATION),
    LOSS("loss", Unit.PERCENT),
    BURST("burst", Unit.PERCENT),
    LENGTH("length", Unit.COUNT),
    REORDER("reorder", Unit.PERCENT),
    HOLDBACK("holdback", Unit.DURATION),
    DUPLICATE("duplicate", Unit.PERCENT),
    RATE("rate", Unit.RATE),
    QUEUE("queue", Unit.DURATION),
    BLACKHOLE("blackhole", Unit.FLAG),
    BLEACH("bleach", Unit.MARKING),
    REMAP("remap", Unit.MARKING);

    /** What follows the word. */
    enum Unit {
        DURATION,
        PERCENT,
        COUNT,
        RATE,
        /** Nothing; the word alone says it. */
        FLAG,
        /** Nothing after {@code bleach}, pairs of code points after {@code remap}. */
        MARKING
    }

    private static final LinkWord[] WORDS = values();

    private final String label;
    private final Unit unit;

    LinkWord(String label, Unit unit) {
        this.label = label;
        this.unit = unit;
    }

    static @Nullable LinkWord of(String text) {
        for (LinkWord word : WORDS) {
            if (word.label.equals(text)) {
                return word;
            }
        }
        return null;
    }

    static List<String> labels() {
        return Arrays.stream(WORDS).map(LinkWord::label).toList();
    }

    /** The word in a scenario. */
    public String label() {
        return label;
    }

    Unit unit() {
        return unit;
    }

    /** The word's figure in some settings; 0 for those without a figure. */
    long read(LinkSettings s) {
        return switch (this) {
            case DELAY -> s.delayNs();
            case JITTER -> s.jitterNs();
            case LOSS -> s.lossPpm();
            case BURST -> s.burstPpm();
            case LENGTH -> s.burstLength();
            case REORDER -> s.reorderPpm();
            case HOLDBACK -> s.holdBackNs();
            case DUPLICATE -> s.duplicatePpm();
            case RATE -> s.rateBps();
            case QUEUE -> s.queueNs();
            case BLACKHOLE -> s.blackhole() ? 1 : 0;
            case BLEACH, REMAP -> 0;
        };
    }
}
