package rhumb.southbound.dscp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import rhumb.net.Dscp;

/**
 * The name of what a direction does to code points. A partial map can fit several behaviours; then
 * all are said and none is guessed.
 *
 * @param fitting what the known part of the map fits, in the order of {@link Remarking}; empty when
 *     nothing is known or when no known behaviour explains it
 * @param known how many of the 64 code points that rests on
 */
public record Behaviour(List<Remarking> fitting, int known) {
    public Behaviour {
        fitting = List.copyOf(fitting);
    }

    public static Behaviour of(CodePointMap map) {
        int known = map.knownCount();
        List<Remarking> fitting = new ArrayList<>();
        if (known > 0) {
            for (Remarking remarking : Remarking.ALL) {
                if (remarking.fits(map)) {
                    fitting.add(remarking);
                }
            }
        }
        // Of a whole map the narrower description is the name: Re-mark-ToS also leaves few values.
        if (known == Dscp.COUNT && fitting.size() > 1) {
            fitting.remove(Remarking.REMARK_DSCP);
        }
        return new Behaviour(fitting, known);
    }

    /** Whether exactly one behaviour fits. */
    public boolean certain() {
        return fitting.size() == 1;
    }

    /** Such as {@code Bleach-low or Bleach-some-low}, {@code unclassified}, {@code unknown}. */
    @Override
    public String toString() {
        if (known == 0) {
            return "unknown";
        }
        return fitting.isEmpty()
                ? "unclassified"
                : fitting.stream().map(Remarking::label).collect(Collectors.joining(" or "));
    }
}
