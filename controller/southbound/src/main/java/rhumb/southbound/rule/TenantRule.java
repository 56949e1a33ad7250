package rhumb.southbound.rule;

import java.util.List;

/**
 * A customer whose services share a cap or a reservation, at each uplink of the forwarder. Every
 * forwarder knows all tenants: what a relay sends on is theirs too.
 *
 * @param name what operators call it
 * @param services numbers of its services
 * @param capBps most that is sent into one uplink for it, bits per second on the wire; 0 = no cap
 * @param reserveBps what stays free for it at each uplink, bits per second on the wire
 */
public record TenantRule(String name, List<Integer> services, long capBps, long reserveBps)
        implements Rule {
    /** Tenants of one overlay; a forwarder has as many queues for each class. */
    public static final int MAX_TENANTS = 31;

    public TenantRule {
        services = List.copyOf(services);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("tenant without a name");
        }
        if (capBps < 0 || reserveBps < 0 || capBps > 0 && reserveBps > capBps) {
            throw new IllegalArgumentException(
                    "tenant "
                            + name
                            + ": cap "
                            + capBps
                            + " and reservation "
                            + reserveBps
                            + " bit/s: expected none negative and no more reserved than capped");
        }
    }

    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.TENANT, 0, 0, name);
    }
}
