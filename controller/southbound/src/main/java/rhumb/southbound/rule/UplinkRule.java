package rhumb.southbound.rule;

/**
 * How fast a forwarder may send into one of its uplinks, and what first.
 *
 * @param uplink name of the local uplink
 * @param rateBps bits per second to which the scheduler paces; 0 = as fast as the machine can
 */
public record UplinkRule(String uplink, long rateBps, QueueSettings queues) implements Rule {
    public UplinkRule {
        if (rateBps < 0) {
            throw new IllegalArgumentException(
                    "uplink rate " + rateBps + ": expected no negative number");
        }
    }

    /** An uplink with the usual queues. */
    public UplinkRule(String uplink, long rateBps) {
        this(uplink, rateBps, QueueSettings.STANDARD);
    }

    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.UPLINK, 0, 0, uplink);
    }
}
