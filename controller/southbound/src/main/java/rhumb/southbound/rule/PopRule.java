package rhumb.southbound.rule;

import rhumb.net.PopId;

/**
 * The number that stands for a PoP in overlay headers.
 *
 * @param number 1 to 65535, the same in all forwarders
 * @param self whether it is the PoP that gets this rule
 */
public record PopRule(int number, PopId pop, boolean self) implements Rule {
    public PopRule {
        if (number < 1 || number > 0xffff) {
            throw new IllegalArgumentException("PoP number " + number + ": expected 1 to 65535");
        }
    }

    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.POP, number, 0, "");
    }
}
