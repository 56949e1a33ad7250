package rhumb.southbound.rule;

import rhumb.net.IpPrefix;

/**
 * A network behind a PoP: IP packets to it leave the overlay there, and only packets from it may
 * enter there.
 *
 * @param egressPop number of the PoP
 */
public record PrefixRule(IpPrefix prefix, int egressPop) implements Rule {
    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.PREFIX, 0, 0, prefix.toString());
    }
}
