package rhumb.southbound.rule;

/** How this forwarder protects what it sends, and what it takes. Without this rule: encrypted. */
public record SecurityRule(LinkSecurity mode) implements Rule {
    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.SECURITY, 0, 0, "");
    }
}
