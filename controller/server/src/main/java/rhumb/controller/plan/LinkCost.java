package rhumb.controller.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What one link costs one class, term by term, in microseconds of delay. Immutable. */
public final class LinkCost {
    private static final Term[] TERMS = Term.values();

    private final int[] terms;
    private final int total;

    LinkCost(int[] terms, int total) {
        this.terms = terms;
        this.total = total;
    }

    public int term(Term term) {
        return terms[term.ordinal()];
    }

    /** What the planner counts: the sum of the terms within the bounds of {@link CostModel}. */
    public int total() {
        return total;
    }

    @Override
    public String toString() {
        return Arrays.stream(TERMS)
                .filter(t -> term(t) != 0)
                .map(t -> t.label() + " " + term(t))
                .collect(Collectors.joining(", "));
    }
}
