package rhumb.southbound.rule;

/** One entry for one forwarder. Two rules with equal keys replace each other. */
public sealed interface Rule
        permits PopRule,
                UplinkRule,
                NeighborRule,
                RouteRule,
                ServiceRule,
                PrefixRule,
                KeyRule,
                SecurityRule,
                TenantRule,
                ProtectionRule {
    RuleKey key();
}
