package rhumb.controller;

import java.util.ArrayList;
import java.util.List;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;

/** The configured intent and the rules that hold beside those it has. */
final class IntentInForce {
    private final Intent configured;
    private final List<RuleIntent> added;
    private final Intent both;

    private IntentInForce(Intent configured, List<RuleIntent> added) {
        this.configured = configured;
        this.added = added;
        List<RuleIntent> all = new ArrayList<>(configured.policy().rules());
        all.addAll(added);
        this.both = configured.with(configured.policy().withRules(all));
    }

    static IntentInForce of(Intent configured) {
        return new IntentInForce(configured, List.of());
    }

    /** These rules instead of those added before. */
    IntentInForce adding(List<RuleIntent> rules) {
        return new IntentInForce(configured, rules);
    }

    /** Another configured intent under the same added rules. */
    IntentInForce over(Intent next) {
        return new IntentInForce(next, added);
    }

    /** Whether another intent asks for other rules only. */
    boolean differsByRules(Intent next) {
        return unruled(next).equals(unruled(configured));
    }

    Intent intent() {
        return both;
    }

    List<RuleIntent> added() {
        return added;
    }

    private static Intent unruled(Intent intent) {
        return intent.with(intent.policy().withRules(List.of()));
    }
}
