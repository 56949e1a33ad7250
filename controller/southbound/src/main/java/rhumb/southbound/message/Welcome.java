package rhumb.southbound.message;

import java.util.Set;

/**
 * A controller's answer to {@link Hello}.
 *
 * @param controller number of the controller, part of its epochs
 * @param version contract version that both will speak: the lower of the two
 * @param heartbeatNs how often each side sends a {@link Heartbeat}
 * @param wantRules whether the forwarder shall send its {@link InstalledRules}
 */
public record Welcome(
        int controller, int version, Set<String> capabilities, long heartbeatNs, boolean wantRules)
        implements Message {
    public Welcome {
        capabilities = Set.copyOf(capabilities);
    }

    @Override
    public Kind kind() {
        return Kind.WELCOME;
    }
}
