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

    /**
     * What makes the wanted rules of others.
     *
     * @param put rules that are not there or differ there
     * @param remove keys that are there and not wanted
     */
    record Difference(List<Rule> put, List<RuleKey> remove) {
        boolean isEmpty() {
            return put.isEmpty() && remove.isEmpty();
        }
    }

    /** What makes {@code wanted} of these. */
    Difference to(RuleSet wanted) {
        Difference difference = new Difference(new ArrayList<>(), new ArrayList<>());
        int at = 0;
        int there = 0;
        while (at < rules.size() || there < wanted.size()) {
            Rule present = at < rules.size() ? rules.get(at) : null;
            Rule rule = there < wanted.size() ? wanted.rules.get(there) : null;
            int order = order(present, rule);
            if (order < 0 && present != null) {
                difference.remove.add(present.key());
            } else if (rule != null && (order > 0 || present != rule && !same(present, rule))) {
                difference.put.add(rule);
            }
            at += order <= 0 ? 1 : 0;
            there += order >= 0 ? 1 : 0;
        }
        return difference;
    }

    /** None comes after all. */
    private static int order(@Nullable Rule one, @Nullable Rule other) {
        if (one == other) {
            return 0;
        }
        return one == null ? 1 : other == null ? -1 : ORDER.compare(one.key(), other.key());
    }

    /** Whether there is a difference. */
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
    static boolean same(@Nullable Rule a, Rule b) {
        if (!(a instanceof RouteRule first) || !(b instanceof RouteRule second)) {
            return b.equals(a);
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
