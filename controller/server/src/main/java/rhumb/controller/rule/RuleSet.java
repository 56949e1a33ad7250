package rhumb.controller.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;

/**
 * All rules of one forwarder, in the order in which it reads them. Immutable. A list and no map: of
 * a thousand PoPs there are ten million rules, and mostly all but a few are those of the set
 * before.
 */
@SuppressWarnings("ReferenceEquality") // the same object needs no look at what is in it
public final class RuleSet {
    private static final Comparator<RuleKey> ORDER =
            Comparator.comparing(RuleKey::kind)
                    .thenComparingInt(RuleKey::a)
                    .thenComparingInt(RuleKey::b)
                    .thenComparing(RuleKey::name);

    public static final RuleSet EMPTY = new RuleSet(List.of());

    /** By their keys, each once. */
    private final List<Rule> rules;

    private RuleSet(List<Rule> rules) {
        this.rules = rules;
    }

    /** Of rules with the same key the last one counts. */
    public static RuleSet of(Collection<? extends Rule> rules) {
        Rule[] sorted = rules.toArray(new Rule[0]);
        Arrays.sort(sorted, Comparator.comparing(Rule::key, ORDER)); // equal ones as they came
        int count = 0;
        for (Rule rule : sorted) {
            boolean again = count > 0 && sorted[count - 1].key().equals(rule.key());
            count -= again ? 1 : 0;
            sorted[count++] = rule;
        }
        return new RuleSet(List.of(Arrays.copyOf(sorted, count)));
    }

    public List<Rule> rules() {
        return rules;
    }

    public @Nullable Rule rule(RuleKey key) {
        int place = place(key);
        return place < 0 ? null : rules.get(place);
    }

    public int size() {
        return rules.size();
    }

    /** These rules and this one, instead of the one with its key. */
    public RuleSet with(Rule rule) {
        int place = place(rule.key());
        Rule[] changed;
        if (place >= 0) {
            changed = rules.toArray(new Rule[0]);
            changed[place] = rule;
        } else {
            int before = -place - 1;
            changed = new Rule[rules.size() + 1];
            for (int i = 0; i < changed.length; i++) {
                changed[i] = i == before ? rule : rules.get(i < before ? i : i - 1);
            }
        }
        return new RuleSet(List.of(changed));
    }

    /**
     * These rules with others instead of those with their keys.
     *
     * @param gone keys of which no rule is left; none of those of {@code changed}
     */
    RuleSet with(Collection<? extends Rule> changed, Set<RuleKey> gone) {
        Rule[] all = rules.toArray(new Rule[0]);
        List<Rule> added = new ArrayList<>();
        for (Rule rule : changed) {
            int place = place(rule.key());
            if (place >= 0) {
                all[place] = rule;
            } else {
                added.add(rule);
            }
        }
        if (added.isEmpty() && gone.stream().allMatch(key -> place(key) < 0)) {
            return new RuleSet(List.of(all));
        }
        for (Rule rule : all) {
            if (!gone.contains(rule.key())) {
                added.add(rule);
            }
        }
        return of(added);
    }

    /** Whether {@link #missing} or {@link #surplus} would find anything. */
    boolean differs(RuleSet wanted) {
        if (size() != wanted.size()) {
            return true;
        }
        for (int i = 0; i < rules.size(); i++) {
            Rule here = rules.get(i);
            Rule there = wanted.rules.get(i);
            if (here != there && !(here.key().equals(there.key()) && same(here, there))) {
                return true;
            }
        }
        return false;
    }

    /** Rules of {@code wanted} that are not here or differ here. */
    List<Rule> missing(RuleSet wanted) {
        List<Rule> missing = new ArrayList<>();
        int here = 0;
        for (Rule rule : wanted.rules) {
            here = skipTo(rule, here);
            Rule present = here < rules.size() ? rules.get(here) : null;
            if (present == null || present != rule && !same(present, rule)) {
                missing.add(rule);
            }
        }
        return missing;
    }

    /** Keys that are here and not in {@code wanted}. */
    List<RuleKey> surplus(RuleSet wanted) {
        List<RuleKey> surplus = new ArrayList<>();
        int there = 0;
        for (Rule rule : rules) {
            there = wanted.skipTo(rule, there);
            Rule present = there < wanted.size() ? wanted.rules.get(there) : null;
            if (present == null || present != rule && !present.key().equals(rule.key())) {
                surplus.add(rule.key());
            }
        }
        return surplus;
    }

    /** The first place from this one on whose key is not before that of a rule. */
    private int skipTo(Rule rule, int from) {
        int place = from;
        while (place < rules.size()
                && rules.get(place) != rule
                && ORDER.compare(rules.get(place).key(), rule.key()) < 0) {
            place++;
        }
        return place;
    }

    /** Where the rule with a key is; where it would be, as {@link Arrays#binarySearch} says it. */
    private int place(RuleKey key) {
        int low = 0;
        int high = rules.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = ORDER.compare(rules.get(middle).key(), key);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -low - 1;
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
