package rhumb.southbound.rule;

import rhumb.net.Protection;
import rhumb.net.TrafficClass;

/**
 * How a class is protected where that is not {@link Protection#standard}. Both ends of a link get
 * it; while only one has it, the other protects as before, which loses nothing.
 */
public record ProtectionRule(TrafficClass trafficClass, Protection protection) implements Rule {
    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.PROTECTION, trafficClass.code(), 0, "");
    }
}
