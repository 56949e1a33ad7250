package rhumb.southbound.message;

import java.util.List;
import rhumb.net.Epoch;
import rhumb.southbound.rule.Rule;

/** The rules a forwarder runs, told to a controller that asked with {@link Welcome#wantRules()}. */
public record InstalledRules(Epoch epoch, List<Rule> rules) implements Message {
    public InstalledRules {
        rules = List.copyOf(rules);
    }

    @Override
    public Kind kind() {
        return Kind.INSTALLED_RULES;
    }
}
