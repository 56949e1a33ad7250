package rhumb.forward.fib;

import rhumb.southbound.rule.PathRule;

/**
 * A path to another PoP. Routes of several classes share one object when their labels are equal.
 *
 * @param index unique in a FIB and below {@link Fib#PATH_PLACES}; a path that an update keeps keeps
 *     it
 * @param pop number of the PoP at its end
 * @param first the link by which it leaves
 */
public record FibPath(int index, int pop, FibLink first, PathRule rule) {
    /** Links of the path. */
    public int length() {
        return rule.labels().size();
    }

    /** The label of the nth link. */
    public int label(int n) {
        return rule.labels().get(n).value();
    }

    /** The same path as newer rules have it: its expected delay may be another. */
    FibPath with(PathRule newer) {
        return rule.equals(newer) ? this : new FibPath(index, pop, first, newer);
    }

    /** Whether both lead to the same PoP over the same links, whatever the FIB they are of. */
    public boolean samePath(FibPath other) {
        return pop == other.pop && rule.samePath(other.rule);
    }
}
