package rhumb.southbound.rule;

/**
 * What a rule is about.
 *
 * @param a PoP number, label, service number or class code, as the kind has it; 0 for uplinks,
 *     security and tenants
 * @param b for routes: class code times two plus the direction; otherwise 0
 * @param name for uplinks and tenants: its name; for prefixes: the prefix; otherwise empty
 */
public record RuleKey(Kind kind, int a, int b, String name) {
    /** The kinds of rules, in the order in which a forwarder reads them. */
    public enum Kind {
        POP,
        UPLINK,
        NEIGHBOR,
        ROUTE,
        SERVICE,
        PREFIX,
        KEY,
        SECURITY,
        TENANT,
        PROTECTION
    }
}
