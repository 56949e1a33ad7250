package rhumb.bench.paths;

import java.util.Locale;

/** What is timed. */
public enum Work {
    /** From the costs of all links to the best paths of all pairs and classes. */
    COLD,
    /** Ten links have other costs, in every class. */
    LINKS_10,
    LINKS_100,
    /** All links of a PoP are lost. */
    POP,
    /** From the best paths to a backup for all pairs and classes. */
    BACKUPS;

    /** The size and number of classes for which figures are promised. */
    private static final int PROMISED_POPS = 1_000;

    private static final int PROMISED_CLASSES = 8;
    private static final int PROMISED_LINKS = 3;

    /** As it stands in the JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The promised median in ms; NaN when none is promised for this size. */
    double targetMs(int pops, int classes, int maxLinks) {
        if (pops != PROMISED_POPS || classes != PROMISED_CLASSES || maxLinks != PROMISED_LINKS) {
            return Double.NaN;
        }
        return switch (this) {
            case COLD -> 200;
            case LINKS_10 -> 5;
            case LINKS_100 -> 25;
            case POP -> 70;
            case BACKUPS -> 800;
        };
    }

    /** How often it is done, for so many rounds of the cold one. */
    int rounds(int rounds) {
        return switch (this) {
            case BACKUPS -> (rounds + 2) / 3;
            case COLD -> rounds;
            case LINKS_10, LINKS_100 -> 50 * rounds;
            case POP -> 3 * rounds;
        };
    }
}
