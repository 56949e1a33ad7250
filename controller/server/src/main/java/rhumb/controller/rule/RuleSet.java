package rhumb.controller.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;

/** All rules of one forwarder, in the order in which it reads them. Immutable. */
public final class RuleSet {
    private static final Comparator<RuleKey> ORDER =
            Comparator.comparing(RuleKey::kind)
                    .thenComparingInt(RuleKey::a)
                    .thenComparingInt(RuleKey::b)
                    .thenComparing(RuleKey::name);

    public static final RuleSet EMPTY = new RuleSet(new TreeMap<>(ORDER));

    private final SortedMap<RuleKey, Rule> rules;

    private RuleSet(SortedMap<RuleKey, Rule> rules) {
        this.rules = rules;
    }

    /** Of rules with the same key the last one counts. */
    public static RuleSet of(Collection<? extends Rule> rules) {
        SortedMap<RuleKey, Rule> sorted = new TreeMap<>(ORDER);
        rules.forEach(rule -> sorted.put(rule.key(), rule));
        return new RuleSet(sorted);
    }

    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    public @Nullable Rule rule(RuleKey key) {
        return rules.get(key);
    }

    public int size() {
        return rules.size();
    }

    /** These rules and this one, instead of the one with its key. */
    public RuleSet with(Rule rule) {
        SortedMap<RuleKey, Rule> changed = new TreeMap<>(rules);
        changed.put(rule.key(), rule);
        return new RuleSet(changed);
    }

    /** Rules of {@code wanted} that are not here or differ here. */
    List<Rule> missing(RuleSet wanted) {
        List<Rule> missing = new ArrayList<>();
        wanted.rules.forEach((key, rule) -> {
            Rule present = rules.get(key);
            if (present == null || !same(present, rule)) {
                missing.add(rule);
            }
        });
        return missing;
    }

    /** Keys that are here and not in {@code wanted}. */
    List<RuleKey> surplus(RuleSet wanted) {
        return rules.keySet().stream().filter(key -> !wanted.rules.containsKey(key)).toList();
    }

    /** Equal but for the delays of paths, which are for information and change all the time. */
    static boolean same(Rule a, Rule b) {
        if (!(a instanceof RouteRule first) || !(b instanceof RouteRule second)) {
            return a.equals(b);
        }
        List<PathRule> left = first.paths();
        List<PathRule> right = second.paths();
        if (!first.key().equals(second.key()) || left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).samePath(right.get(i))) {
                return false;
            }
        }
        return true;
    }
}
