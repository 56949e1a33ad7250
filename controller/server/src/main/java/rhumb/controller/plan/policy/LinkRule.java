package rhumb.controller.plan.policy;

import java.util.BitSet;
import rhumb.net.ClassSet;

/**
 * A rule that says something of links.
 *
 * @param name what the operator calls it
 * @param kind what it says
 * @param us for CHARGE: what each link costs more, or less when negative; otherwise 0
 * @param links of which links; not to be changed
 * @param transit whether it means a PoP between the ends: {@code links} are those that leave it,
 *     and it does not touch paths that start there
 */
public record LinkRule(
        String name, ClassSet classes, Kind kind, int us, BitSet links, boolean transit) {
    /** What a rule says of a link. */
    public enum Kind {
        /** It costs more, or less. */
        CHARGE,
        /** It is to be emptied. */
        DRAIN,
        /** It is not to be used. */
        FORBID
    }

    /** Whether it touches a path that has this link at this position, counted from 0. */
    public boolean touches(int link, int position) {
        return links.get(link) && !(transit && position == 0);
    }
}
