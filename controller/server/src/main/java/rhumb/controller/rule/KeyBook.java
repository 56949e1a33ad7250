package rhumb.controller.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.Rule;

/**
 * The public keys of all forwarders. Soft state: each forwarder tells its own with each session,
 * and what a restarted controller has not been told yet it reads from the rules of the neighbours,
 * so that nobody loses a key by its restart.
 */
public final class KeyBook {
    private record Known(List<PublicKey> keys, boolean byOwner) {}

    private final Map<Integer, Known> byPop = new TreeMap<>();

    /**
     * A forwarder told its keys.
     *
     * @param pop its PoP's number
     * @return whether they are others than those known
     */
    public boolean onKeys(int pop, List<PublicKey> keys) {
        Known before = byPop.put(pop, new Known(keys, true));
        return before == null || !before.keys.equals(keys);
    }

    /**
     * A forwarder runs these rules.
     *
     * @return numbers of the PoPs whose keys are known better now
     */
    public List<Integer> onInstalled(List<Rule> rules) {
        List<Integer> learned = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof KeyRule told && isNews(byPop.get(told.pop()), told)) {
                byPop.put(told.pop(), new Known(told.keys(), false));
                learned.add(told.pop());
            }
        }
        return learned;
    }

    /** The rule for neighbours of the PoP with this number; null while its keys are not known. */
    public @Nullable KeyRule rule(int pop) {
        Known known = byPop.get(pop);
        return known == null ? null : new KeyRule(pop, known.keys);
    }

    private static boolean isNews(@Nullable Known known, KeyRule told) {
        if (known == null) {
            return true;
        }
        return !known.byOwner && told.keys().getLast().isNewerThan(known.keys.getLast());
    }
}
