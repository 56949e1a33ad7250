package rhumb.controller.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What one link costs one class, term by term, in microseconds of delay. Immutable. */
public final class LinkCost {
    /** A rule that acts on the link, and what it adds to the cost. */
    public record Rule(String name, int us) {}

    private static final Term[] TERMS = Term.values();

    private final int[] terms;
    private final int total;
    private final List<Rule> rules;

    LinkCost(int[] terms, int total, List<Rule> rules) {
        this.terms = terms;
        this.total = total;
        this.rules = List.copyOf(rules);
    }

    /** The operator's rules behind POLICY, DRAINED and FORBIDDEN, by their names. */
    public List<Rule> rules() {
        return rules;
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
