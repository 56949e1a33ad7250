package rhumb.southbound.rule;

import java.util.List;

/**
 * The keys of a neighbour, with which packets to and from it are sealed. A rule of its own, so that
 * a new key changes nothing else.
 *
 * @param pop number of the neighbour
 * @param keys of different generations, the newest last; 1 or {@value #MAX_KEYS}
 */
public record KeyRule(int pop, List<PublicKey> keys) implements Rule {
    public static final int MAX_KEYS = 2;

    public KeyRule {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException(
                    keys.size() + " keys of PoP " + pop + ": expected 1 or " + MAX_KEYS);
        }
        if (keys.size() == 2 && !keys.get(1).isNewerThan(keys.get(0))) {
            throw new IllegalArgumentException("keys of PoP " + pop + ": expected the newest last");
        }
    }

    @Override
    public RuleKey key() {
        return key(pop);
    }

    public static RuleKey key(int pop) {
        return new RuleKey(RuleKey.Kind.KEY, pop, 0, "");
    }
}
